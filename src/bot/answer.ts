import type { Expected, Intent } from '../grammar/intent.ts'
import type { Precinct } from './caucus.ts'
import { decide } from './decide.ts'
import type { Event, Language, PhoneEvent, PrecinctEvent, Stored } from './event.ts'
import { fold } from './evolve.ts'
import type { Person, ReportingPhase, StreamId } from './ids.ts'
import { phoneStream, precinctStream } from './ids.ts'
import { evolvePhone, foldPhone } from './phone-state.ts'
import type { Alert, Append, Binding, Commit, Inbound, Loaded, Outgoing, Row, Seal } from './ports.ts'
import { phoneRow, reportRow } from './project.ts'
import type { Reply } from './reply.ts'
import { after, codeOf } from './respond.ts'
import { type Desk, expectedOf, route, type Sender } from './route.ts'
import { say } from './say/say.ts'
import type { Facts } from './turn.ts'

/** The words of a text, read: text and what the bot expects in, Intent out. */
export type Read = (text: string, expected: Expected) => Intent

/** Everything one text leads to, worked out from what was loaded: nothing is written and nothing said yet. */
export function answer(loaded: Loaded, text: Inbound, who: Person, read: Read, seal: Seal, at: string): Commit {
  const sender = senderOf(loaded, who, seal, at)
  const intent = read(text.body, expectedOf(sender))
  const receipt = {
    sid: text.sid,
    carrier: text.carrier,
    person: who,
    from: text.from,
    body: text.body,
    at,
    media: text.media,
    precinct: null,
    kind: sender.desks.length > 0 ? intent.kind : 'stranger',
    reply: '',
  }
  const empty: Commit = { appends: [], rows: [], alerts: [], outbox: [], receipt }
  if (sender.desks.length === 0) return { ...empty, alerts: strangerAlerts(intent, loaded, text, who, at) }
  const routed = route(intent, sender)
  const stamp = stamper(loaded, text, who, seal, at)
  const phoneAppend = appendOf(stamp, loaded, phoneStream(who), routed.phoneEvents)
  const phone = routed.phoneEvents.reduce((s, e) => evolvePhone(s, e, s.version + 1, at), sender.phone)
  const phoneRows: Row[] = routed.phoneEvents.length > 0 ? [phoneRow(who, phone)] : []
  const words = (reply: Reply, desk: Desk | null): string =>
    say(reply, settingOf(loaded, phone.language, desk?.precinct ?? sender.desks[0]?.precinct ?? null))
  const alert = alertsOf(loaded, text, who, at)
  if (routed.to === 'phone') {
    const alerts = routed.alerts.map((a) => alert(a, null))
    return {
      ...empty,
      appends: phoneAppend,
      rows: phoneRows,
      alerts,
      receipt: { ...receipt, reply: words(routed.reply, null) },
    }
  }
  const { desk } = routed
  const turn = decide(desk.state, routed.intent, desk.facts)
  const stream = streamOf(loaded, desk.precinct)
  const state = after(desk.state, turn.events, desk.facts)
  const rows: Row[] = turn.events.length > 0 ? [reportRow(reportingPhase(loaded), desk.precinct.id, state)] : []
  return {
    appends: [...phoneAppend, ...appendOf(stamp, loaded, stream, turn.events)],
    seen: turn.events.length > 0 ? [] : [{ stream, version: desk.state.version }],
    rows: [...phoneRows, ...rows],
    alerts: (turn.alerts ?? []).map((a) => alert(a, desk.precinct)),
    outbox: turn.tell ? [tellOf(turn.tell, text, desk.precinct, loaded, at)] : [],
    receipt: { ...receipt, precinct: desk.precinct.id, reply: words(turn.reply, desk) },
  }
}

/** Closed reports are looked at, never changed, in their live streams. */
const reportingPhase = (loaded: Loaded): ReportingPhase =>
  loaded.phase === 'live' || loaded.phase === 'closed' ? 'live' : 'practice'
const streamOf = (loaded: Loaded, precinct: Precinct): StreamId => precinctStream(reportingPhase(loaded), precinct.id)

