import type { Expected, Intent, Reason } from '../../grammar/intent.ts'
import { type AlertDraft, alertFrom } from '../alert.ts'
import type { Precinct } from '../caucus.ts'
import type { Language } from '../event.ts'
import { type Person, phoneStream, reportingPhaseOf, rosterStream } from '../ids.ts'
import { isAutoReplyLoop, type RecentReply } from '../phone/auto-reply-guard.ts'
import { decidePin } from '../phone/borrowed-phone.ts'
import { asCarrierWord, carrierWordIn, replyToCarrierWord } from '../phone/opt-out.ts'
import type { Route, SenderContext } from '../phone/sender.ts'
import { phoneAfter } from '../phone/state.ts'
import { isStuck, stuckAlert } from '../phone/stuck-chair.ts'
import { decideOverBudget, decideUnregistered, replyBudget, strangerBudget } from '../phone/unregistered-sender.ts'
import type { Alert, Commit, Inbound, Keys, Loaded, Outgoing, Row } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { assess } from '../report/assess.ts'
import { decide } from '../report/decide.ts'
import type { Decision } from '../report/decision.ts'
import { applyEvents } from '../report/evolve.ts'
import { calledInChange } from '../report/read-back.ts'
import { say } from '../say/say.ts'
import { chainEvents, type EventOrigin } from './chain-events.ts'
import { phoneRow, reportRow } from './read-model.ts'
import { route } from './route.ts'
import { senderContext, voiceSetting } from './sender-context.ts'

/** One text with all that its answer rests on. */
interface MessageContext {
  readonly loaded: Loaded
  readonly text: Inbound
  readonly who: Person
  readonly sender: SenderContext
  readonly origin: EventOrigin
  readonly empty: Commit
  /** What language other phones chose, where that is known. */
  readonly chosen: ReadonlyMap<Person, Language>
}

/** What headquarters must see of this text. */
function alertsFrom(
  { loaded, text, who, origin }: MessageContext,
  drafts: readonly AlertDraft[],
  precinct: Precinct | null,
): readonly Alert[] {
  const where = { cause: text.sid, phase: loaded.phase, precinct: precinct?.id ?? null, person: who, at: origin.at }
  return drafts.map((draft) => alertFrom(draft, where))
}

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
 * Leaves an answer unsaid, and tells HQ why, once an hour and phone: a loop must not fill the queue either. What an
 * opted-out phone sent still counts. A text beyond the phone's ceiling changes nothing, since nothing may change unsaid:
 * it stays in the inbox, and the next answer, within twenty seconds, says where things stand.
 */
function suppressReply(commit: Commit, message: MessageContext): Commit {
  const { loaded, sender, origin } = message
  const { reply, precinct } = commit.receipt
  if (reply === '') return commit
  const suppressed = (why: AlertDraft): Pick<Commit, 'alerts' | 'receipt'> => {
    const place = loaded.precincts.find(({ id }) => id === precinct) ?? null
    const alerts = alertsFrom(message, [{ ...why, once: 'hour' }], place)
    return { alerts: [...commit.alerts, ...alerts], receipt: { ...commit.receipt, reply: '' } }
  }
  if (sender.phone.optedOut) {
    const detail = 'texted after opting out, and no answer can be sent: call, and read it out'
    return { ...commit, ...suppressed({ kind: 'opted_out', detail }) }
  }
  if (isAutoReplyLoop(reply, loaded.recent, origin.at, sender.precincts.length > 0))
    return {
      ...message.empty,
      ...suppressed({ kind: 'anomaly', detail: 'the same answer again and again: no longer said' }),
    }
  return commit
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
  const carrierWord = carrierWordIn(text, sender.phone.optedOut)
  const intent = carrierWord === null ? readFor(sender, text.body, read) : asCarrierWord(text.body)
  const stranger = sender.precincts.length === 0 || text.machine === true
  const kind = stranger ? 'stranger' : intent.kind
  const { sid, carrier, from, body, media } = text
  const receipt = { sid, carrier, person: who, from, body, at, media, precinct: null, kind, reply: '' }
  const empty: Commit = { appends: [], rows: [], alerts: [], outbox: [], receipt }
  const message: MessageContext = {
    loaded,
    text,
    who,
    sender,
    origin: { keys, at, actor: `chair:${who}`, cause: sid },
    empty,
    chosen,
  }
  if (intent.kind === 'pin' && loaded.phase !== 'closed' && !text.machine)
    return suppressReply(respondToPin(message, intent), message)
  return suppressReply(stranger ? byStranger(message, intent) : byChair(message, intent), message)
}

