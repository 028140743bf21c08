import type { Database } from './assembly.ts'

export type Rows = readonly Readonly<Record<string, unknown>>[]

/** Where a night's record lies: what outlives the program, and what those who judge read. */
export interface Storage {
  /** As a program has it; another after each start. */
  readonly database: Database
  /** Rows as they are, whatever the program does meanwhile. */
  rows(sql: string, ...params: readonly unknown[]): Promise<Rows>
  /** The program has died: whoever still writes for it finds the connection closed. */
  reopen(): Promise<void>
  end(): Promise<void>
}