function senderOf(loaded: Loaded, who: Person, seal: Seal, at: string): Sender {
  const valid = loaded.bindings.filter((b) => b.until === null || b.until > at)
  const precincts = valid.flatMap((b) => loaded.precincts.find((p) => p.id === b.precinct) ?? [])
  const digits = precincts.map((p) => p.id.replace(/\D/g, ''))
  const bare = precincts.map((precinct): Desk => {
    const stream = streamOf(loaded, precinct)
    const binding = valid.find((b) => b.precinct === precinct.id) as Binding
    const state = fold(loaded.streams.get(stream) ?? [])
    return { precinct, state, facts: factsOf(loaded, precinct, binding, stream, who, seal, at) }
  })
  const pending = bare.map(({ state, facts }) => codeOf(state, facts))
  const desks = bare.map((desk, i) => {
    const others = pending.filter((code, j) => j !== i && code !== '')
    return { ...desk, facts: { ...desk.facts, taken: [...digits, ...others] } }
  })
  const phone = foldPhone(loaded.streams.get(phoneStream(who)) ?? [])
  return { phase: loaded.phase, phone, desks, lastReply: loaded.lastReply, date: loaded.caucus.date }
}

function factsOf(
  loaded: Loaded,
  precinct: Precinct,
  binding: Binding,
  stream: StreamId,
  who: Person,
  seal: Seal,
  at: string,
): Facts {
  return {
    at,
    precinct,
    rules: loaded.caucus.rules,
    order: vocabularyOf(loaded).candidates.map((c) => c.name),
    who,
    actor: `chair:${who}`,
    to: who,
    standing: binding.kind,
    code: (revision, salt) => seal.code(stream, revision, salt),
    taken: [],
  }
}

/** Practice has candidates of its own. */
export const vocabularyOf = (loaded: Loaded) =>
  loaded.phase === 'practice' ? loaded.caucus.practice : loaded.caucus.vocabulary

function settingOf(loaded: Loaded, chosen: Language | null, precinct: Precinct | null) {
  return {
    language: chosen ?? precinct?.language ?? 'en',
    timezone: precinct?.timezone ?? loaded.caucus.timezone,
    hqPhone: loaded.caucus.hqPhone,
    practice: loaded.phase === 'practice',
    candidates: vocabularyOf(loaded).candidates,
    date: loaded.caucus.date,
  } as const
}

type Stamp = (stream: StreamId, events: readonly (PrecinctEvent | PhoneEvent)[]) => readonly Stored[]

function stamper(loaded: Loaded, text: Inbound, who: Person, seal: Seal, at: string): Stamp {
  const actor = `chair:${who}` as const
  return (stream, events) => {
    const before = loaded.streams.get(stream)?.at(-1)
    let [version, hash] = [before?.version ?? 0, before?.hash ?? '']
    return events.map((event: Event) => {
      version += 1
      hash = seal.chain(hash, stream, version, event, at, actor)
      return { event, at, actor, cause: text.sid, version, hash }
    })
  }
}

function appendOf(
  stamp: Stamp,
  loaded: Loaded,
  stream: StreamId,
  events: readonly (PrecinctEvent | PhoneEvent)[],
): readonly Append[] {
  if (events.length === 0) return []
  return [{ stream, expected: loaded.streams.get(stream)?.at(-1)?.version ?? 0, events: stamp(stream, events) }]
}

const alertsOf =
  (loaded: Loaded, text: Inbound, who: Person, at: string) =>
  (alert: Pick<Alert, 'kind' | 'detail'>, precinct: Precinct | null): Alert => ({
    id: `${text.sid}:${alert.kind}`,
    phase: loaded.phase,
    precinct: precinct?.id ?? null,
    person: who,
    at,
    ...alert,
  })

/** A stranger is not answered. A text that reads as a report for a real precinct is one for HQ to look at first. */
function strangerAlerts(intent: Intent, loaded: Loaded, text: Inbound, who: Person, at: string): readonly Alert[] {
  const named = 'precinct' in intent ? loaded.precincts.find((p) => p.id === intent.precinct) : undefined
  if (!named || !['report', 'fix', 'pin', 'toss'].includes(intent.kind)) return []
  return [alertsOf(loaded, text, who, at)({ kind: 'stranger', detail: intent.kind }, named)]
}

function tellOf(
  tell: { readonly to: Person; readonly reply: Reply },
  text: Inbound,
  precinct: Precinct,
  loaded: Loaded,
  at: string,
): Outgoing {
  const body = say(tell.reply, settingOf(loaded, null, precinct))
  return { id: `${text.sid}:tell`, person: tell.to, body, due: at, priority: 0, precinct: precinct.id, cause: text.sid }
}
