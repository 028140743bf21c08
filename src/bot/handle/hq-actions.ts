import type { Done, EntryPreview, HqAct, HqActions } from '../hq-ports.ts'
import { type MessageSid, messageSid, type Person, type PrecinctId } from '../ids.ts'
import type { Commit } from '../ports.ts'
import { worksheetOf } from '../report/assess.ts'
import { decide } from '../report/decide.ts'
import { applyEvents } from '../report/evolve.ts'
import * as hq from '../report/hq-commands.ts'
import { chainEvents } from './chain-events.ts'
import { recordPhaseChange } from './change-phase.ts'
import {
  type ActionDeps,
  type HqPrecinctContext,
  hqPrecinctContext,
  maskCodes,
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
  const act = (one: HqAct, turn: (desk: HqPrecinctContext) => hq.HqDecision): Promise<Done> => actOn(deps, one, turn)
  return {
    preview: (precinct, text) => preview(deps, precinct, text),
    enter: (one, text) => act(one, (d) => hq.enter(d.state, readTypedText(text, d), d.facts)),
    readBack: (one, revision) => act(one, (d) => hq.readBack(d.state, revision, d.facts)),
    propose: (one, text, reason) =>
      act(one, (d) => hq.propose(d.state, readTypedText(text, d), reason, one.action, d.facts)),
    withdraw: (one) => act(one, (d) => hq.withdraw(d.state, d.facts)),
    retire: (one) => act(one, (d) => hq.retire(d.state, d.facts)),
    override: (one, second, reason) => act(one, (d) => hq.override(d.state, second, reason, d.facts)),
    hold: (one, reason) => act(one, (d) => hq.hold(d.state, reason, d.facts)),
    release: (one, second, reason) => act(one, (d) => hq.release(d.state, second, reason, d.facts)),
    phase: (action, by, to) => recordPhaseChange(deps, action, by, to),
  }
}

/**
 * Load, compare with what was looked at, decide, commit. The commit is refused where the stream has grown since it was
 * loaded; loaded again, it then shows what came meanwhile.
 */
async function actOn(deps: ActionDeps, one: HqAct, turnOf: (desk: HqPrecinctContext) => hq.HqDecision): Promise<Done> {
  const sid = messageSid(`hq:${one.action}`)
  if (!sid) throw new Error('an action needs an id of letters, digits, dots, dashes')
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const desk = await hqPrecinctContext(deps, one.by, one.precinct)
    if (!desk) return { ok: false, reason: 'wrong_phase', detail: '' }
    const { version } = desk.state
    // The very form that brought what is new, sent once more: it is done, and said to be.
    const before = desk.events.some(({ cause }) => cause === sid) ? await deps.store.answered(sid) : null
    if (before !== null) return { ok: true, reply: before, version }
    const moved = refuseIfChanged(desk, one.expectedVersion)
    if (moved) return moved
    const turn = turnOf(desk)
    if (!turn.ok) return turn
    const state = applyEvents(desk.state, turn.events, desk.facts)
    const commit = commitOf(deps, desk, sid, turn, reportRow(desk.phase, one.precinct, state))
    const result = await deps.store.commit(commit)
    if (result.ok) return { ok: true, reply: commit.receipt.reply, version: state.version }
    if (result.reason === 'duplicate') return { ok: true, reply: result.reply, version }
  }
  return { ok: false, reason: 'conflict', detail: '' }
}

function commitOf(
  { keys }: ActionDeps,
  desk: HqPrecinctContext,
  sid: MessageSid,
  turn: Extract<hq.HqDecision, { readonly ok: true }>,
  row: Commit['rows'][number],
): Commit {
  const { facts } = desk
  const { at, who: by, precinct } = facts
  const tell = turn.tell && facts.to !== by ? sayInPrecinct(turn.tell, desk, desk.language) : null
  const outgoing = {
    id: `${sid}:tell`,
    person: facts.to,
    due: at,
    priority: 1,
    precinct: precinct.id,
    cause: sid,
  } as const
  return {
    appends: chainEvents(desk.stream, desk.events, turn.events, { keys, at, actor: facts.actor, cause: sid }),
    rows: [row],
    alerts: [],
    outbox: tell ? [{ ...outgoing, body: tell }] : [],
    receipt: {
      sid,
      carrier: 'hq',
      person: by,
      from: by,
      body: '',
      reply: maskCodes(sayInPrecinct(turn.reply, desk)),
      at,
      precinct: precinct.id,
      kind: 'hq',
      media: [],
    },
  }
}

async function preview(deps: ActionDeps, precinct: PrecinctId, text: string): Promise<EntryPreview> {
  const nobody = 'u_0000000000000000' as Person
  const desk = await hqPrecinctContext(deps, nobody, precinct)
  if (!desk) return { ok: false, reply: '', result: null, findings: [], events: [] }
  const intent = readTypedText(text, desk)
  const turn = hq.enter(desk.state, intent, desk.facts)
  if (!turn.ok) {
    const { reply } = decide(desk.state, intent, desk.facts)
    return { ok: false, reply: maskCodes(sayInPrecinct(reply, desk)), result: null, findings: [], events: [] }
  }
  const result = worksheetOf(applyEvents(desk.state, turn.events, desk.facts).draft, desk.facts)
  return {
    ok: true,
    reply: maskCodes(sayInPrecinct(turn.reply, desk)),
    result,
    findings: result.findings,
    events: turn.events,
  }
}
