import type { Caucus } from '../bot/caucus.ts'
import type { Event, Stored } from '../bot/event.ts'
import type { Person, Phase, PrecinctId, ReportingPhase, StreamId } from '../bot/ids.ts'
import type { Outgoing } from '../bot/ports.ts'
import type {
  AccountRow,
  CallRow,
  InvitationRow,
  QueueRow,
  RecoveryRow,
  ReminderRow,
  SecondRow,
  SendRow,
  SessionRow,
  Write,
} from './rows.ts'
import type {
  Addressee,
  ChangeMark,
  LogFilter,
  LoggedEvent,
  OutgoingLine,
  PrecinctLine,
  ReadyLine,
  RosterEntry,
  TextLine,
} from './views.ts'

/** What the console asks of the world's memory. Implemented in db, and handed in. */

export type * from './rows.ts'
export type * from './views.ts'

/** Somebody's act: its events and the rows that follow from them, all or none. */
export interface Act {
  readonly stream: StreamId
  /** The version that was looked at; null: whatever is there, this comes after it. */
  readonly expected: number | null
  readonly events: readonly Event[]
  /** Null: the program itself. */
  readonly by: Person | null
  readonly at: string
  /** The id of the form that was sent, so that the same one acts once. */
  readonly action: string
  readonly writes: readonly Write[]
}
/**
 * `done`: it is on the record now. `repeated`: an earlier call with the same `action` put it there; this one left nothing.
 * `conflict`: somebody wrote first, or one of the rows has a key that is taken; nothing was left behind.
 */
export type Acted = 'done' | 'repeated' | 'conflict'

/** The configuration as far as the console needs it. */
export interface ConsoleSetting {
  readonly caucus: Caucus
  readonly phase: Phase
  /** Local times HH:MM between which no reminder goes out; null where the caucus states none. */
  readonly quiet: { readonly from: string; readonly to: string } | null
}

/** ISO times: the present, what lies too far back to count, and when a pause that begins now is over. */
interface AttemptWindow {
  readonly now: string
  readonly forgets: string
  readonly pauses: string
}

/** `begins`: this very try brought it about. */
export interface Pause {
  readonly until: string
  readonly begins: boolean
}

export interface ConsoleStore {
  act(act: Act): Promise<Acted>
  /** Rows that belong to no event: sessions, counters. */
  write(writes: readonly [Write, ...Write[]]): Promise<void>
  /**
   * Counts a try of `id`. After `most` of them since `forgets` there is a pause until `pauses`.
   * @returns until when the pause lasts; null where the try may be made.
   */
  countAttempt(id: string, most: number, times: AttemptWindow): Promise<Pause | null>
  /** Marks a step of the second factor as used; false where it, or a later one, was used before. */
  useStep(account: Person, step: number): Promise<boolean>
  /** Each once. False where there is no such thing, or it was used. */
  useRecovery(account: Person, id: string, at: string): Promise<boolean>
  /** Letters of a reminder, with the texts that the outbox is to send: all or none; those that are there stay. */
  queueReminderTexts(sends: readonly SendRow[], outbox: readonly Outgoing[]): Promise<void>
  /** Takes back what of a reminder still waits in the outbox. */
  takeBackReminder(reminder: string): Promise<void>
  useInvitation(id: string, at: string): Promise<boolean>
}

export interface AccountReader {
  account(id: Person): Promise<AccountRow | null>
  accountNamed(name: string): Promise<AccountRow | null>
  accounts(): Promise<readonly AccountRow[]>
  /** Null where there is none; whether it still holds is for the caller to judge. */
  session(id: string): Promise<{ readonly session: SessionRow; readonly account: AccountRow } | null>
  sessionsOf(account: Person): Promise<readonly SessionRow[]>
  /** When each account was last seen in a session that has not ended. */
  lastSeen(): Promise<ReadonlyMap<Person, string>>
  knowsDevice(id: string, account: Person): Promise<boolean>
  invitation(id: string): Promise<InvitationRow | null>
  /** All of its recovery codes, used or not. */
  recovery(account: Person): Promise<readonly RecoveryRow[]>
}

