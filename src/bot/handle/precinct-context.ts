import type { Intent } from '../../grammar/intent.ts'
import { reader } from '../../grammar/read.ts'
import type { Language, PrecinctEvent, Stored } from '../event.ts'
import type { ExpectedVersion, Refused } from '../hq-ports.ts'
import {
  type Person,
  type PrecinctId,
  phoneStream,
  precinctStream,
  type ReportingPhase,
  type StreamId,
} from '../ids.ts'
import { foldPhone } from '../phone/state.ts'
import type { Clock, HqEventStore, Keys, Loaded } from '../ports.ts'
import type { Reply } from '../reply.ts'
import type { DecisionContext } from '../report/decision.ts'
import { fold } from '../report/evolve.ts'
import type { State } from '../report/state.ts'
import { say } from '../say/say.ts'
import { vocabularyOf, voiceSetting } from './sender-context.ts'

export interface ActionDeps {
  readonly store: HqEventStore
  readonly keys: Keys
  readonly clock: Clock
}

/** One precinct as an operator's act finds it. */
export interface HqPrecinctContext {
  readonly loaded: Loaded
  readonly phase: ReportingPhase
  readonly stream: StreamId
  readonly state: State
  readonly facts: DecisionContext
  readonly events: readonly Stored[]
  /** The language that the chair chose on her phone; null where she chose none. */
  readonly language: Language | null
}

/** @returns null where there is no such precinct, or no reports are made in this phase. */
export async function hqPrecinctContext(
  { store, keys, clock }: ActionDeps,
  by: Person,
  precinct: PrecinctId,
): Promise<HqPrecinctContext | null> {
  const [loaded, chairs] = await Promise.all([store.load(by, precinct), store.chairs(precinct)])
  const found = loaded.precincts.find((p) => p.id === precinct)
  if (!found || (loaded.phase !== 'live' && loaded.phase !== 'practice')) return null
  const stream = precinctStream(loaded.phase, precinct)
  const events = loaded.streams.get(stream) ?? []
  const facts: DecisionContext = {
    at: clock.now(),
    precinct: found,
    rules: loaded.caucus.rules,
    order: vocabularyOf(loaded).candidates.map((c) => c.name),
    who: by,
    actor: `hq:${by}`,
    to: chairs[0]?.person ?? by,
    standing: 'hq',
    code: (revision, salt) => keys.code(stream, revision, salt),
    taken: [precinct.replace(/\D/g, '')],
  }
  const phone = foldPhone(await store.stream(phoneStream(facts.to)))
  return { loaded, phase: loaded.phase, stream, state: fold(events), facts, events, language: phone.language }
}

/** Why this is not what she decided on; null where it is, or where she decided on nothing in particular. */
export function refuseIfChanged(
  { phase, events }: Pick<HqPrecinctContext, 'phase' | 'events'>,
  seen: ExpectedVersion | null,
): Refused | null {
  if (seen === null) return null
  if (seen.phase !== phase) return { ok: false, reason: 'other_phase', detail: seen.phase }
  const version = events.at(-1)?.version ?? 0
  if (seen.version === version) return null
  const meanwhile = events.filter((stored) => stored.version > seen.version) as Stored<PrecinctEvent>[]
  return { ok: false, reason: 'changed', detail: '', meanwhile }
}

/** A text as headquarters types it in. The operator has chosen the precinct; one that names another is not for it. */
export function readTypedText(text: string, { loaded, facts }: HqPrecinctContext): Intent {
  const intent = reader(vocabularyOf(loaded))(text)
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

export const sayInPrecinct = (
  reply: Reply,
  { loaded, facts }: HqPrecinctContext,
  language: Language | null = null,
): string => say(reply, voiceSetting(loaded, language, facts.precinct))

/** A code is the chair's alone: no screen shows it. */
export const maskCodes = (text: string): string => text.replace(/\b(OK|KEEP) \d{4}\b/g, '$1 ****')
