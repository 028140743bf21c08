import type { Expected, Intent } from '../grammar/intent.ts'
import type { Precinct } from './caucus.ts'
import { decide } from './decide.ts'
import { reportingPhase, senderOf, settingOf, streamOf } from './desk.ts'
import type { PhoneEvent } from './event.ts'
import { type Person, phoneStream, rosterStream } from './ids.ts'
import { loops } from './loop.ts'
import { evolvePhone, type PhoneState } from './phone-state.ts'
import { decidePin } from './pin.ts'
import type { Alert, Commit, Inbound, Loaded, Outgoing, Row, Seal } from './ports.ts'
import { phoneRow, reportRow } from './project.ts'
import type { Reply } from './reply.ts'
import { after } from './respond.ts'
import { expectedOf, type Route, route, type Sender } from './route.ts'
import { say } from './say/say.ts'
import { appended, type Circumstances } from './stamp.ts'
import { decideStranger } from './stranger.ts'
import type { Turn } from './turn.ts'

/** The words of a text, read: text and what the bot expects in, Intent out. */
export type Read = (text: string, expected: Expected) => Intent

/** One text with all that its answer rests on. */
interface Case {
  readonly loaded: Loaded
  readonly text: Inbound
  readonly who: Person
  readonly sender: Sender
  readonly under: Circumstances
  readonly empty: Commit
}

/** Everything one text leads to, worked out from what was loaded: nothing is written and nothing said yet. */
export function answer(loaded: Loaded, text: Inbound, who: Person, read: Read, seal: Seal, at: string): Commit {
  const sender = senderOf(loaded, who, seal, at)
  const intent = read(text.body, expectedOf(sender))
  const kind = sender.desks.length > 0 ? intent.kind : 'stranger'
  const { sid, carrier, from, body, media } = text
  const receipt = { sid, carrier, person: who, from, body, at, media, precinct: null, kind, reply: '' }
  const empty: Commit = { appends: [], rows: [], alerts: [], outbox: [], receipt }
  const one: Case = { loaded, text, who, sender, under: { seal, at, actor: `chair:${who}`, cause: sid }, empty }
  return unlooped(
    intent.kind === 'pin'
      ? byPin(one, intent)
      : sender.desks.length === 0
        ? byStranger(one, intent)
        : byChair(one, intent),
    one,
  )
}

function byChair(one: Case, intent: Intent): Commit {
  const { loaded, who, sender, under, empty } = one
  const routed = route(intent, sender)
  const stream = phoneStream(who)
  const appends = appended(stream, loaded.streams.get(stream) ?? [], routed.phoneEvents, under)
  const phone = phoneAfter(one, routed.phoneEvents)
  const rows: Row[] = routed.phoneEvents.length > 0 ? [phoneRow(who, phone)] : []
  const words = (reply: Reply, precinct: Precinct | null): string =>
    say(reply, settingOf(loaded, phone.language, precinct ?? sender.desks[0]?.precinct ?? null))
  if (routed.to === 'precinct') return withTurn(one, routed, { ...empty, appends, rows }, words)
  const alerts = routed.alerts.map((a) => alertOf(one, a, null))
  return { ...empty, appends, rows, alerts, receipt: { ...empty.receipt, reply: words(routed.reply, null) } }
}

const phoneAfter = ({ sender, under }: Case, events: readonly PhoneEvent[]): PhoneState =>
  events.reduce((s, e) => evolvePhone(s, e, s.version + 1, under.at), sender.phone)

function withTurn(
  one: Case,
  { desk, intent }: Extract<Route, { readonly to: 'precinct' }>,
  phone: Commit,
  words: (reply: Reply, precinct: Precinct) => string,
): Commit {
  const { loaded, under } = one
  const turn: Turn = decide(desk.state, intent, desk.facts)
  const stream = streamOf(loaded, desk.precinct)
  const state = after(desk.state, turn.events, desk.facts)
  const rows: Row[] = turn.events.length > 0 ? [reportRow(reportingPhase(loaded), desk.precinct.id, state)] : []
  return {
    appends: [...phone.appends, ...appended(stream, loaded.streams.get(stream) ?? [], turn.events, under)],
    seen: turn.events.length > 0 ? [] : [{ stream, version: desk.state.version }],
    rows: [...phone.rows, ...rows],
    alerts: (turn.alerts ?? []).map((a) => alertOf(one, a, desk.precinct)),
    outbox: turn.tell ? [tellOf(one, turn.tell, desk.precinct)] : [],
    receipt: { ...phone.receipt, precinct: desk.precinct.id, reply: words(turn.reply, desk.precinct) },
  }
}

