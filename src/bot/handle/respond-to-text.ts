import type { Expected, Intent, Reason } from '../../grammar/intent.ts'
import type { AlertDraft } from '../alert.ts'
import type { Precinct } from '../caucus.ts'
import { type Person, phoneStream, reportingPhaseOf } from '../ids.ts'
import { isAutoReplyLoop, type RecentReply } from '../phone/auto-reply-guard.ts'
import { asCarrierWord, carrierWordIn, replyToCarrierWord } from '../phone/opt-out.ts'
import type { Route, SenderContext } from '../phone/sender.ts'
import { phoneAfter } from '../phone/state.ts'
import { decideOverBudget, decideUnregistered, replyBudget } from '../phone/unregistered-sender.ts'
import type { Commit, Inbound, Keys, Loaded, Outgoing, Row } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { assess } from '../report/assess.ts'
import { decide } from '../report/decide.ts'
import type { Decision } from '../report/decision.ts'
import { applyEvents } from '../report/evolve.ts'
import { say } from '../say/say.ts'
import { chainEvents } from './chain-events.ts'
import { alertsFrom, type MessageContext } from './message-context.ts'
import { phoneRow, reportRow } from './read-model.ts'
import { respondToPin } from './respond-to-pin.ts'
import { route } from './route.ts'
import { senderContext, voiceSetting } from './sender-context.ts'

/** What the bot asked of this phone last, so that a bare answer can be taken. The precinct heard from last comes first. */
function expectedOf(sender: SenderContext): Expected {
  if (sender.pendingText) return { answer: 'precinct' }
  const recent = [...sender.precincts].sort((a, b) => (a.state.at < b.state.at ? 1 : -1))
  for (const { state, context } of recent) {
    if (state.pendingList) return { answer: 'alignment' }
    if (state.asked === 'attendance') return { answer: 'attendance' }
    // Nothing is open before there is a count.
    if (!state.draft.initial && !state.draft.final) continue
    const { next, result } = assess(state.draft, context)
    if (next === 'toss') return { answer: 'toss', among: result.tie?.among ?? [] }
    if (next === 'elect') return { answer: 'toss', among: context.order }
  }
  return { answer: 'nothing' }
}

/** Questions of the conversation, not texts that failed: the next text is expected to answer them. */
const asked: ReadonlySet<Reason> = new Set([
  'empty',
  'which_alignment',
  'no_list',
  'no_code',
  'quoted',
  'mixed',
  'carrier_word',
])

const isUnreadable = (intent: Intent): boolean => intent.kind === 'unclear' && !asked.has(intent.reason)

const halfHour = 1_800_000

/**
 * Most chairs put one unread text right by themselves. The second in a row is for a human, once a phone and hour.
 * @param recent the phone's last answers, newest first
 */
function unreadableStreak(recent: readonly RecentReply[], at: string): readonly AlertDraft[] {
  const [before] = recent
  const soon = before !== undefined && Date.parse(at) - Date.parse(before.at) < halfHour
  return soon && before.kind === 'unclear'
    ? [{ kind: 'unreadable', detail: 'two texts in a row could not be read', once: 'hour' }]
    : []
}

/**
 * An answer that is not said after all, and HQ hears why: because it goes round in circles, or cannot reach a phone that
 * opted out. What was read still counts. Each is one item an hour and phone: a loop must not fill the queue either.
 */
function suppressReply(commit: Commit, one: MessageContext): Commit {
  const why = reason(commit.receipt.reply, one)
  if (why === null) return commit
  const precinct = one.loaded.precincts.find(({ id }) => id === commit.receipt.precinct) ?? null
  const alerts = alertsFrom(one, [{ ...why, once: 'hour' }], precinct)
  return { ...commit, alerts: [...commit.alerts, ...alerts], receipt: { ...commit.receipt, reply: '' } }
}

function reason(reply: string, { loaded, sender, under }: MessageContext): AlertDraft | null {
  if (reply === '') return null
  if (sender.phone.optedOut)
    return { kind: 'opted_out', detail: 'texted after opting out, and no answer can be sent: call, and read it out' }
  if (isAutoReplyLoop(reply, loaded.recent, under.at))
    return { kind: 'anomaly', detail: 'the same answer again and again: no longer said' }
  return null
}

/** The words of a text, read: text and what the bot expects in, Intent out. */
export type Read = (text: string, expected: Expected) => Intent

/**
 * Everything one text leads to, worked out from what was loaded: nothing is written and nothing said yet.
 * @param chosen the languages that other phones chose, where one of them is told something
 */
export function respondToText(
  loaded: Loaded,
  text: Inbound,
  who: Person,
  read: Read,
  keys: Keys,
  at: string,
  chosen: MessageContext['chosen'] = new Map(),
): Commit {
  const sender = senderContext(loaded, who, keys, at)
  const taken = carrierWordIn(text, sender.phone.optedOut)
  const intent = taken === null ? readFor(sender, text.body, read) : asCarrierWord(text.body)
  const stranger = sender.precincts.length === 0 || text.machine === true
  const kind = stranger ? 'stranger' : intent.kind
  const { sid, carrier, from, body, media } = text
  const receipt = { sid, carrier, person: who, from, body, at, media, precinct: null, kind, reply: '' }
  const empty: Commit = { appends: [], rows: [], alerts: [], outbox: [], receipt }
  const one: MessageContext = {
    loaded,
    text,
    who,
    sender,
    under: { keys, at, actor: `chair:${who}`, cause: sid },
    empty,
    chosen,
  }
  if (intent.kind === 'pin' && loaded.phase !== 'closed' && !text.machine)
    return suppressReply(respondToPin(one, intent), one)
  return suppressReply(stranger ? byStranger(one, intent) : byChair(one, intent), one)
}

