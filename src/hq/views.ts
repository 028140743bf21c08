import type { Precinct } from '../bot/caucus.ts'
import type { Language, Stored } from '../bot/event.ts'
import type { Person, Phase, PrecinctId, StreamId } from '../bot/ids.ts'
import type { Binding, Stage } from '../bot/ports.ts'

/** What the console reads: rows as somebody at headquarters looks for them. */

/** Tells cheaply whether anything changed since. */
export interface ChangeMark {
  /** The end of the log. */
  readonly seq: number
  /** Items that ever came into the queue, and those still open. */
  readonly queued: number
  readonly open: number
  /** The last publication of the phase in which reports are made; 0 before the first. */
  readonly snapshot: number
  readonly phase: Phase
}

/** One precinct on the board. */
export interface PrecinctLine extends Pick<Precinct, 'id' | 'county' | 'name' | 'delegates'> {
  /** Null: no report row yet. */
  readonly stage: Stage | null
  /** When something was last heard about it; null for never. */
  readonly at: string | null
  /** The number of the report that may be published. */
  readonly open: number | null
  readonly checkedIn: string | null
}

export interface PrecinctPerson {
  readonly person: Person
  /** Null where it was erased. */
  readonly phone: string | null
  readonly name: string | null
  readonly kind: Binding['kind']
  readonly until: string | null
  readonly checkedIn: string | null
  readonly optedOut: boolean
  readonly language: Language | null
}
/** A precinct of the roster, with the people who may speak for it. */
export interface RosterEntry extends Precinct {
  readonly people: readonly PrecinctPerson[]
}

export interface Picture {
  readonly seq: number
  readonly n: number
  readonly type: string
}
/** A text that came in, and what was answered. Null where the words were erased. */
export interface TextLine {
  readonly seq: number
  readonly at: string
  readonly person: Person
  readonly phone: string | null
  readonly precinct: PrecinctId | null
  readonly kind: string
  readonly body: string | null
  readonly reply: string | null
  readonly pictures: readonly Picture[]
}
/** A text that was not an answer. */
export interface OutgoingLine {
  readonly id: string
  readonly at: string
  readonly person: Person
  readonly phone: string | null
  readonly precinct: PrecinctId | null
  readonly body: string
  readonly state: 'waiting' | 'leased' | 'sent' | 'failed' | 'dropped'
  readonly delivery: string | null
  readonly error: string | null
  readonly cause: string
}
/** An event with its stream and its place in the whole log. */
export interface LoggedEvent extends Stored {
  readonly seq: number
  readonly stream: StreamId
}

export interface LogFilter {
  /** Words that must stand in a text, or a precinct, or a number. */
  readonly words: string
  readonly kind: string
  readonly precinct: PrecinctId | null
  /** Only what is older than this sequence number; null for the newest. */
  readonly before: number | null
  readonly limit: number
}

/** One phone of one precinct, as a reminder sees it. */
export interface Addressee {
  readonly person: Person
  readonly phone: string | null
  readonly precinct: PrecinctId
  readonly county: string
  readonly name: string
  readonly language: Language
  readonly kind: Binding['kind']
  readonly optedOut: boolean
  readonly stage: Stage | null
  readonly checkedIn: string | null
  readonly open: number | null
}

/** How a precinct's chair stands before the night. */
export interface ReadyLine {
  readonly precinct: PrecinctId
  readonly county: string
  readonly name: string
  readonly phones: number
  readonly checkedIn: string | null
  /** The stage of its report in practice. */
  readonly practised: Stage | null
  readonly optedOut: boolean
  /** A text to it failed. */
  readonly failed: boolean
  /** Any text ever came from it. */
  readonly heard: boolean
}
