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

export const phone = (text: string): Phone | null => (/^\+[1-9]\d{6,14}$/.test(text) ? (text as Phone) : null)
export const precinctId = (text: string): PrecinctId | null =>
  /^[A-Z]{0,3}\d{1,6}$/.test(text) ? (text as PrecinctId) : null
export const messageSid = (text: string): MessageSid | null =>
  /^[\w:.-]{1,64}$/.test(text) ? (text as MessageSid) : null
export const person = (text: string): Person | null =>
  /^[a-z]{1,2}_[0-9a-f]{16}$/.test(text) ? (text as Person) : null

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
export type HqStream = `hq/${'queue' | 'reminder' | 'account' | 'precinct' | 'second'}/${string}`

export const precinctStream = (phase: ReportingPhase, precinct: PrecinctId): StreamId => `${phase}/${precinct}`
export const rosterStream = (precinct: PrecinctId): StreamId => `roster/${precinct}`
export const phoneStream = (who: Person): StreamId => `phone/${who}`
