import type { Intent } from '../../grammar/intent.ts'
import type { AlertDraft } from '../alert.ts'
import type { PhoneEvent } from '../event.ts'
import type { Phase, PrecinctId } from '../ids.ts'
import { carrierWordEffect, replyToCarrierWord } from '../phone/opt-out.ts'
import { type PrecinctContext, phoneReply, type Route, type SenderContext } from '../phone/sender.ts'
import type { Reply } from '../reply.ts'
import { isKeep, offerKeep } from '../report/approval.ts'
import { assess } from '../report/assess.ts'
import { codeOfCorrection, isEarlierCode, isShort, pendingCode } from '../report/codes.ts'
import { isCounting } from '../report/merge-counts.ts'
import { closed } from '../report/next-reply.ts'

/** @returns whom the text concerns, for a phone that has at least one precinct. */
export function route(intent: Intent, sender: SenderContext): Route {
  const phoneOnly = handlePhoneCommand(intent, sender)
  if (phoneOnly) return phoneOnly
  const named = 'precinct' in intent ? intent.precinct : null
  const precinctContext = precinctMeant(intent, named, sender.precincts)
  if (named !== null && !precinctContext)
    return phoneReply({ kind: 'not_yours', said: named, precincts: idsOf(sender) })
  const completed = intent.kind === 'precinct' && sender.pendingText !== null
  const meant = completed ? ({ ...sender.pendingText, precinct: named } as Intent) : intent
  if (!open(meant, sender.phase)) return outOfPhase(meant, sender)
  if (!precinctContext) return ask(intent, sender)
  const phoneEvents: readonly PhoneEvent[] = completed ? [{ type: 'KeptTextTaken', data: {} }] : []
  return sender.phase === 'closed'
    ? phoneReply(closed(precinctContext.state, precinctContext.context), phoneEvents)
    : { to: 'precinct', precinctContext, intent: meant, phoneEvents }
}

const idsOf = (sender: SenderContext): readonly PrecinctId[] => sender.precincts.map((d) => d.precinct.id)

/** Before the night only what does no harm is open; after it nothing is recorded, but nothing is thrown away either. */
function open(intent: Intent, phase: Phase): boolean {
  if (phase === 'practice' || phase === 'live' || intent.kind === 'guide') return true
  return phase === 'closed' && (intent.kind === 'status' || intent.kind === 'precinct')
}

function outOfPhase(intent: Intent, sender: SenderContext): Route {
  const alerts: readonly AlertDraft[] =
    sender.phase === 'closed' ? [{ kind: 'unreadable', detail: `after the close: ${intent.kind}` }] : []
  return phoneReply({ kind: 'phase', phase: sender.phase, precincts: idsOf(sender) }, [], alerts)
}

/** The precinct that is meant, or null where the phone has several and the text fits more than one, or none. */
function precinctMeant(
  intent: Intent,
  named: string | null,
  precincts: readonly PrecinctContext[],
): PrecinctContext | null {
  if (named !== null) return precincts.find((d) => d.precinct.id === named) ?? null
  if (precincts.length === 1) return precincts[0] ?? null
  const fitting = precincts.filter((d) => fits(intent, d))
  if (fitting.length > 0) return fitting.length === 1 ? (fitting[0] ?? null) : null
  // A wrong code is counted where it may have been meant, else guesses at a phone of several precincts would be free.
  const waiting = isCode(intent) ? precincts.filter(({ state }) => state.proposal ?? state.correction) : []
  const short = waiting.find(({ state }) => isShort(state.proposal) || isShort(state.correction))
  return short ?? waiting[0] ?? null
}

const isCode = (intent: Intent): boolean => intent.kind === 'approve' || intent.kind === 'keep'

function fits(intent: Intent, { state, context }: PrecinctContext): boolean {
  switch (intent.kind) {
    case 'approve':
    case 'keep':
      return (
        codeOfCorrection(state, context) === intent.code ||
        pendingCode(state, context) === intent.code ||
        isEarlierCode(state, intent.code, context)
      )
    case 'reject':
      return state.proposal !== null || state.correction !== null
    case 'toss':
      return ['toss', 'elect'].includes(assess(state.draft, context).next)
    case 'unclear':
      if (intent.reason === 'no_code' || intent.reason === 'mixed')
        return (
          state.proposal !== null || state.correction !== null || (isKeep(intent) && offerKeep(state, context) !== null)
        )
      return intent.reason === 'no_list' && state.pendingList !== null
    default:
      return false
  }
}

/** A chair of several precincts who gives no code is asked which; what they sent is kept meanwhile. */
function ask(intent: Intent, sender: SenderContext): Route {
  const { phase, pendingText: before } = sender
  const precincts = idsOf(sender)
  if (isCounting(intent) || ['status', 'guide', 'reject'].includes(intent.kind) || listOf(intent)) {
    const replaced = before !== null && (isCounting(before) || listOf(before)) && !isSame(before, intent)
    const reply: Reply = { kind: 'which_precinct', precincts, kept: replaced ? 'last' : 'yes' }
    return phoneReply(reply, isSame(before, intent) ? [] : [{ type: 'TextKept', data: { intent, phase } }])
  }
  if (intent.kind === 'unclear') {
    const { reason, word, suggestions, alignment } = intent
    return phoneReply({ kind: 'unclear', precinct: null, reason, word, suggestions, alignment })
  }
  return phoneReply({ kind: 'which_precinct', precincts, kept: 'no', ...(isCode(intent) && { because: 'wrong_code' }) })
}

const listOf = (intent: Intent): boolean => intent.kind === 'unclear' && intent.groups !== null
const isSame = (a: Intent | null, b: Intent): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What concerns the phone alone, whatever its precincts: language, check-in, the last reply, the carrier's words. */
function handlePhoneCommand(intent: Intent, sender: SenderContext): Route | null {
  switch (intent.kind) {
    case 'language':
      return phoneReply({ kind: 'language', language: intent.language }, [
        { type: 'LanguageChosen', data: { language: intent.language } },
      ])
    case 'last':
      return sender.lastReply
        ? phoneReply({ kind: 'verbatim', text: sender.lastReply })
        : phoneReply({ kind: 'nothing_pending' })
    case 'ready':
      return sender.phase === 'closed' ? null : checkIn(sender)
    case 'unclear':
      return intent.reason === 'carrier_word'
        ? replyToCarrierWord(carrierWordEffect(intent.word), intent.word, sender)
        : null
    default:
      return null
  }
}

function checkIn({ precincts: own, date, phone }: SenderContext): Route {
  const precincts = own.map(({ precinct: { id, county, name } }) => ({ id, county, name }))
  return phoneReply(
    { kind: 'ready', precincts, date },
    phone.checkedIn !== null ? [] : [{ type: 'CheckedIn', data: {} }],
  )
}