/** "A 113" could be a precinct's code where one was asked for; where it is none of the sender's it is what it says. */
function readFor(sender: SenderContext, body: string, read: Read): Intent {
  const expected = expectedOf(sender)
  const intent = read(body, expected)
  const isOwn = intent.kind !== 'precinct' || sender.precincts.some((d) => d.precinct.id === intent.precinct)
  return isOwn || expected.answer === 'nothing' ? intent : read(body, { answer: 'nothing' })
}

/** A reply in the chair's words, and what headquarters must see because of it. */
type Answer = (
  reply: Reply,
  precinct: Precinct | null,
) => { readonly words: string; readonly alerts: readonly AlertDraft[] }

function byChair(message: MessageContext, intent: Intent): Commit {
  const { loaded, text, who, sender, origin, empty } = message
  const carrierWord = carrierWordIn(text, sender.phone.optedOut)
  const routed =
    carrierWord === null
      ? route(intent, sender)
      : replyToCarrierWord(carrierWord, asCarrierWord(text.body).word, sender)
  const stream = phoneStream(who)
  const appends = chainEvents(stream, loaded.streams.get(stream) ?? [], routed.phoneEvents, origin)
  const phone = phoneAfter(sender.phone, routed.phoneEvents, origin.at)
  const rows: Row[] = routed.phoneEvents.length > 0 ? [phoneRow(who, phone)] : []
  const answer: Answer = (reply, precinct) => {
    const setting = voiceSetting(loaded, phone.language, precinct ?? sender.precincts[0]?.precinct ?? null)
    const words = say(reply, setting)
    return isStuck(reply, words, loaded.recent, origin.at)
      ? { words: say({ ...reply, stuck: true }, setting), alerts: [stuckAlert] }
      : { words, alerts: [] }
  }
  const again = isUnreadable(intent) ? unreadableStreak(loaded.recent, origin.at) : []
  if (routed.to === 'precinct') return byDecision(message, routed, { ...empty, appends, rows }, answer, again)
  const { words, alerts: stuck } = answer(routed.reply, null)
  const alerts = alertsFrom(message, [...routed.alerts, ...again, ...stuck], null)
  return { ...empty, appends, rows, alerts, receipt: { ...empty.receipt, reply: words } }
}

function byDecision(
  message: MessageContext,
  { precinctContext: { precinct, stream, state, context }, intent }: Extract<Route, { readonly to: 'precinct' }>,
  phone: Commit,
  answer: Answer,
  again: ReturnType<typeof unreadableStreak>,
): Commit {
  const { loaded, origin } = message
  const { events, reply, tell, alerts = [] }: Decision = decide(state, intent, context)
  const phase = reportingPhaseOf(loaded.phase)
  const after = applyEvents(state, events, context)
  const rows: Row[] = events.length > 0 ? [reportRow(phase, precinct.id, after)] : []
  const calledIn = calledInChange(state, after, events)
  const { words, alerts: stuck } = answer(reply, precinct)
  const end = { kind: 'called_in', phase: loaded.phase, precinct: precinct.id, at: origin.at } as const
  return {
    appends: [...phone.appends, ...chainEvents(stream, loaded.streams.get(stream) ?? [], events, origin)],
    readVersions: events.length > 0 ? [] : [{ stream, version: state.version }],
    rows: [...phone.rows, ...rows],
    alerts: alertsFrom(message, [...alerts, ...again, ...stuck], precinct),
    alertEnds: calledIn.outcome === null ? [] : [{ ...end, outcome: calledIn.outcome }],
    outbox: tell ? [tellOf(message, tell, precinct)] : [],
    receipt: { ...phone.receipt, precinct: precinct.id, reply: words },
  }
}

const day = 86_400_000

