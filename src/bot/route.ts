import type { Intent } from '../grammar/intent.ts'
import { aboutPhone } from './about-phone.ts'
import { codeOf } from './after.ts'
import { isKeep, offerKeep } from './approval.ts'
import { assess } from './assess.ts'
import { codeOfCorrection } from './correction.ts'
import { isCounting } from './counts.ts'
import type { PhoneEvent } from './event.ts'
import type { Phase, PrecinctId } from './ids.ts'
import { closed } from './on-record.ts'
import type { Told } from './queue.ts'
import type { Reply } from './reply.ts'
import { type Desk, type Route, type Sender, told } from './sender.ts'

/** @returns whom the text concerns, for a phone that has at least one precinct. */
export function route(intent: Intent, sender: Sender): Route {
  const phoneOnly = aboutPhone(intent, sender)
  if (phoneOnly) return phoneOnly
  const said = 'precinct' in intent ? intent.precinct : null
  const desk = deskOf(intent, said, sender.desks)
  if (said !== null && !desk) return told({ kind: 'not_yours', said, precincts: idsOf(sender) })
  const completed = intent.kind === 'precinct' && sender.kept !== null
  const meant = completed ? ({ ...sender.kept, precinct: said } as Intent) : intent
  if (!open(meant, sender.phase)) return outOfPhase(meant, sender)
  if (!desk) return ask(intent, sender)
  const phoneEvents: readonly PhoneEvent[] = completed ? [{ type: 'KeptTextTaken', data: {} }] : []
  return sender.phase === 'closed'
    ? told(closed(desk.state, desk.facts), phoneEvents)
    : { to: 'precinct', desk, intent: meant, phoneEvents }
}

const idsOf = (sender: Sender): readonly PrecinctId[] => sender.desks.map((d) => d.precinct.id)

/** Before the night only what does no harm is open; after it nothing is recorded, but nothing is thrown away either. */
function open(intent: Intent, phase: Phase): boolean {
  if (phase === 'practice' || phase === 'live' || intent.kind === 'guide') return true
  return phase === 'closed' && (intent.kind === 'status' || intent.kind === 'precinct')
}

function outOfPhase(intent: Intent, sender: Sender): Route {
  const kept: readonly Told[] =
    sender.phase === 'closed' ? [{ kind: 'unreadable', detail: `after the close: ${intent.kind}` }] : []
  return told({ kind: 'phase', phase: sender.phase, precincts: idsOf(sender) }, [], kept)
}

/** The precinct that is meant, or null where the phone has several and the text fits more than one, or none. */
function deskOf(intent: Intent, said: string | null, desks: readonly Desk[]): Desk | null {
  if (said !== null) return desks.find((d) => d.precinct.id === said) ?? null
  if (desks.length === 1) return desks[0] ?? null
  const fitting = desks.filter((d) => fits(intent, d))
  if (fitting.length > 0) return fitting.length === 1 ? (fitting[0] ?? null) : null
  const waiting = isCode(intent) ? desks.filter(({ state }) => state.proposal ?? state.correction) : []
  return waiting.length === 1 ? (waiting[0] ?? null) : null
}

const isCode = (intent: Intent): boolean => intent.kind === 'approve' || intent.kind === 'keep'

function fits(intent: Intent, { state, facts }: Desk): boolean {
  switch (intent.kind) {
    case 'approve':
    case 'keep':
      return (
        codeOfCorrection(state, facts) === intent.code ||
        codeOf(state, facts) === intent.code ||
        state.past.some((p) => facts.code(p.revision, p.salt) === intent.code)
      )
    case 'reject':
      return state.proposal !== null || state.correction !== null
    case 'toss':
      return ['toss', 'elect'].includes(assess(state.draft, facts).next)
    case 'unclear':
      if (intent.reason === 'no_code' || intent.reason === 'mixed')
        return (
          state.proposal !== null || state.correction !== null || (isKeep(intent) && offerKeep(state, facts) !== null)
        )
      return intent.reason === 'no_list' && state.kept !== null
    default:
      return false
  }
}

/** A chair of several precincts who gives no code is asked which; what she sent is kept meanwhile. */
function ask(intent: Intent, sender: Sender): Route {
  const { phase, kept: before } = sender
  const precincts = idsOf(sender)
  if (isCounting(intent) || ['status', 'guide', 'reject'].includes(intent.kind) || listOf(intent)) {
    const replaced = before !== null && (isCounting(before) || listOf(before)) && !isSame(before, intent)
    const reply: Reply = { kind: 'which_precinct', precincts, kept: replaced ? 'last' : 'yes' }
    return told(reply, isSame(before, intent) ? [] : [{ type: 'TextKept', data: { intent, phase } }])
  }
  if (intent.kind === 'unclear') {
    const { reason, word, suggestions, alignment } = intent
    return told({ kind: 'unclear', precinct: null, reason, word, suggestions, alignment })
  }
  return told({ kind: 'which_precinct', precincts, kept: 'no', ...(isCode(intent) && { because: 'wrong_code' }) })
}

const listOf = (intent: Intent): boolean => intent.kind === 'unclear' && intent.groups !== null
const isSame = (a: Intent | null, b: Intent): boolean => JSON.stringify(a) === JSON.stringify(b)
