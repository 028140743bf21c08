import { type PrecinctEvent, reportChanges, type Stored } from '../../bot/event.ts'
import { stageOf } from '../../bot/handle/read-model.ts'
import { type Person, type PrecinctId, precinctStream, type ReportingPhase, reportingPhaseOf } from '../../bot/ids.ts'
import { type AssessmentContext, assessmentContext } from '../../bot/report/decision.ts'
import { fold } from '../../bot/report/evolve.ts'
import type { State } from '../../bot/report/state.ts'
import type { Visit } from '../action.ts'
import type { BoardPrecinct } from '../board/board.ts'
import { boardStage } from '../board/board-stage.ts'
import { markOf } from '../board/live-updates.ts'
import type {
  AccountRow,
  CallRow,
  ConsoleSetting,
  OutgoingLine,
  QueueRow,
  RosterEntry,
  SecondRow,
  TextLine,
} from '../ports.ts'

/** Everything about one precinct, as of one visit. */
export interface PrecinctView {
  readonly place: RosterEntry
  readonly setting: ConsoleSetting
  readonly phase: ReportingPhase
  /** Where it stands on the board. */
  readonly stage: BoardPrecinct['stage']
  readonly state: State
  readonly events: readonly Stored<PrecinctEvent>[]
  /** What headquarters noted, called and changed; newest last. */
  readonly hqEvents: readonly Stored[]
  readonly texts: readonly TextLine[]
  readonly outgoing: readonly OutgoingLine[]
  readonly items: readonly QueueRow[]
  readonly seconds: readonly SecondRow[]
  readonly calls: readonly CallRow[]
  readonly names: ReadonlyMap<Person, string>
  readonly accounts: readonly AccountRow[]
  readonly context: AssessmentContext
  readonly timezone: string
  /** Of the board, as of this visit. */
  readonly mark: string
  readonly now: string
}

/** @returns null where there is no such precinct. */
export async function loadPrecinctView(
  { deps, board: askBoard, now }: Visit,
  id: PrecinctId,
): Promise<PrecinctView | null> {
  const { reader } = deps
  const place = await reader.precinct(id)
  if (place === null) return null
  const setting = await reader.setting()
  const phase = reportingPhaseOf(setting.phase)
  const people = place.people.map(({ person }) => person)
  const [events, notes, roster, texts, outgoing, items, seconds, calls, accounts, board] = await Promise.all([
    reader.history(precinctStream(phase, id)),
    reader.history(`hq/precinct/${id}`),
    reader.history(`roster/${id}`),
    reader.textsOf(id, people),
    reader.outgoingOf(id),
    reader.itemsOf(id),
    reader.seconds(id),
    reader.calls(true),
    reader.accounts(),
    askBoard(true),
  ])
  const state = fold(events)
  return {
    place,
    setting,
    phase,
    stage: stageNow(place, state, board.precincts.get(id)?.shown ?? null),
    state,
    events: events as readonly Stored<PrecinctEvent>[],
    hqEvents: [...notes, ...roster].sort((a, b) => a.at.localeCompare(b.at)),
    texts,
    outgoing,
    items,
    seconds,
    calls: calls.filter((call) => call.precinct === id),
    names: namesOf(accounts, place),
    accounts,
    context: assessmentContext(setting.caucus, phase, place),
    mark: markOf(board),
    timezone: place.timezone ?? setting.caucus.timezone,
    now: now(),
  }
}

/** As of this very visit: the board may be a second old. */
const stageNow = (place: RosterEntry, state: State, shown: number | null): BoardPrecinct['stage'] =>
  boardStage({
    stage: stageOf(state),
    checkedIn: place.people.some((person) => person.checkedIn !== null),
    open: state.published?.number ?? null,
    shown,
  })

function namesOf(accounts: readonly AccountRow[], place: RosterEntry): ReadonlyMap<Person, string> {
  const chairs = place.people.map(({ person, name, kind }) => {
    const words = kind === 'registered' ? 'the chair' : kind === 'backup' ? 'the backup phone' : 'a borrowed phone'
    return [person, name ? `${name}, ${words}` : words] as const
  })
  return new Map([...accounts.map(({ id, name }) => [id, name] as const), ...chairs])
}

/** Who did something, in words: a name, never a pseudonym. */
export function actorName(names: ReadonlyMap<Person, string>, actor: string): string {
  if (actor === 'system') return 'Caucusline'
  const person = actor.slice(actor.indexOf(':') + 1) as Person
  return names.get(person) ?? (actor.startsWith('hq:') ? 'somebody at headquarters' : 'another phone')
}

/** The accounts that entered the counts in hand: whoever reads them back must be another person than each of these. */
export function enteredBy({ events, state }: Pick<PrecinctView, 'events' | 'state'>): readonly Person[] {
  const since = lastRecordedVersion(events)
  const authors = events
    .filter(({ version, event }) => version > since && reportChanges[event.type] === 'counts')
    .filter(({ actor }) => actor.startsWith('hq:'))
    .map(({ actor }) => actor.slice('hq:'.length) as Person)
  return state.by?.startsWith('u_') ? [...new Set([...authors, state.by])] : []
}

const lastRecordedVersion = (events: PrecinctView['events']): number =>
  events.findLast(({ event }) => reportChanges[event.type] === 'record')?.version ?? 0
