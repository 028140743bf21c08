import type { Expected, Intent } from '../grammar/intent.ts'
import { after } from './after.ts'
import { byPin } from './answer-pin.ts'
import { asCarrierWord, byCarrier, takenFor } from './carrier-word.ts'
import { type Case, itemsOf } from './case.ts'
import type { Precinct } from './caucus.ts'
import { decide } from './decide.ts'
import { reportingPhase, senderOf, settingOf } from './desk.ts'
import { expectedOf } from './expected.ts'
import { type Person, phoneStream } from './ids.ts'
import { phoneAfter } from './phone-state.ts'
import type { Commit, Inbound, Loaded, Outgoing, Row, Seal } from './ports.ts'
import { phoneRow, reportRow } from './project.ts'
import type { Reply } from './reply.ts'
import { route } from './route.ts'
import { say } from './say/say.ts'
import type { Route, Sender } from './sender.ts'
import { appended } from './stamp.ts'
import { budgeted, decideOver, decideStranger } from './stranger.ts'
import type { Turn } from './turn.ts'
import { isUnread, unreadAgain } from './unread.ts'
import { unsaid } from './unsaid.ts'

/** The words of a text, read: text and what the bot expects in, Intent out. */
export type Read = (text: string, expected: Expected) => Intent

/**
 * Everything one text leads to, worked out from what was loaded: nothing is written and nothing said yet.
 * @param chosen the languages that other phones chose, where one of them is told something
 */
export function answer(
  loaded: Loaded,
  text: Inbound,
  who: Person,
  read: Read,
  seal: Seal,
  at: string,
  chosen: Case['chosen'] = new Map(),
): Commit {
  const sender = senderOf(loaded, who, seal, at)
  const taken = takenFor(text, sender.phone.optedOut)
  const intent = taken === null ? readFor(sender, text.body, read) : asCarrierWord(text.body)
  const stranger = sender.desks.length === 0 || text.machine === true
  const kind = stranger ? 'stranger' : intent.kind
  const { sid, carrier, from, body, media } = text
  const receipt = { sid, carrier, person: who, from, body, at, media, precinct: null, kind, reply: '' }
  const empty: Commit = { appends: [], rows: [], alerts: [], outbox: [], receipt }
  const one: Case = { loaded, text, who, sender, under: { seal, at, actor: `chair:${who}`, cause: sid }, empty, chosen }
  if (intent.kind === 'pin' && loaded.phase !== 'closed' && !text.machine) return unsaid(byPin(one, intent), one)
  return unsaid(stranger ? byStranger(one, intent) : byChair(one, intent), one)
}

/** "A 113" could be a precinct's code where one was asked for; where it is none of hers it is what it says. */
function readFor(sender: Sender, body: string, read: Read): Intent {
  const expected = expectedOf(sender)
  const intent = read(body, expected)
  const hers = intent.kind !== 'precinct' || sender.desks.some((d) => d.precinct.id === intent.precinct)
  return hers || expected.answer === 'nothing' ? intent : read(body, { answer: 'nothing' })
}

function byChair(one: Case, intent: Intent): Commit {
  const { loaded, text, who, sender, under, empty } = one
  const taken = takenFor(text, sender.phone.optedOut)
  const routed = taken === null ? route(intent, sender) : byCarrier(taken, asCarrierWord(text.body).word, sender)
  const stream = phoneStream(who)
  const appends = appended(stream, loaded.streams.get(stream) ?? [], routed.phoneEvents, under)
  const phone = phoneAfter(sender.phone, routed.phoneEvents, under.at)
  const rows: Row[] = routed.phoneEvents.length > 0 ? [phoneRow(who, phone)] : []
  const words = (reply: Reply, precinct: Precinct | null): string =>
    say(reply, settingOf(loaded, phone.language, precinct ?? sender.desks[0]?.precinct ?? null))
  const again = isUnread(intent) ? unreadAgain(loaded.recent, under.at) : []
  if (routed.to === 'precinct') return withTurn(one, routed, { ...empty, appends, rows }, words, again)
  const alerts = itemsOf(one, [...routed.alerts, ...again], null)
  return { ...empty, appends, rows, alerts, receipt: { ...empty.receipt, reply: words(routed.reply, null) } }
}

function withTurn(
  one: Case,
  { desk, intent }: Extract<Route, { readonly to: 'precinct' }>,
  phone: Commit,
  words: (reply: Reply, precinct: Precinct) => string,
  again: ReturnType<typeof unreadAgain>,
): Commit {
  const { loaded, under } = one
  const { stream } = desk
  const turn: Turn = decide(desk.state, intent, desk.facts)
  const state = after(desk.state, turn.events, desk.facts)
  const rows: Row[] = turn.events.length > 0 ? [reportRow(reportingPhase(loaded), desk.precinct.id, state)] : []
  return {
    appends: [...phone.appends, ...appended(stream, loaded.streams.get(stream) ?? [], turn.events, under)],
    seen: turn.events.length > 0 ? [] : [{ stream, version: desk.state.version }],
    rows: [...phone.rows, ...rows],
    alerts: itemsOf(one, [...(turn.alerts ?? []), ...again], desk.precinct),
    outbox: turn.tell ? [tellOf(one, turn.tell, desk.precinct)] : [],
    receipt: { ...phone.receipt, precinct: desk.precinct.id, reply: words(turn.reply, desk.precinct) },
  }
}

const day = 86_400_000

function byStranger(one: Case, intent: Intent): Commit {
  const { loaded, sender, under, empty } = one
  const over = loaded.precincts.find((p) => loaded.bindings.some((b) => b.precinct === p.id)) ?? null
  const named = ('precinct' in intent && loaded.precincts.find((p) => p.id === intent.precinct)) || null
  // One answer a phone and night: what was practised weeks before does not use it up.
  const answered = loaded.recent.some((a) => Date.parse(under.at) - Date.parse(a.at) < day)
  const { strangersAnswered: answers = 0 } = loaded.asked ?? {}
  const facts = { precinct: named, phase: loaded.phase, machine: one.text.machine === true, answered, answers }
  const { reply, alerts } = over && !facts.machine ? decideOver(intent, over) : decideStranger(intent, facts)
  const precinct = over ?? named
  const words = say(reply, settingOf(loaded, sender.phone.language, precinct))
  const commit = { ...empty, alerts: itemsOf(one, alerts, precinct), receipt: { ...empty.receipt, reply: words } }
  // A phone whose three hours are over was let in once, and is told in a flood, too.
  return over ? commit : budgeted(commit, under.at)
}

function tellOf({ loaded, text, under, chosen }: Case, tell: NonNullable<Turn['tell']>, precinct: Precinct): Outgoing {
  const body = say(tell.reply, settingOf(loaded, chosen.get(tell.to) ?? null, precinct))
  const [id, cause] = [`${text.sid}:tell`, text.sid]
  return { id, person: tell.to, body, due: under.at, priority: 0, precinct: precinct.id, cause }
}
