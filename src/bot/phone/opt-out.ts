import type { Unclear } from '../../grammar/intent.ts'
import type { AlertDraft } from '../alert.ts'
import type { PhoneEvent } from '../event.ts'
import type { Inbound } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { phoneReply, type Route, type SenderContext } from './sender.ts'

type CarrierWord = NonNullable<Inbound['carrierWord']>

const stop = /^(STOP|STOPALL|END|CANCEL|QUIT|UNSUBSCRIBE|REVOKE|OPTOUT)$/i
const start = /^(START|UNSTOP)$/i

/** What a word that carriers seize does there. */
export const carrierWordEffect = (word: string): CarrierWord =>
  stop.test(word) ? 'STOP' : start.test(word) ? 'START' : 'HELP'

/**
 * What the carrier took a text for: by its own word where it says so, since an account can have words of its own. Else
 * only of a bare YES more is known than the words tell: to a phone that is blocked it is START.
 */
export function carrierWordIn({ carrierWord, body }: Inbound, optedOut: boolean): CarrierWord | null {
  return carrierWord ?? (optedOut && /^\s*yes\s*$/i.test(body) ? 'START' : null)
}

/** Read as a word of the carrier, whatever else it could mean here. */
export const asCarrierWord = (body: string): Unclear => ({
  kind: 'unclear',
  precinct: null,
  reason: 'carrier_word',
  word: body.trim().slice(0, 40),
  suggestions: [],
  groups: null,
  alignment: null,
  code: null,
})

/** The carrier answers these itself; a reply of ours would be refused. HQ must know, once each time it changes. */
export function replyToCarrierWord(means: CarrierWord, word: string, { phone }: SenderContext): Route {
  const nothing: Reply = { kind: 'none' }
  const alert = (kind: AlertDraft['kind'], once?: AlertDraft['once']): readonly AlertDraft[] => [
    { kind, detail: word, ...(once && { once }) },
  ]
  const event = (type: 'OptedOut' | 'OptedIn'): PhoneEvent => ({ type, data: { word } })
  if (means === 'STOP')
    return phone.optedOut ? phoneReply(nothing) : phoneReply(nothing, [event('OptedOut')], alert('opted_out'))
  if (means === 'START' && phone.optedOut) return phoneReply(nothing, [event('OptedIn')])
  // Who was never blocked and says YES means something else by it, and got the carrier's words for an answer.
  return means === 'START' && start.test(word) ? phoneReply(nothing) : phoneReply(nothing, [], alert('help', 'hour'))
}
