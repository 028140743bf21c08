import type { Expected, Intent } from '../grammar/intent.ts'
import { assess } from './assess.ts'
import type { Precinct } from './caucus.ts'
import { acceptsCorrection } from './correction.ts'
import type { PhoneEvent } from './event.ts'
import type { Phase, PrecinctId } from './ids.ts'
import type { PhoneState } from './phone-state.ts'
import type { Alert } from './ports.ts'
import type { Reply } from './reply.ts'
import { codeOf } from './respond.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

/** One of the sender's precincts, with where it stands. */
export interface Desk {
  readonly precinct: Precinct
  readonly state: State
  readonly facts: Facts
}

/** Whom a text concerns: a precinct (then `decide` goes on), the phone alone, or nobody. */
export type Route =
  | {
      readonly to: 'precinct'
      readonly desk: Desk
      readonly intent: Intent
      readonly phoneEvents: readonly PhoneEvent[]
    }
  | {
      readonly to: 'phone'
      readonly phoneEvents: readonly PhoneEvent[]
      readonly reply: Reply
      readonly alerts: readonly Pick<Alert, 'kind' | 'detail'>[]
    }

export interface Sender {
  readonly phase: Phase
  readonly phone: PhoneState
  readonly desks: readonly Desk[]
  readonly lastReply: string | null
  readonly date: string
}

/** @returns whom the text concerns, for a phone that has at least one precinct. */
export function route(intent: Intent, sender: Sender): Route {
  const phoneOnly = aboutPhone(intent, sender)
  if (phoneOnly) return phoneOnly
  const said = 'precinct' in intent ? intent.precinct : null
  if (said !== null && !sender.desks.some((d) => d.precinct.id === said))
    return told({ kind: 'not_yours', said, precincts: idsOf(sender) })
  if (!open(intent, sender.phase)) return outOfPhase(intent, sender)
  const kept = sender.phone.kept
  if (intent.kind === 'precinct' && kept) {
    const desk = sender.desks.find((d) => d.precinct.id === intent.precinct)
    if (desk)
      return { to: 'precinct', desk, intent: { ...kept, precinct: intent.precinct } as Intent, phoneEvents: [taken] }
  }
  const desk = deskOf(intent, said, sender.desks)
  return desk ? { to: 'precinct', desk, intent, phoneEvents: [] } : ask(intent, sender)
}

const taken: PhoneEvent = { type: 'KeptTextTaken', data: {} }
const idsOf = (sender: Sender): readonly PrecinctId[] => sender.desks.map((d) => d.precinct.id)
const told = (
  reply: Reply,
  phoneEvents: readonly PhoneEvent[] = [],
  alerts: readonly Pick<Alert, 'kind' | 'detail'>[] = [],
): Route => ({
  to: 'phone',
  phoneEvents,
  reply,
  alerts,
})

/** Before the night only what does no harm is open; after it nothing is recorded, but nothing is thrown away either. */
function open(intent: Intent, phase: Phase): boolean {
  if (phase === 'practice' || phase === 'live') return true
  return intent.kind === 'guide' || intent.kind === 'status' || intent.kind === 'precinct'
}

function outOfPhase(intent: Intent, sender: Sender): Route {
  const queued =
    sender.phase === 'closed' ? [{ kind: 'unreadable' as const, detail: `a ${intent.kind} after the close` }] : []
  return told({ kind: 'phase', phase: sender.phase, precincts: idsOf(sender) }, [], queued)
}

/** The precinct that is meant, or null where the phone has several and the text fits more than one. */
function deskOf(intent: Intent, said: string | null, desks: readonly Desk[]): Desk | null {
  if (said !== null) return desks.find((d) => d.precinct.id === said) ?? null
  if (desks.length === 1) return desks[0] ?? null
  const fitting = desks.filter((d) => fits(intent, d))
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

function fits(intent: Intent, { state, facts }: Desk): boolean {
  switch (intent.kind) {
    case 'approve':
    case 'keep':
      return (
        acceptsCorrection(state, intent.code, facts) ||
        codeOf(state, facts) === intent.code ||
        state.past.some((p) => facts.code(p.revision, p.salt) === intent.code)
      )
    case 'reject':
      return state.proposal !== null
    case 'toss':
      return ['toss', 'elect'].includes(assess(state.draft, facts).next)
    case 'unclear':
      if (intent.reason === 'no_code' || intent.reason === 'mixed') return state.proposal !== null
      return intent.reason === 'no_list' && state.kept !== null
    default:
      return false
  }
}

/** A chair of several precincts who gives no code is asked which; what she sent is kept meanwhile. */
function ask(intent: Intent, sender: Sender): Route {
  const worthKeeping =
    ['report', 'fix', 'toss', 'status', 'guide'].includes(intent.kind) ||
    (intent.kind === 'unclear' && intent.groups !== null)
  const reply: Reply = { kind: 'which_precinct', precincts: idsOf(sender), kept: worthKeeping }
  if (worthKeeping) return told(reply, [{ type: 'TextKept', data: { intent } }])
  if (intent.kind === 'unclear') {
    const { reason, word, suggestions, alignment } = intent
    return told({ kind: 'unclear', precinct: null, reason, word, suggestions, alignment })
  }
  return told(reply)
}

function aboutPhone(intent: Intent, sender: Sender): Route | null {
  switch (intent.kind) {
    case 'language':
      return told({ kind: 'language', language: intent.language }, [
        { type: 'LanguageChosen', data: { language: intent.language } },
      ])
    case 'last':
      return sender.lastReply ? told({ kind: 'verbatim', text: sender.lastReply }) : told({ kind: 'nothing_pending' })
    case 'ready': {
      const precincts = sender.desks.map(({ precinct: { id, county, name } }) => ({ id, county, name }))
      const again = sender.phone.checkedIn !== null
      return told({ kind: 'ready', precincts, date: sender.date }, again ? [] : [{ type: 'CheckedIn', data: {} }])
    }
    case 'unclear':
      return intent.reason === 'carrier_word' ? carrierWord(intent.word, sender) : null
    default:
      return null
  }
}

const optOut = /^(STOP|STOPALL|END|CANCEL|QUIT|UNSUBSCRIBE|REVOKE|OPTOUT)$/i
const optIn = /^(START|UNSTOP)$/i

/** The carrier answers these itself; a reply of ours would be refused. HQ must know. */
function carrierWord(word: string, sender: Sender): Route {
  const nothing: Reply = { kind: 'none' }
  if (optOut.test(word))
    return told(nothing, sender.phone.optedOut ? [] : [{ type: 'OptedOut', data: { word } }], [
      { kind: 'opted_out', detail: word },
    ])
  if (optIn.test(word)) return told(nothing, sender.phone.optedOut ? [{ type: 'OptedIn', data: { word } }] : [])
  return told(nothing, [], [{ kind: 'help', detail: word }])
}

/** What the bot asked of this phone last, so that a bare answer can be taken. The precinct heard from last comes first. */
export function expectedOf(sender: Sender): Expected {
  if (sender.phone.kept) return { answer: 'precinct' }
  const recent = [...sender.desks].sort((a, b) => (a.state.at < b.state.at ? 1 : -1))
  for (const { state, facts } of recent) {
    if (state.kept) return { answer: 'alignment' }
    if (state.asked === 'attendance') return { answer: 'attendance' }
    const { next, result } = assess(state.draft, facts)
    if (next === 'toss') return { answer: 'toss', among: result.tie?.among ?? [] }
    if (next === 'elect') return { answer: 'toss', among: facts.order }
  }
  return { answer: 'nothing' }
}