/** The precinct that a text names, where it exists and was loaded. */
const namedBy = ({ loaded }: Case, intent: Intent): Precinct | null =>
  ('precinct' in intent && loaded.precincts.find((p) => p.id === intent.precinct)) || null

function byStranger(one: Case, intent: Intent): Commit {
  const { loaded, empty } = one
  const precinct = namedBy(one, intent)
  const facts = { precinct, answered: loaded.lastReply !== null, answers: loaded.asked?.strangersAnswered ?? 0 }
  const { reply, alerts } = decideStranger(intent, facts)
  return {
    ...empty,
    alerts: alerts.map((a) => alertOf(one, a, precinct)),
    receipt: { ...empty.receipt, reply: say(reply, settingOf(loaded, null, precinct)) },
  }
}

/** A PIN binds this phone to the precinct for three hours; see pin.ts. */
function byPin(one: Case, intent: Extract<Intent, { readonly kind: 'pin' }>): Commit {
  const { loaded, who, under, empty } = one
  const precinct = namedBy(one, intent) ?? one.sender.desks[0]?.precinct ?? null
  if (!precinct) return empty
  const [roster, phone] = [rosterStream(precinct.id), phoneStream(who)]
  const hash = under.seal.pinHash(precinct.id, intent.pin)
  const events = { roster: loaded.streams.get(roster) ?? [], phone: loaded.streams.get(phone) ?? [] }
  const turn = decidePin({ at: under.at, who, precinct, hash, unused: loaded.asked?.pins ?? [], ...events })
  const bound: Row[] = turn.accepted
    ? [
        { table: 'bindings', person: who, precinct: precinct.id, kind: 'borrowed', until: turn.accepted.until },
        { table: 'pins', hash, usedAt: under.at },
      ]
    : []
  return {
    ...empty,
    appends: [
      ...appended(roster, events.roster, turn.rosterEvents, under),
      ...appended(phone, events.phone, turn.phoneEvents, under),
    ],
    rows: turn.phoneEvents.length > 0 ? [...bound, phoneRow(who, phoneAfter(one, turn.phoneEvents))] : bound,
    alerts: turn.accepted ? [alertOf(one, { kind: 'unconfirmed', detail: 'a phone was bound by PIN' }, precinct)] : [],
    receipt: {
      ...empty.receipt,
      precinct: precinct.id,
      kind: 'pin',
      reply: say(turn.reply, settingOf(loaded, null, precinct)),
    },
  }
}

/** An answer that goes round in circles is not said any more, and HQ hears of it: what was read still counts. */
function unlooped(commit: Commit, one: Case): Commit {
  if (!loops(commit.receipt.reply, one.loaded.recent, one.under.at)) return commit
  const told = alertOf(one, { kind: 'anomaly', detail: 'the same answer again and again: no longer said' }, null)
  // One an hour and phone: a loop must not fill the queue either.
  const alert = { ...told, id: `loop:${one.who}:${one.under.at.slice(0, 13)}` }
  return { ...commit, alerts: [...commit.alerts, alert], receipt: { ...commit.receipt, reply: '' } }
}

function alertOf(
  { loaded, text, who, under }: Case,
  alert: Pick<Alert, 'kind' | 'detail'>,
  precinct: Precinct | null,
): Alert {
  const id = `${text.sid}:${alert.kind}`
  return { id, phase: loaded.phase, precinct: precinct?.id ?? null, person: who, at: under.at, ...alert }
}

function tellOf({ loaded, text, under }: Case, tell: NonNullable<Turn['tell']>, precinct: Precinct): Outgoing {
  const body = say(tell.reply, settingOf(loaded, null, precinct))
  return {
    id: `${text.sid}:tell`,
    person: tell.to,
    body,
    due: under.at,
    priority: 0,
    precinct: precinct.id,
    cause: text.sid,
  }
}
