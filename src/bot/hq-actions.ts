import type { Intent } from '../grammar/intent.ts'
import { reader } from '../grammar/read.ts'
import { after } from './after.ts'
import { assess } from './assess.ts'
import { decide } from './decide.ts'
import { settingOf, vocabularyOf } from './desk.ts'
import type { Language, Stored } from './event.ts'
import { fold } from './evolve.ts'
import * as hq from './hq-decide.ts'
import type { Done, HqActions, Preview } from './hq-ports.ts'
import { messageSid, type Person, type PrecinctId, phoneStream, precinctStream, type ReportingPhase } from './ids.ts'
import { phaseTurn } from './phase.ts'
import { foldPhone } from './phone-state.ts'
import type { Clock, HqStore, Loaded, Seal } from './ports.ts'
import { reportRow } from './project.ts'
import type { Reply } from './reply.ts'
import { say } from './say/say.ts'
import { appended } from './stamp.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

export interface ActionDeps {
  readonly store: HqStore
  readonly seal: Seal
  readonly clock: Clock
}

/** One precinct as an operator's act finds it. */
interface Desk {
  readonly loaded: Loaded
  readonly phase: ReportingPhase
  readonly state: State
  readonly facts: Facts
  readonly events: readonly Stored[]
  /** The language that the chair chose on her phone; null where she chose none. */
  readonly language: Language | null
}

/** The acts of headquarters over the chairs' own `decide`: same grammar, same arithmetic, same log, another actor. */
export function createActions(deps: ActionDeps): HqActions {
  const act = (action: string, by: Person, precinct: PrecinctId, turn: (desk: Desk) => hq.HqTurn): Promise<Done> =>
    actOn(deps, action, by, precinct, turn)
  const read = (desk: Desk, text: string): Intent => forThis(reader(vocabularyOf(desk.loaded))(text), desk)
  return {
    preview: (precinct, text) => preview(deps, precinct, text),
    enter: (action, by, precinct, text) => act(action, by, precinct, (d) => hq.enter(d.state, read(d, text), d.facts)),
    readBack: (action, by, precinct, revision) =>
      act(action, by, precinct, (d) => hq.readBack(d.state, revision, d.facts)),
    propose: (action, by, precinct, text, reason) =>
      act(action, by, precinct, (d) => hq.propose(d.state, read(d, text), reason, action, d.facts)),
    withdraw: (action, by, precinct) => act(action, by, precinct, (d) => hq.withdraw(d.state, d.facts)),
    retire: (action, by, precinct) => act(action, by, precinct, (d) => hq.retire(d.state, d.facts)),
    override: (action, by, second, precinct, reason) =>
      act(action, by, precinct, (d) => hq.override(d.state, second, reason, d.facts)),
    hold: (action, by, precinct, reason) => act(action, by, precinct, (d) => hq.hold(d.state, reason, d.facts)),
    release: (action, by, second, precinct, reason) =>
      act(action, by, precinct, (d) => hq.release(d.state, second, reason, d.facts)),
    phase: (action, by, to) => phaseTurn(deps, action, by, to),
  }
}

/** The operator has chosen the precinct; a text that names another one is not for it. */
function forThis(intent: Intent, { facts }: Desk): Intent {
  const said = 'precinct' in intent ? intent.precinct : null
  if (said === null || said === facts.precinct.id) return intent
  const unclear = {
    reason: 'several_precincts',
    word: said,
    suggestions: [facts.precinct.id],
    groups: null,
    alignment: null,
    code: null,
  } as const
  return { kind: 'unclear', precinct: facts.precinct.id, ...unclear }
}

async function deskOf({ store, seal, clock }: ActionDeps, by: Person, precinct: PrecinctId): Promise<Desk | null> {
  const [loaded, chairs] = await Promise.all([store.load(by, precinct), store.chairs(precinct)])
  const found = loaded.precincts.find((p) => p.id === precinct)
  if (!found || (loaded.phase !== 'live' && loaded.phase !== 'practice')) return null
  const stream = precinctStream(loaded.phase, precinct)
  const events = loaded.streams.get(stream) ?? []
  const facts: Facts = {
    at: clock.now(),
    precinct: found,
    rules: loaded.caucus.rules,
    order: vocabularyOf(loaded).candidates.map((c) => c.name),
    who: by,
    actor: `hq:${by}`,
    to: chairs[0]?.person ?? by,
    standing: 'hq',
    code: (revision, salt) => seal.code(stream, revision, salt),
    taken: [precinct.replace(/\D/g, '')],
  }
  const phone = foldPhone(await store.stream(phoneStream(facts.to)))
  return { loaded, phase: loaded.phase, state: fold(events), facts, events, language: phone.language }
}

async function actOn(
  deps: ActionDeps,
  action: string,
  by: Person,
  precinct: PrecinctId,
  turnOf: (desk: Desk) => hq.HqTurn,
): Promise<Done> {
  const sid = messageSid(`hq:${action}`)
  if (!sid) throw new Error('an action needs an id of letters, digits, dots, dashes')
  const desk = await deskOf(deps, by, precinct)
  if (!desk) return { ok: false, reason: 'wrong_phase', detail: '' }
  const turn = turnOf(desk)
  if (!turn.ok) return { ok: false, reason: turn.reason, detail: turn.detail }
  const { facts } = desk
  const state = after(desk.state, turn.events, facts)
  const shown = masked(words(turn.reply, desk))
  const stream = precinctStream(desk.phase, precinct)
  const tell = turn.tell && facts.to !== by ? words(turn.tell, desk, desk.language) : null
  const outgoing = { id: `${sid}:tell`, person: facts.to, due: facts.at, priority: 1, precinct, cause: sid } as const
  const result = await deps.store.commit({
    appends: appended(stream, desk.events, turn.events, {
      seal: deps.seal,
      at: facts.at,
      actor: facts.actor,
      cause: sid,
    }),
    rows: [reportRow(desk.phase, precinct, state)],
    alerts: [],
    outbox: tell ? [{ ...outgoing, body: tell }] : [],
    receipt: {
      sid,
      carrier: 'hq',
      person: by,
      from: by,
      body: '',
      reply: shown,
      at: facts.at,
      precinct,
      kind: 'hq',
      media: [],
    },
  })
  if (result.ok) return { ok: true, reply: shown, version: state.version }
  if (result.reason === 'duplicate') return { ok: true, reply: result.reply, version: desk.state.version }
  return { ok: false, reason: 'conflict', detail: '' }
}

const words = (reply: Reply, { loaded, facts }: Desk, language: Language | null = null): string =>
  say(reply, settingOf(loaded, language, facts.precinct))

/** A code is the chair's alone: no screen shows it. */
export const masked = (text: string): string => text.replace(/\b(OK|KEEP) \d{4}\b/g, '$1 ****')

async function preview(deps: ActionDeps, precinct: PrecinctId, text: string): Promise<Preview> {
  const nobody = 'u_0000000000000000' as Person
  const desk = await deskOf(deps, nobody, precinct)
  if (!desk) return { ok: false, reply: '', result: null, findings: [], events: [] }
  const intent = forThis(reader(vocabularyOf(desk.loaded))(text), desk)
  const turn = hq.enter(desk.state, intent, desk.facts)
  if (!turn.ok) {
    const { reply } = decide(desk.state, intent, desk.facts)
    return { ok: false, reply: masked(words(reply, desk)), result: null, findings: [], events: [] }
  }
  const { result } = assess(after(desk.state, turn.events, desk.facts).draft, desk.facts)
  return { ok: true, reply: masked(words(turn.reply, desk)), result, findings: result.findings, events: turn.events }
}
