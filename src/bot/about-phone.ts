import type { Intent } from '../grammar/intent.ts'
import type { PhoneEvent } from './event.ts'
import type { Told } from './queue.ts'
import type { Reply } from './reply.ts'
import { type Route, type Sender, told } from './sender.ts'

/** What concerns the phone alone, whatever its precincts: language, check-in, the last reply, the carrier's words. */
export function aboutPhone(intent: Intent, sender: Sender): Route | null {
  switch (intent.kind) {
    case 'language':
      return told({ kind: 'language', language: intent.language }, [
        { type: 'LanguageChosen', data: { language: intent.language } },
      ])
    case 'last':
      return sender.lastReply ? told({ kind: 'verbatim', text: sender.lastReply }) : told({ kind: 'nothing_pending' })
    case 'ready':
      return sender.phase === 'closed' ? null : checkIn(sender)
    case 'unclear':
      return intent.reason === 'carrier_word' ? carrierWord(intent.word, sender) : null
    default:
      return null
  }
}

function checkIn({ desks, date, phone }: Sender): Route {
  const precincts = desks.map(({ precinct: { id, county, name } }) => ({ id, county, name }))
  return told({ kind: 'ready', precincts, date }, phone.checkedIn !== null ? [] : [{ type: 'CheckedIn', data: {} }])
}

const optOut = /^(STOP|STOPALL|END|CANCEL|QUIT|UNSUBSCRIBE|REVOKE|OPTOUT)$/i
const optIn = /^(START|UNSTOP)$/i

/** The carrier answers these itself; a reply of ours would be refused. HQ must know, once each time it changes. */
function carrierWord(word: string, { phone }: Sender): Route {
  const nothing: Reply = { kind: 'none' }
  const alert = (kind: Told['kind'], once?: Told['once']): readonly Told[] => [
    { kind, detail: word, ...(once && { once }) },
  ]
  const event = (type: 'OptedOut' | 'OptedIn'): PhoneEvent => ({ type, data: { word } })
  if (optOut.test(word)) return phone.optedOut ? told(nothing) : told(nothing, [event('OptedOut')], alert('opted_out'))
  if (optIn.test(word)) return told(nothing, phone.optedOut ? [event('OptedIn')] : [])
  return told(nothing, [], alert('help', 'hour'))
}
