import type { Intent } from '../../grammar/intent.ts'
import { reader } from '../../grammar/read.ts'
import { vocabularyOf } from '../caucus.ts'
import type { Language, PrecinctEvent, Stored } from '../event.ts'
import type { ExpectedVersion, Refused } from '../hq-ports.ts'
import { type Person, type PrecinctId, phoneStream, precinctStream, type ReportingPhase } from '../ids.ts'
import type { PrecinctContext } from '../phone/sender.ts'
import { foldPhone } from '../phone/state.ts'
import type { Clock, HqEventStore, Keys, Loaded } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { digitsOfPrecinct } from '../report/codes.ts'
import { decisionContext } from '../report/decision.ts'
import { fold } from '../report/evolve.ts'
import { say } from '../say/say.ts'
import { codesOf, voiceSetting } from './sender-context.ts'

/** What an act of headquarters needs of the world. */
export interface ActionDeps {
  readonly store: HqEventStore
  readonly keys: Keys
  readonly clock: Clock
}

/** One precinct as an operator's act finds it. */
export interface HqPrecinctContext extends PrecinctContext {
  readonly loaded: Loaded
  readonly phase: ReportingPhase
  readonly events: readonly Stored[]
  /** The language that the chair chose on their phone; null where they chose none. */
  readonly language: Language | null
}

/**
 * One precinct, loaded for an act of headquarters in the present phase.
 * @param by the account that acts
 * @returns null where there is no such precinct, or no reports are made in this phase
 * @throws StoreError where the store fails
 */
export async function hqPrecinctContext(
  { store, keys, clock }: ActionDeps,
  by: Person,
  id: PrecinctId,
): Promise<HqPrecinctContext | null> {
  const [loaded, chairs] = await Promise.all([store.load(by, id), store.chairs(id)])
  const { caucus, phase } = loaded
  const precinct = loaded.precincts.find((p) => p.id === id)
  if (!precinct || (phase !== 'live' && phase !== 'practice')) return null
  const stream = precinctStream(phase, id)
  const events = loaded.streams.get(stream) ?? []
  const [to, code, taken] = [chairs[0]?.person ?? by, codesOf(keys, stream), digitsOfPrecinct(id)]
  const speaker = { at: clock.now(), who: by, actor: `hq:${by}`, to, standing: 'hq', code, taken } as const
  const context = decisionContext(caucus, phase, precinct, speaker)
  const { language } = foldPhone(await store.stream(phoneStream(to)))
  return { loaded, phase, precinct, stream, state: fold(events), context, events, language }
}

/** @returns why this is not what the operator decided on; null where it is, or where they decided on nothing in particular. */
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

/** A text as headquarters types it in. The operator has chosen the precinct: one that names another is `unclear`. */
export function readTypedText(text: string, { loaded, context }: HqPrecinctContext): Intent {
  const intent = reader(vocabularyOf(loaded.caucus, loaded.phase))(text)
  const named = 'precinct' in intent ? intent.precinct : null
  if (named === null || named === context.precinct.id) return intent
  const unclear = {
    reason: 'several_precincts',
    word: named,
    suggestions: [context.precinct.id],
    groups: null,
    alignment: null,
    code: null,
  } as const
  return { kind: 'unclear', precinct: context.precinct.id, ...unclear }
}

/**
 * A reply in words, as this precinct hears it.
 * @param language the phone's own choice; null: the precinct's
 */
export const sayInPrecinct = (
  reply: Reply,
  { loaded, context }: HqPrecinctContext,
  language: Language | null = null,
): string => say(reply, voiceSetting(loaded, language, context.precinct))