/** "A 113" could be a precinct's code where one was asked for; where it is none of hers it is what it says. */
function readFor(sender: SenderContext, body: string, read: Read): Intent {
  const expected = expectedOf(sender)
  const intent = read(body, expected)
  const hers = intent.kind !== 'precinct' || sender.precincts.some((d) => d.precinct.id === intent.precinct)
  return hers || expected.answer === 'nothing' ? intent : read(body, { answer: 'nothing' })
}

function byChair(one: MessageContext, intent: Intent): Commit {
  const { loaded, text, who, sender, under, empty } = one
  const taken = carrierWordIn(text, sender.phone.optedOut)
  const routed =
    taken === null ? route(intent, sender) : replyToCarrierWord(taken, asCarrierWord(text.body).word, sender)
  const stream = phoneStream(who)
  const appends = chainEvents(stream, loaded.streams.get(stream) ?? [], routed.phoneEvents, under)
  const phone = phoneAfter(sender.phone, routed.phoneEvents, under.at)
  const rows: Row[] = routed.phoneEvents.length > 0 ? [phoneRow(who, phone)] : []
  const words = (reply: Reply, precinct: Precinct | null): string =>
    say(reply, voiceSetting(loaded, phone.language, precinct ?? sender.precincts[0]?.precinct ?? null))
  const again = isUnreadable(intent) ? unreadableStreak(loaded.recent, under.at) : []
  if (routed.to === 'precinct') return byDecision(one, routed, { ...empty, appends, rows }, words, again)
  const alerts = alertsFrom(one, [...routed.alerts, ...again], null)
  return { ...empty, appends, rows, alerts, receipt: { ...empty.receipt, reply: words(routed.reply, null) } }
}

function byDecision(
  one: MessageContext,
  { precinctContext, intent }: Extract<Route, { readonly to: 'precinct' }>,
  phone: Commit,
  words: (reply: Reply, precinct: Precinct) => string,
  again: ReturnType<typeof unreadableStreak>,
): Commit {
  const { loaded, under } = one
  const { stream } = precinctContext
  const decision: Decision = decide(precinctContext.state, intent, precinctContext.context)
  const state = applyEvents(precinctContext.state, decision.events, precinctContext.context)
  const rows: Row[] =
    decision.events.length > 0 ? [reportRow(reportingPhaseOf(loaded.phase), precinctContext.precinct.id, state)] : []
  return {
    appends: [...phone.appends, ...chainEvents(stream, loaded.streams.get(stream) ?? [], decision.events, under)],
    readVersions: decision.events.length > 0 ? [] : [{ stream, version: precinctContext.state.version }],
    rows: [...phone.rows, ...rows],
    alerts: alertsFrom(one, [...(decision.alerts ?? []), ...again], precinctContext.precinct),
    outbox: decision.tell ? [tellOf(one, decision.tell, precinctContext.precinct)] : [],
    receipt: {
      ...phone.receipt,
      precinct: precinctContext.precinct.id,
      reply: words(decision.reply, precinctContext.precinct),
    },
  }
}

const day = 86_400_000

function byStranger(one: MessageContext, intent: Intent): Commit {
  const { loaded, sender, under, empty } = one
  const over = loaded.precincts.find((p) => loaded.bindings.some((b) => b.precinct === p.id)) ?? null
  const named = ('precinct' in intent && loaded.precincts.find((p) => p.id === intent.precinct)) || null
  // One answer a phone and night: what was practised weeks before does not use it up.
  const answered = loaded.recent.some((a) => Date.parse(under.at) - Date.parse(a.at) < day)
  const { strangersAnswered: answers = 0 } = loaded.asked ?? {}
  const context = { precinct: named, phase: loaded.phase, machine: one.text.machine === true, answered, answers }
  const { reply, alerts } =
    over && !context.machine ? decideOverBudget(intent, over) : decideUnregistered(intent, context)
  const precinct = over ?? named
  const words = say(reply, voiceSetting(loaded, sender.phone.language, precinct))
  const commit = { ...empty, alerts: alertsFrom(one, alerts, precinct), receipt: { ...empty.receipt, reply: words } }
  // A phone whose three hours are over was let in once, and is told in a flood, too.
  return over ? commit : replyBudget(commit, under.at)
}

function tellOf(
  { loaded, text, under, chosen }: MessageContext,
  tell: NonNullable<Decision['tell']>,
  precinct: Precinct,
): Outgoing {
  const body = say(tell.reply, voiceSetting(loaded, chosen.get(tell.to) ?? null, precinct))
  const [id, cause] = [`${text.sid}:tell`, text.sid]
  return { id, person: tell.to, body, due: under.at, priority: 0, precinct: precinct.id, cause }
}
