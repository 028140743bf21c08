import type { Intent } from '../../grammar/intent.ts'
import { carrierWordEffect, replyToCarrierWord } from './opt-out.ts'
import { phoneReply, type Route, type SenderContext } from './sender.ts'

/** What concerns the phone alone, whatever its precincts: language, check-in, the last reply, the carrier's words. */
export function handlePhoneCommand(intent: Intent, sender: SenderContext): Route | null {
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