function byStranger(message: MessageContext, intent: Intent): Commit {
  const { loaded, sender, origin, empty } = message
  const expired = loaded.precincts.find((p) => loaded.bindings.some((b) => b.precinct === p.id)) ?? null
  const named = ('precinct' in intent && loaded.precincts.find((p) => p.id === intent.precinct)) || null
  // One answer a phone and night: what was practised weeks before does not use it up.
  const answered = loaded.recent.some((a) => Date.parse(origin.at) - Date.parse(a.at) < day)
  const { strangersAnswered: answers = 0 } = loaded.asked ?? {}
  const context = { precinct: named, phase: loaded.phase, machine: message.text.machine === true, answered, answers }
  const { reply, alerts } =
    expired && !context.machine ? decideOverBudget(intent, expired) : decideUnregistered(intent, context)
  const precinct = expired ?? named
  const words = say(reply, voiceSetting(loaded, sender.phone.language, precinct))
  const commit = {
    ...empty,
    alerts: alertsFrom(message, alerts, precinct),
    receipt: { ...empty.receipt, reply: words },
  }
  // A phone whose three hours are over was let in once, and is told in a flood, too.
  return expired ? commit : replyBudget(commit, origin.at)
}

function tellOf(
  { loaded, text, origin, chosen }: MessageContext,
  tell: NonNullable<Decision['tell']>,
  precinct: Precinct,
): Outgoing {
  const body = say(tell.reply, voiceSetting(loaded, chosen.get(tell.to) ?? null, precinct))
  const [id, cause] = [`${text.sid}:tell`, text.sid]
  return { id, person: tell.to, body, due: origin.at, priority: 0, precinct: precinct.id, cause }
}

/** A PIN binds this phone to the precinct for three hours: see phone/pin.ts. */
function respondToPin(message: MessageContext, intent: Extract<Intent, { readonly kind: 'pin' }>): Commit {
  const { loaded, who, sender, origin, empty } = message
  const named = loaded.precincts.find((p) => p.id === intent.precinct)
  const precinct = intent.precinct === null ? sender.precincts[0]?.precinct : named
  if (!precinct) return empty
  const own = sender.precincts.find((d) => d.precinct.id === precinct.id)
  if (own && own.context.standing !== 'borrowed')
    return receipted(message, precinct, { kind: 'pin_not_needed', precinct: precinct.id })
  const [roster, phone] = [rosterStream(precinct.id), phoneStream(who)]
  const hash = origin.keys.pinHash(precinct.id, intent.pin)
  const events = { roster: loaded.streams.get(roster) ?? [], phone: loaded.streams.get(phone) ?? [] }
  const decision = decidePin({ at: origin.at, who, precinct, hash, unused: loaded.asked?.pins ?? [], ...events })
  const bound: Row[] = decision.accepted
    ? [
        { table: 'bindings', person: who, precinct: precinct.id, kind: 'borrowed', until: decision.accepted.until },
        { table: 'pins', hash, usedAt: origin.at },
      ]
    : []
  const state = phoneAfter(sender.phone, decision.phoneEvents, origin.at)
  const letIn = decision.accepted !== null || sender.precincts.length > 0
  return {
    ...(letIn ? receipted(message, precinct, decision.reply) : asStranger(message, precinct, decision.reply)),
    appends: [
      ...chainEvents(roster, events.roster, decision.rosterEvents, origin),
      ...chainEvents(phone, events.phone, decision.phoneEvents, origin),
    ],
    rows: decision.phoneEvents.length > 0 ? [...bound, phoneRow(who, state)] : bound,
    alerts: alertsFrom(message, decision.alerts, precinct),
  }
}

const hour = 3_600_000

/** A phone that was not let in is a stranger's still: words to it are counted with those to the others, and not said twice. */
function asStranger(message: MessageContext, precinct: Precinct, reply: Reply): Commit {
  const { loaded, origin } = message
  const spent = (loaded.asked?.strangersAnswered ?? 0) >= strangerBudget
  const commit = receipted(message, precinct, spent ? { kind: 'none' } : reply)
  const { receipt } = commit
  const saidBefore = loaded.recent.some(
    (a) => a.reply === receipt.reply && Date.parse(origin.at) - Date.parse(a.at) < hour,
  )
  const again = reply.kind === 'pin_closed' && saidBefore
  return replyBudget(
    { ...commit, receipt: { ...receipt, kind: 'stranger', reply: again ? '' : receipt.reply } },
    origin.at,
  )
}

function receipted({ loaded, sender, empty }: MessageContext, precinct: Precinct, reply: Reply): Commit {
  const words = say(reply, voiceSetting(loaded, sender.phone.language, precinct))
  return { ...empty, receipt: { ...empty.receipt, precinct: precinct.id, kind: 'pin', reply: words } }
}
