import type { Done, EntryPreview, HqAct, HqActions } from '../hq-ports.ts'
import { type MessageSid, messageSid, type Person, type PrecinctId } from '../ids.ts'
import type { Commit } from '../ports.ts'
import { worksheetOf } from '../report/assess.ts'
import { decide } from '../report/decide.ts'
import { applyEvents } from '../report/evolve.ts'
import * as hq from '../report/hq-commands.ts'
import { maskReplyCode } from '../say/mask-codes.ts'
import { chainEvents } from './chain-events.ts'
import { recordPhaseChange } from './change-phase.ts'
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

/** The acts of headquarters over the chairs' own `decide`: same grammar, same arithmetic, same log, another actor. */
export function createActions(deps: ActionDeps): HqActions {
  const act = (one: HqAct, decision: (precinctContext: HqPrecinctContext) => hq.HqDecision): Promise<Done> =>
    actOn(deps, one, decision)
  return {
    preview: (precinct, text) => preview(deps, precinct, text),
    enter: (one, text) => act(one, (d) => hq.enter(d.state, readTypedText(text, d), d.context)),
    readBack: (one, revision) => act(one, (d) => hq.readBack(d.state, revision, d.context)),
    propose: (one, text, reason) =>
      act(one, (d) => hq.propose(d.state, readTypedText(text, d), reason, one.action, d.context)),
    withdraw: (one) => act(one, (d) => hq.withdraw(d.state, d.context)),
    retire: (one) => act(one, (d) => hq.retire(d.state, d.context)),
    override: (one, second, reason) => act(one, (d) => hq.override(d.state, second, reason, d.context)),
    hold: (one, reason) => act(one, (d) => hq.hold(d.state, reason, d.context)),
    release: (one, second, reason) => act(one, (d) => hq.release(d.state, second, reason, d.context)),
    phase: (action, by, to) => recordPhaseChange(deps, action, by, to),
  }
}

/**
 * Load, compare with what was looked at, decide, commit. The commit is refused where the stream has grown since it was
 * loaded; loaded again, it then shows what came meanwhile.
 */
async function actOn(
  deps: ActionDeps,
  one: HqAct,
  decide: (precinctContext: HqPrecinctContext) => hq.HqDecision,
): Promise<Done> {
  const sid = messageSid(`hq:${one.action}`)
  if (!sid) throw new Error('an action needs an id of letters, digits, dots, dashes')
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const precinctContext = await hqPrecinctContext(deps, one.by, one.precinct)
    if (!precinctContext) return { ok: false, reason: 'wrong_phase', detail: '' }
    const { version } = precinctContext.state
    // The very form that brought what is new, sent once more: it is done, and said to be.
    const before = precinctContext.events.some(({ cause }) => cause === sid) ? await deps.store.answered(sid) : null
    if (before !== null) return { ok: true, reply: before, version }
    const moved = refuseIfChanged(precinctContext, one.expectedVersion)
    if (moved) return moved
    const decision = decide(precinctContext)
    if (!decision.ok) return decision
    const state = applyEvents(precinctContext.state, decision.events, precinctContext.context)
    const commit = commitOf(deps, precinctContext, sid, decision, reportRow(precinctContext.phase, one.precinct, state))
    const result = await deps.store.commit(commit)
    if (result.ok) return { ok: true, reply: commit.receipt.reply, version: state.version }
    if (result.reason === 'duplicate') return { ok: true, reply: result.reply, version }
  }
  return { ok: false, reason: 'conflict', detail: '' }
}

function commitOf(
  { keys }: ActionDeps,
  precinctContext: HqPrecinctContext,
  sid: MessageSid,
  decision: Extract<hq.HqDecision, { readonly ok: true }>,
  row: Commit['rows'][number],
): Commit {
  const { context } = precinctContext
  const { at, who: by, precinct } = context
  const tell =
    decision.tell && context.to !== by ? sayInPrecinct(decision.tell, precinctContext, precinctContext.language) : null
  const outgoing = {
    id: `${sid}:tell`,
    person: context.to,
    due: at,
    priority: 1,
    precinct: precinct.id,
    cause: sid,
  } as const
  return {
    appends: chainEvents(precinctContext.stream, precinctContext.events, decision.events, {
      keys,
      at,
      actor: context.actor,
      cause: sid,
    }),
    rows: [row],
    alerts: [],
    outbox: tell ? [{ ...outgoing, body: tell }] : [],
    receipt: {
      sid,
      carrier: 'hq',
      person: by,
      from: by,
      body: '',
      reply: maskReplyCode(sayInPrecinct(decision.reply, precinctContext)),
      at,
      precinct: precinct.id,
      kind: 'hq',
      media: [],
    },
  }
}

async function preview(deps: ActionDeps, precinct: PrecinctId, text: string): Promise<EntryPreview> {
  const nobody = 'u_0000000000000000' as Person
  const precinctContext = await hqPrecinctContext(deps, nobody, precinct)
  if (!precinctContext) return { ok: false, reply: '', result: null, findings: [], events: [] }
  const intent = readTypedText(text, precinctContext)
  const decision = hq.enter(precinctContext.state, intent, precinctContext.context)
  if (!decision.ok) {
    const { reply } = decide(precinctContext.state, intent, precinctContext.context)
    return {
      ok: false,
      reply: maskReplyCode(sayInPrecinct(reply, precinctContext)),
      result: null,
      findings: [],
      events: [],
    }
  }
  const result = worksheetOf(
    applyEvents(precinctContext.state, decision.events, precinctContext.context).draft,
    precinctContext.context,
  )
  return {
    ok: true,
    reply: maskReplyCode(sayInPrecinct(decision.reply, precinctContext)),
    result,
    findings: result.findings,
    events: decision.events,
  }
}
