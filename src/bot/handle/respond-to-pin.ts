import type { Intent } from '../../grammar/intent.ts'
import type { Precinct } from '../caucus.ts'
import { phoneStream, rosterStream } from '../ids.ts'
import { decidePin } from '../phone/pin.ts'
import { phoneAfter } from '../phone/state.ts'
import { replyBudget, strangerBudget } from '../phone/unregistered-sender.ts'
import type { Commit, Row } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { say } from '../say/say.ts'
import { chainEvents } from './chain-events.ts'
import { alertsFrom, type MessageContext } from './message-context.ts'
import { phoneRow } from './read-model.ts'
import { voiceSetting } from './sender-context.ts'

/** A PIN binds this phone to the precinct for three hours; see pin.ts. */
export function respondToPin(one: MessageContext, intent: Extract<Intent, { readonly kind: 'pin' }>): Commit {
  const { loaded, who, sender, under, empty } = one
  const named = loaded.precincts.find((p) => p.id === intent.precinct)
  const precinct = intent.precinct === null ? sender.precincts[0]?.precinct : named
  if (!precinct) return empty
  const own = sender.precincts.find((d) => d.precinct.id === precinct.id)
  if (own && own.context.standing !== 'borrowed')
    return receipted(one, precinct, { kind: 'pin_not_needed', precinct: precinct.id })
  const [roster, phone] = [rosterStream(precinct.id), phoneStream(who)]
  const hash = under.keys.pinHash(precinct.id, intent.pin)
  const events = { roster: loaded.streams.get(roster) ?? [], phone: loaded.streams.get(phone) ?? [] }
  const decision = decidePin({ at: under.at, who, precinct, hash, unused: loaded.asked?.pins ?? [], ...events })
  const bound: Row[] = decision.accepted
    ? [
        { table: 'bindings', person: who, precinct: precinct.id, kind: 'borrowed', until: decision.accepted.until },
        { table: 'pins', hash, usedAt: under.at },
      ]
    : []
  const state = phoneAfter(sender.phone, decision.phoneEvents, under.at)
  const letIn = decision.accepted !== null || sender.precincts.length > 0
  return {
    ...(letIn ? receipted(one, precinct, decision.reply) : asStranger(one, precinct, decision.reply)),
    appends: [
      ...chainEvents(roster, events.roster, decision.rosterEvents, under),
      ...chainEvents(phone, events.phone, decision.phoneEvents, under),
    ],
    rows: decision.phoneEvents.length > 0 ? [...bound, phoneRow(who, state)] : bound,
    alerts: alertsFrom(one, decision.alerts, precinct),
  }
}

const hour = 3_600_000

/** A phone that was not let in is a stranger's still: words to it are counted with those to the others, and not said twice. */
function asStranger(one: MessageContext, precinct: Precinct, reply: Reply): Commit {
  const { loaded, under } = one
  const spent = (loaded.asked?.strangersAnswered ?? 0) >= strangerBudget
  const commit = receipted(one, precinct, spent ? { kind: 'none' } : reply)
  const { receipt } = commit
  const told = loaded.recent.some((a) => a.reply === receipt.reply && Date.parse(under.at) - Date.parse(a.at) < hour)
  const again = reply.kind === 'pin_closed' && told
  return replyBudget(
    { ...commit, receipt: { ...receipt, kind: 'stranger', reply: again ? '' : receipt.reply } },
    under.at,
  )
}

function receipted({ loaded, sender, empty }: MessageContext, precinct: Precinct, reply: Reply): Commit {
  const words = say(reply, voiceSetting(loaded, sender.phone.language, precinct))
  return { ...empty, receipt: { ...empty.receipt, precinct: precinct.id, kind: 'pin', reply: words } }
}
