/** Names of things, told apart by type. Each is made only by its constructor, which refuses what is not one. */

declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** A telephone number in E.164: a plus and 7 to 15 digits. */
export type Phone = Brand<string, 'Phone'>
/** A precinct's code as the configuration spells it, upper case: `P0412`. */
export type PrecinctId = Brand<string, 'PrecinctId'>
/** The carrier's id of one text; the key under which it is handled once. */
export type MessageSid = Brand<string, 'MessageSid'>
/** What stands for a person in the log: a keyed pseudonym of a phone or an account, never the phone itself. */
export type Person = Brand<string, 'Person'>

/** A number in E.164 as a `Phone`; null for anything else. It forgives nothing: spaces and dashes are for files/cells.ts. */
export const phone = (text: string): Phone | null => (/^\+[1-9]\d{6,14}$/.test(text) ? (text as Phone) : null)

/** A precinct's code as a `PrecinctId`: up to three capital letters and one to six digits. Null for anything else. */
export const precinctId = (text: string): PrecinctId | null =>
  /^[A-Z]{0,3}\d{1,6}$/.test(text) ? (text as PrecinctId) : null

/** The id of a text as a `MessageSid`: 1 to 64 letters, digits, `_`, `:`, `.` or `-`. Null for anything else. */
export const messageSid = (text: string): MessageSid | null =>
  /^[\w:.-]{1,64}$/.test(text) ? (text as MessageSid) : null

/** A pseudonym as a `Person`: one or two letters, `_` and 16 hexadecimal digits, `p_0123456789abcdef`. Null for anything else. */
export const person = (text: string): Person | null =>
  /^[a-z]{1,2}_[0-9a-f]{16}$/.test(text) ? (text as Person) : null

/** Where the caucus stands. Reports are made in `practice` and `live`. */
export type Phase = 'setup' | 'practice' | 'live' | 'closed'
/** The two phases in which reports are made; each has its own streams, so practice cannot leak. */
export type ReportingPhase = 'practice' | 'live'

/** Whose streams a phase reads: closed reports are looked at in their live streams, and what is not live yet is practice. */
export const reportingPhaseOf = (phase: Phase): ReportingPhase =>
  phase === 'live' || phase === 'closed' ? 'live' : 'practice'

/** Streams of the log: one a precinct and phase, one a person's phone, one for the caucus; those of the console begin with hq. */
export type StreamId =
  | `${ReportingPhase}/${PrecinctId}`
  | `phone/${Person}`
  | `roster/${PrecinctId}`
  | 'caucus'
  | HqStream
/** What headquarters did besides the record: to an item of the queue, a reminder, an account, a precinct. */
type HqStream = `hq/${'queue' | 'reminder' | 'account' | 'precinct' | 'second'}/${string}`

/** The stream of one precinct's report: `live/P0412`. */
export const precinctStream = (phase: ReportingPhase, precinct: PrecinctId): StreamId => `${phase}/${precinct}`

/** The stream of one precinct's line of the roster and its card: `roster/P0412`. It is the same in every phase. */
export const rosterStream = (precinct: PrecinctId): StreamId => `roster/${precinct}`

/** The stream of what concerns one phone alone: `phone/p_0123456789abcdef`. */
export const phoneStream = (who: Person): StreamId => `phone/${who}`
