import type { Event, EventType } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import type { Tallies } from '../../grammar/intent.ts'

type PersonName = (person: Person) => string
type Sentences = {
  readonly [Type in EventType]: (
    data: Extract<Event, { readonly type: Type }>['data'],
    personName: PersonName,
  ) => string
}

/** Each event of the log as people read it, without its author. A new event does not compile before it has its words here. */
const sentences: Sentences = {
  AttendanceReported: ({ count }) => `reported an attendance of ${count}`,
  AlignmentReported: ({ alignment, counts }) => `reported the ${alignment} alignment: ${tallies(counts)}`,
  TossReported: ({ winners }) => `reported that chance decided for ${winners.join(', ')}`,
  DelegatesClaimed: ({ counts }) => `reported the delegates on the worksheet: ${tallies(counts)}`,
  ListKept: ({ counts, alignment }) =>
    `sent a list ${alignment ? 'that waits for an answer' : 'without its alignment'}: ${tallies(counts)}`,
  AttendanceAsked: () => 'was asked for the attendance',
  ReportProposed: ({ revision, to }, personName) =>
    `set off the code of revision ${revision}, sent to ${personName(to)}`,
  ProposalRejected: ({ revision }) => `said NO to revision ${revision}`,
  CodeRefused: ({ revision }) => `gave a wrong code for revision ${revision}`,
  CodeRetired: ({ revision, rebound, correction }) =>
    `${rebound ? 'replaced the phone' : 'gave a wrong code'}: the code ${correction === undefined ? '' : 'for the correction '}of revision ${revision} was retired`,
  ReportApproved: ({ revision, confirmed }) =>
    `approved revision ${revision}${confirmed ? '' : ' from a borrowed phone, so it is held'}`,
  ReportKept: ({ revision }) => `kept revision ${revision} as it is; it is held`,
  ReportHeld: ({ reason }) => `held the report: ${reason}`,
  ReportReleased: ({ second, reason }, personName) =>
    `released the report${second ? ` with ${personName(second)}` : ''}: ${reason}`,
  CorrectionProposed: ({ reason }) => `proposed a correction: ${reason}`,
  CorrectionVoided: ({ why }) => `ended the proposed correction (${why})`,
  CorrectionOverridden: ({ second, reason }, personName) =>
    `recorded the correction without the chair, with ${personName(second)}: ${reason}`,
  PrecinctNoted: ({ note }) => `noted: ${note}`,
  ChairCalled: ({ outcome, note }) => `called the chair (${outcome})${note === '' ? '' : `: ${note}`}`,
  RosterChanged: ({ field, precinct, from, to, reason }) =>
    `changed ${field} of ${precinct}${/phone/.test(field) ? '' : ` from ${from ?? 'nothing'} to ${to ?? 'nothing'}`}: ${reason}`,
  QueueOpened: ({ detail }) => `put into the queue: ${detail}`,
  QueueTaken: ({ from }, personName) => `took on an item${from ? ` from ${personName(from)}` : ''}`,
  QueueReturned: ({ why }) => `gave an item back (${why})`,
  QueueNoted: ({ note }) => `noted on an item: ${note}`,
  QueueEnded: ({ outcome, note }) => `ended an item: ${outcome}${note === '' ? '' : `, ${note}`}`,
  PinIssued: ({ card, reason }) => `issued a new PIN (card ${card}): ${reason}`,
  PinAccepted: () => 'gave the PIN on the card',
  PinRefused: () => 'gave a wrong PIN',
  CaucusLoaded: () => 'caucus loaded',
  PhaseChanged: ({ from, to }) => `changed the phase from ${from} to ${to}`,
  CheckedIn: () => 'checked in',
  LanguageChosen: () => 'language chosen',
  TextKept: () => 'text kept',
  KeptTextTaken: () => 'kept text taken',
  OptedOut: (data) =>
    'code' in data
      ? `heard from the carrier (error ${data.code}) that this phone has opted out`
      : `opted out with ${data.word}`,
  OptedIn: ({ word }) => `takes texts again, by ${word}`,
  SignedIn: (data) => (data.with === 'recovery' ? 'signed in with a recovery code' : 'signed in'),
  SignedOut: () => 'signed out',
  PasswordChanged: () => 'password changed',
  AccountMade: () => 'account made',
  AccountInvited: () => 'account invited',
  AccountJoined: () => 'account joined',
  AccountLocked: () => 'account locked',
  AccountBlocked: ({ reason }) => `blocked an account: ${reason}`,
  AccountUnblocked: () => 'account unblocked',
  RoleChanged: ({ from, to }) => `changed a role from ${from} to ${to}`,
  SettingChanged: () => 'setting changed',
  ReminderPlanned: ({ title, people }) => `planned the reminder "${title}" to ${people} people`,
  ReminderApproved: () => 'reminder approved',
  ReminderCancelled: ({ reason }) => `reminder cancelled${reason === '' ? '' : `: ${reason}`}`,
  ReminderSent: ({ step, people, left }) => `sent text ${step} of a reminder to ${people} people; ${left} had reported`,
  SecondAsked: ({ reason }) => `asked for a second person: ${reason}`,
  SecondGiven: () => 'agreed as the second person',
  SecondRefused: ({ reason }) => `did not agree: ${reason}`,
}

/** @returns an event as a sentence without its author: "approved revision 2". A kind that a newer program wrote is named as it is. */
export function eventSentence(event: Event, personName: PersonName): string {
  const sentence = (sentences as Readonly<Record<string, (data: Event['data'], personName: PersonName) => string>>)[
    event.type
  ]
  if (sentence) return sentence(event.data, personName)
  const { type, data } = event as { readonly type: string; readonly data: { readonly reason?: string } }
  const words = type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  return data.reason ? `${words}: ${data.reason}` : words
}

const tallies = (list: Tallies): string => list.map(({ group, count }) => `${group} ${count}`).join(', ')
