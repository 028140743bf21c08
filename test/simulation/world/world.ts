import type { Faults } from '../faults/faults.ts'
import type { Account, CaucusFiles, Database, RosterLine, RuleSet } from './assembly.ts'
import type { Carrier, Exchange, Meaning } from './carrier.ts'
import type { Browser, Page } from './console.ts'
import type { Plan } from './plan.ts'
import type { Change, RecordFold } from './record.ts'
import type { Rng } from './rng.ts'
import type { Rows } from './storage.ts'
import type { Time } from './time.ts'
import type { Truth } from './truth.ts'

/** The night as its actors and invariants see it. */
export interface World {
  readonly plan: Plan
  readonly rules: RuleSet
  readonly files: CaucusFiles
  readonly truths: ReadonlyMap<string, Truth>
  readonly time: Time
  readonly faults: Faults
  readonly carrier: Carrier
  readonly record: RecordFold
  /** The moments of the night. */
  readonly hours: Hours
  /** Chance of one's own, by name. */
  draw(name: string): Rng
  /** Somebody texts the line. */
  text(name: string, from: string, body: string, meaning: Meaning): void
  /** A page or feed as anybody can read it; null where the server is down. */
  read(path: string, headers?: Readonly<Record<string, string>>): Promise<Page | null>
  /** Any request; its status, null where the server is down. */
  send(request: Request): Promise<number | null>
  /** A door stood open: said by whoever went through it. */
  breach(what: string): void
  readonly breaches: readonly string[]
  /** A request or a task failed though the disk was sound. */
  breakdown(what: string): void
  readonly breakdowns: readonly string[]
  /** Somebody at headquarters with a browser, signed in. */
  readonly staff: ReadonlyMap<string, Browser>
  /** A browser that nobody has used yet. */
  browser(account: Account): Browser
  /** The people who can be called: by the precinct. */
  readonly people: Map<string, Person>
  /** Rows of the database as they are, for those who judge. */
  rows(sql: string, ...params: readonly unknown[]): Promise<Rows>
  /** The database of the moment, for those who judge. */
  database(): Database
  /** Something was seen: for the coverage. */
  see(kind: Seen, what: string): void
  /** A line of the transcript. */
  tell(line: string): void
  /** What this step put on the record. */
  readonly changes: readonly Change[]
  /** The texts that were answered in this step. */
  readonly answered: readonly Exchange[]
  /** Lines of the program's log. */
  readonly log: readonly string[]
  /** Pages of headquarters that were read, for the invariant about private things. */
  readonly pages: readonly (Page & { readonly path: string; readonly at: number })[]
  /** Reads a page of headquarters as its supervisor; null where the server is down. */
  look(path: string): Promise<Page | null>
}
export type Seen = 'event' | 'reply' | 'queue' | 'fault' | 'rules' | 'actor' | 'invariant'

export interface Hours {
  readonly begins: number
  /** From here on reports are live. */
  readonly live: number
  /** From here on nothing goes wrong any more. */
  readonly calm: number
  readonly ends: number
}

/** A chair who can be called by telephone. */
export interface Person {
  readonly line: RosterLine
  /** What they say the counts are, as texts; null where nobody answers. */
  says(): readonly string[] | null
  /** Headquarters has told them that it takes over: nothing more is to be texted. */
  relieved(): void
  /** The phone is gone: somebody else texts with it from now on. */
  robbed(): void
  /** How the night ended for them. */
  state(): ChairState
}
export type ChairState =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'human'; readonly why: string }
  | { readonly kind: 'open'; readonly texts: number; readonly last: string }
  | { readonly kind: 'absent' }

/** Something that takes part. */
export interface ActorKind {
  readonly name: string
  /** Puts one or more of this kind into the night. */
  readonly join: (world: World) => void
}
