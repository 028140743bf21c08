import { type AlertDraft, alertFrom } from '../alert.ts'
import type { Done, EntryPreview, HqAct } from '../hq-ports.ts'
import { type MessageSid, messageSid, type Person, type Phase, type PrecinctId } from '../ids.ts'
import type { Commit } from '../ports.ts'
import { worksheetOf } from '../report/assess.ts'
import { decide } from '../report/decide.ts'
import { applyEvents } from '../report/evolve.ts'
import * as hq from '../report/hq-commands.ts'
import { calledInChange } from '../report/read-back.ts'
import type { State } from '../report/state.ts'
import { maskReplyCode } from '../say/mask-codes.ts'
import { chainEvents } from './chain-events.ts'
import { hqReceipt, recordPhaseChange } from './change-phase.ts'
import {
  type ActionDeps,
  type HqPrecinctContext,
  hqPrecinctContext,
  readTypedText,
  refuseIfChanged,
  sayInPrecinct,
} from './precinct-context.ts'
import { reportRow } from './read-model.ts'

export type { ActionDeps } from './precinct-context.ts'

/** How often an act is decided again where somebody else wrote first. */
const tries = 5

/** What headquarters can do to the record. A new act is one entry of `createActions`. */
export type HqActions = Readonly<ReturnType<typeof createActions>>

/**
 * The acts of headquarters over the chairs' own `decide`: same grammar, same arithmetic, same log, another actor.
 * `second` is another account than the one that acts, checked by the console too. Each act resolves with `Done`: ok, or the
 * reason of the refusal. @throws (each act) StoreError where the store fails
 */
export function createActions(deps: ActionDeps) {
  const record = (act: HqAct, decide: Decide): Promise<Done> => actOn(deps, act, decide)
  return {
    /** What this text would do, if the chair said it on the telephone. Nothing is written. */
    preview: (precinct: PrecinctId, text: string): Promise<EntryPreview> => preview(deps, precinct, text),
    /** Phone-in: the chair's own grammar and checks. A complete report's code goes to the chair's phone. */
    enter: (act: HqAct, text: string) => record(act, (p) => hq.enter(p.state, readTypedText(text, p), p.context)),
    /** A second operator has read the numbers back to the chair: approves (or keeps) what the first one entered. */
    readBack: (act: HqAct, revision: number) => record(act, (p) => hq.readBack(p.state, revision, p.context)),
    /** A correction proposed to the chair, with a reason; it counts when the chair approves it by text. */
    propose: (act: HqAct, text: string, reason: string) =>
      record(act, (p) => hq.propose(p.state, readTypedText(text, p), reason, act.action, p.context)),
    withdraw: (act: HqAct) => record(act, (p) => hq.withdraw(p.state, p.context)),
    /** A phone of the precinct was replaced: the codes that were sent to it die. */
    retire: (act: HqAct) => record(act, (p) => hq.retire(p.state, p.context)),
    /** Records the pending correction without the chair's answer: two persons and a reason. */
    override: (act: HqAct, second: Person, reason: string) =>
      record(act, (p) => hq.override(p.state, second, reason, p.context)),
    hold: (act: HqAct, reason: string) => record(act, (p) => hq.hold(p.state, reason, p.context)),
    /** Lets a held report count as it is. */
    release: (act: HqAct, second: Person, reason: string) =>
      record(act, (p) => hq.release(p.state, second, reason, p.context)),
    phase: (action: string, by: Person, to: Phase) => recordPhaseChange(deps, action, by, to),
  }
}

type Decide = (precinct: HqPrecinctContext) => hq.HqDecision

/**
 * Load, compare with what was looked at, decide, commit. The commit is refused where the stream has grown since it was
 * loaded; loaded again, it then shows what came meanwhile.
 */
async function actOn(deps: ActionDeps, act: HqAct, decide: Decide): Promise<Done> {
  const sid = messageSid(`hq:${act.action}`)
  if (!sid) throw new Error('an action needs an id of letters, digits, dots, dashes')
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const precinct = await hqPrecinctContext(deps, act.by, act.precinct)
    if (!precinct) return { ok: false, reason: 'wrong_phase', detail: '' }
    const { version } = precinct.state
    // The very form that brought what is new, sent once more: it is done, and said to be.
    const answered = precinct.events.some(({ cause }) => cause === sid) ? await deps.store.answered(sid) : null
    if (answered !== null) return { ok: true, reply: answered, version }
    const refusal = refuseIfChanged(precinct, act.expectedVersion)
    if (refusal) return refusal
    const decision = decide(precinct)
    if (!decision.ok) return decision
    const state = applyEvents(precinct.state, decision.events, precinct.context)
    const commit = commitOf(deps, precinct, sid, decision, state)
    const result = await deps.store.commit(commit)
    if (result.ok) return { ok: true, reply: commit.receipt.reply, version: state.version }
    if (result.reason === 'duplicate') return { ok: true, reply: result.reply, version }
  }
  return { ok: false, reason: 'conflict', detail: '' }
}

function commitOf(
  { keys }: ActionDeps,
  hqPrecinct: HqPrecinctContext,
  sid: MessageSid,
  { events, reply, tell }: Extract<hq.HqDecision, { readonly ok: true }>,
  after: State,
): Commit {
  const { at, who: by, to, actor, precinct } = hqPrecinct.context
  const outgoing = { id: `${sid}:tell`, person: to, due: at, priority: 1, precinct: precinct.id, cause: sid } as const
  const body = tell && to !== by ? sayInPrecinct(tell, hqPrecinct, hqPrecinct.language) : null
  const where = { phase: hqPrecinct.phase, precinct: precinct.id, at } as const
  const calledIn = calledInChange(hqPrecinct.state, after, events)
  const held: readonly AlertDraft[] = events.some(({ type }) => type === 'ReportKept')
    ? [{ kind: 'held', detail: 'read back to the chair: recorded as it is, though it does not add up' }]
    : []
  return {
    appends: chainEvents(hqPrecinct.stream, hqPrecinct.events, events, { keys, at, actor, cause: sid }),
    rows: [reportRow(hqPrecinct.phase, precinct.id, after)],
    alerts: [...calledIn.alerts, ...held].map((draft) => alertFrom(draft, { ...where, cause: sid, person: null })),
    alertEnds: calledIn.outcome === null ? [] : [{ ...where, kind: 'called_in', outcome: calledIn.outcome }],
    outbox: body ? [{ ...outgoing, body }] : [],
    receipt: hqReceipt(sid, by, at, maskReplyCode(sayInPrecinct(reply, hqPrecinct)), precinct.id),
  }
}

async function preview(deps: ActionDeps, id: PrecinctId, text: string): Promise<EntryPreview> {
  const nobody = 'u_0000000000000000' as Person
  const refused = { ok: false, reply: '', result: null, findings: [], events: [] }
  const hqPrecinct = await hqPrecinctContext(deps, nobody, id)
  if (!hqPrecinct) return refused
  const { state, context } = hqPrecinct
  const intent = readTypedText(text, hqPrecinct)
  const decision = hq.enter(state, intent, context)
  const shown = decision.ok ? decision.reply : decide(state, intent, context).reply
  const reply = maskReplyCode(sayInPrecinct(shown, hqPrecinct))
  if (!decision.ok) return { ...refused, reply }
  const { events } = decision
  const result = worksheetOf(applyEvents(state, events, context).draft, context)
  return { ok: true, reply, result, findings: result.findings, events }
}
