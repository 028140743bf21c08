import type { Trouble } from '../sms/ports.ts'
import type { Statement } from './database.ts'

/** What the stores of the outbox and of deliveries share: plain SQL, the same on both databases. */
export const statement = (sql: string, ...params: readonly unknown[]): Statement => ({
  toSQL: () => ({ sql, params: [...params] }),
})

/** An item in HQ's queue, once by its id. */
export const alerted = (trouble: Trouble) =>
  statement(
    `insert into queue (id, kind, phase, precinct, person, at, detail) select ?, ?, phase, ?, ?, ?, ? from caucus where id = 1
     on conflict (id) do nothing`,
    trouble.id,
    trouble.kind,
    trouble.precinct,
    trouble.person,
    trouble.at,
    trouble.detail,
  )

export const textOrNull = (value: unknown) => (value === null || value === undefined ? null : String(value))
