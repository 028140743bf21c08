import type { Event } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import type { Tallies } from '../../grammar/intent.ts'

/** An event as a sentence without its author: "approved report 2". People are named by `who`. */
export function happened(event: Event, who: (person: Person) => string): string {
  switch (event.type) {
    case 'AttendanceReported':
      return `reported an attendance of ${event.data.count}`
    case 'AlignmentReported':
      return `reported the ${event.data.alignment} alignment: ${tallies(event.data.counts)}`
    case 'TossReported':
      return `reported that chance decided for ${event.data.winners.join(', ')}`
    case 'DelegatesClaimed':
      return `reported the delegates on the worksheet: ${tallies(event.data.counts)}`
    case 'ListKept':
      return `sent a list without its alignment: ${tallies(event.data.counts)}`
    case 'AttendanceAsked':
      return 'was asked for the attendance'
    case 'ReportProposed':
      return `set off the code of revision ${event.data.revision}, sent to ${who(event.data.to)}`
    case 'ProposalRejected':
      return `said NO to revision ${event.data.revision}`
    case 'CodeRefused':
      return `gave a wrong code for revision ${event.data.revision}`
    case 'CodeRetired':
      return event.data.rebound
        ? `replaced the phone: the code of revision ${event.data.revision} was retired`
        : `had five wrong codes: the code of revision ${event.data.revision} was retired`
    case 'ReportApproved':
      return `approved revision ${event.data.revision}${event.data.confirmed ? '' : ' from a borrowed phone, so it is held'}`
    case 'ReportKept':
      return `kept revision ${event.data.revision} as it is; it is held`
    case 'ReportHeld':
      return `held the report: ${event.data.reason}`
    case 'ReportReleased':
      return `released the report${event.data.second ? ` with ${who(event.data.second)}` : ''}: ${event.data.reason}`
    case 'CorrectionProposed':
      return `proposed a correction: ${event.data.reason}`
    case 'CorrectionVoided':
      return `ended the proposed correction (${event.data.why})`
    case 'CorrectionOverridden':
      return `recorded the correction without the chair, with ${who(event.data.second)}: ${event.data.reason}`
    default:
      return aside(event, who)
  }
}

/** What changes no count. Kinds that a newer program wrote are named as they are. */
function aside(event: Event, who: (person: Person) => string): string {
  const data = event.data as Readonly<Record<string, unknown>>
  const said = (key: string): string => String(data[key] ?? '')
  switch (event.type) {
    case 'PrecinctNoted':
      return `noted: ${event.data.note}`
    case 'ChairCalled':
      return `called the chair (${event.data.outcome})${event.data.note === '' ? '' : `: ${event.data.note}`}`
    case 'RosterChanged':
      return `changed ${event.data.field} of ${event.data.precinct}${phoneField(event.data.field) ? '' : ` from ${event.data.from ?? 'nothing'} to ${event.data.to ?? 'nothing'}`}: ${event.data.reason}`
    case 'QueueTaken':
      return `took on an item${event.data.from ? ` from ${who(event.data.from)}` : ''}`
    case 'QueueEnded':
      return `ended an item: ${event.data.outcome}${event.data.note === '' ? '' : `, ${event.data.note}`}`
    case 'QueueNoted':
      return `noted on an item: ${event.data.note}`
    case 'QueueReturned':
      return `gave an item back (${event.data.why})`
    case 'QueueOpened':
      return `put into the queue: ${event.data.detail}`
    case 'PinIssued':
      return `issued a new PIN (card ${event.data.card}): ${event.data.reason}`
    case 'PinAccepted':
      return 'gave the PIN on the card'
    case 'PinRefused':
      return 'gave a wrong PIN'
    case 'PhaseChanged':
      return `changed the phase from ${event.data.from} to ${event.data.to}`
    case 'CheckedIn':
      return 'checked in'
    case 'OptedOut':
      return 'code' in event.data
        ? `heard from the carrier (error ${event.data.code}) that this phone has opted out`
        : `opted out with ${event.data.word}`
    case 'OptedIn':
      return `takes texts again, by ${event.data.word}`
    case 'SignedIn':
      return event.data.with === 'recovery' ? 'signed in with a recovery code' : 'signed in'
    case 'ReminderPlanned':
      return `planned the reminder "${event.data.title}" to ${event.data.people} people`
    case 'ReminderSent':
      return `sent text ${event.data.step} of a reminder to ${event.data.people} people; ${event.data.left} had reported`
    case 'RoleChanged':
      return `changed a role from ${event.data.from} to ${event.data.to}`
    case 'AccountBlocked':
      return `blocked an account: ${event.data.reason}`
    case 'SecondAsked':
      return `asked for a second person: ${event.data.reason}`
    case 'SecondGiven':
      return 'agreed as the second person'
    case 'SecondRefused':
      return `did not agree: ${event.data.reason}`
    default:
      return `${spaced(event.type)}${said('reason') === '' ? '' : `: ${said('reason')}`}`
  }
}

const phoneField = (field: string): boolean => /phone/.test(field)
const spaced = (type: string): string => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
const tallies = (list: Tallies): string => list.map(({ group, count }) => `${group} ${count}`).join(', ')
