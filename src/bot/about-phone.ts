import type { Intent } from '../grammar/intent.ts'
import { byCarrier, doneBy } from './carrier-word.ts'
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
      return intent.reason === 'carrier_word' ? byCarrier(doneBy(intent.word), intent.word, sender) : null
    default:
      return null
  }
}

function checkIn({ desks, date, phone }: Sender): Route {
  const precincts = desks.map(({ precinct: { id, county, name } }) => ({ id, county, name }))
  return told({ kind: 'ready', precincts, date }, phone.checkedIn !== null ? [] : [{ type: 'CheckedIn', data: {} }])
}