export interface BoardReader {
  setting(): Promise<ConsoleSetting>
  mark(): Promise<ChangeMark>
  /** All precincts, or these. */
  lines(phase: ReportingPhase, only: readonly PrecinctId[] | null): Promise<readonly PrecinctLine[]>
  /** Precincts about which something happened after that entry of the log; `all` where it concerned the whole caucus. */
  changed(phase: ReportingPhase, after: number): Promise<readonly PrecinctId[] | 'all'>
  /** What the publications after that one changed: the number of the report shown, or null where it was withdrawn. */
  shown(
    phase: ReportingPhase,
    after: number,
  ): Promise<readonly { readonly precinct: PrecinctId; readonly number: number | null }[]>
  ready(): Promise<readonly ReadyLine[]>
}

export interface PrecinctReader {
  precinct(id: PrecinctId): Promise<RosterEntry | null>
  history(stream: StreamId): Promise<readonly Stored[]>
  version(stream: StreamId): Promise<number>
  textsOf(precinct: PrecinctId, people: readonly Person[]): Promise<readonly TextLine[]>
  outgoingOf(precinct: PrecinctId): Promise<readonly OutgoingLine[]>
  picture(seq: number, n: number): Promise<{ readonly url: string; readonly type: string } | null>
}

/** Which open items of the queue are read, in the order in which `reader` is to see them. */
interface QueuePart {
  /** Only this kind; null: all kinds but `apart`. */
  readonly kind: string | null
  readonly apart: string
  /** The lowest comes first within the reader's own items, then within nobody's, then within others'; then the oldest. */
  readonly ranks: Readonly<Record<string, number>>
  readonly reader: Person
  readonly limit: number
  readonly offset: number
}

/** How many open items of one kind there are, and with whom. */
export interface QueueCount {
  readonly kind: string
  readonly items: number
  readonly mine: number
  readonly free: number
}

export interface QueueReader {
  queue(part: QueuePart): Promise<readonly QueueRow[]>
  /** Every kind of which there is an open item. */
  queueCounts(reader: Person): Promise<readonly QueueCount[]>
  /** Those that were ended last, newest first. */
  ended(limit: number): Promise<readonly QueueRow[]>
  /** The open items that this person has taken. */
  taken(owner: Person): Promise<readonly QueueRow[]>
  item(id: string): Promise<QueueRow | null>
  itemsOf(precinct: PrecinctId): Promise<readonly QueueRow[]>
  seconds(precinct: PrecinctId | null): Promise<readonly SecondRow[]>
  second(id: string): Promise<SecondRow | null>
  calls(open: boolean): Promise<readonly CallRow[]>
}

export interface LogReader {
  /** What one phone texted, newest first. */
  textsBy(person: Person, limit: number): Promise<readonly TextLine[]>
  texts(filter: LogFilter): Promise<readonly TextLine[]>
  outgoing(filter: LogFilter): Promise<readonly OutgoingLine[]>
  /** What headquarters and the program did, newest first. */
  loggedEvents(filter: LogFilter & { readonly after: number | null }): Promise<readonly LoggedEvent[]>
}

/** A letter of a reminder, and what became of it; `written`: the outbox does not have it. */
export interface SentLetter extends SendRow {
  readonly state: OutgoingLine['state'] | 'written'
  readonly delivery: string | null
  readonly error: string | null
}

export interface ReminderReader {
  addressees(phase: ReportingPhase): Promise<readonly Addressee[]>
  reminders(): Promise<readonly ReminderRow[]>
  reminder(id: string): Promise<ReminderRow | null>
  sends(reminder: string): Promise<readonly SentLetter[]>
  /** Segments of reminders handed to the outbox since then, without those that were dropped. */
  segmentsSince(at: string): Promise<number>
  settings(): Promise<ReadonlyMap<string, string>>
}

export type ConsoleReader = AccountReader & BoardReader & PrecinctReader & QueueReader & LogReader & ReminderReader
