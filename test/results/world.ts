import type { Caucus } from '../../src/bot/caucus.ts'
import { parseConfig } from '../../src/bot/config.ts'
import type { Actor, Counted, PrecinctEvent, Stored } from '../../src/bot/event.ts'
import { reportRow } from '../../src/bot/handle/read-model.ts'
import { type Person, type Phase, type PrecinctId, type ReportingPhase, reportingPhaseOf } from '../../src/bot/ids.ts'
import type { Alert } from '../../src/bot/ports.ts'
import { approvedSnapshot, assess } from '../../src/bot/report/assess.ts'
import { assessmentContext } from '../../src/bot/report/decision.ts'
import { fold } from '../../src/bot/report/evolve.ts'
import { createKeys } from '../../src/keys/keys.ts'
import type { Groups } from '../../src/math/types.ts'
import type {
  Logged,
  ReadRow,
  ResultsReader,
  ResultsSetting,
  RosterChange,
  RosterPrecinct,
  Snapshot,
} from '../../src/results/ports.ts'

/** A small caucus' log, rows, snapshots and queue in memory, written as the bot writes them, with hooks to tamper with. */
export interface World {
  setting: ResultsSetting
  phase: Phase
  now: string
  readonly log: Logged[]
  readonly rows: Map<string, ReadRow>
  readonly snapshots: Snapshot[]
  readonly queue: Map<string, Alert>
  readonly reader: ResultsReader
  /** Changes of the roster, the newest first. */
  readonly rosterChanges: RosterChange[]
  readonly keys: ReturnType<typeof createKeys>
  /** Appends events to a precinct's stream, in the phase that is on. */
  append(precinct: string, events: readonly PrecinctEvent[], actor?: Actor): void
  /** Corrects a precinct's line of the roster, as headquarters do. */
  correct(precinct: string, change: Partial<Record<RosterChange['field'], string | number>>): void
  /** A whole report: counts, and OK. */
  report(precinct: string, counts: Counts): void
}

export interface Counts {
  readonly attendance?: number
  readonly initial: Groups
  readonly final?: Groups
  readonly winners?: readonly string[]
  /** Keeps instead of approving. */
  readonly keep?: boolean
}

export const secret = 'JxyDxoB2nY8kOQk1c4Vtq0mXwWb3s5Rr7uLhZgPeTfI'
export const chair = 'p_00000000000000c1' as Person
export const operator = 'h_00000000000000a1' as Person

export function smallCaucus(extra: object = {}): Caucus {
  const file = {
    name: 'Test Caucus',
    date: '2028-02-07',
    timezone: 'America/Chicago',
    rules: 'ia2020',
    phone: '+15155550000',
    state: 'IA',
    candidates: ['Ash', 'Birch', 'Cedar', 'Uncommitted'].map((name) => ({
      name,
      code: name.slice(0, 2).toUpperCase(),
    })),
    practice: { candidates: ['Potter', 'Granger'].map((name) => ({ name, code: name.slice(0, 2).toUpperCase() })) },
    ...extra,
  }
  const parsed = parseConfig(file)
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  return parsed.caucus
}

export function place(id: string, county: string, delegates: number, name = `${county} ${id}`): RosterPrecinct {
  return { id: id as PrecinctId, county, name, district: '1', delegates, language: 'en', timezone: null, pool: null }
}

export function smallSetting(): ResultsSetting {
  return {
    caucus: smallCaucus(),
    places: [
      place('P0001', 'Adair', 6),
      place('P0002', 'Adair', 4),
      place('P0003', 'Polk', 9),
      place('P0004', 'Polk', 1),
    ],
    counties: [
      { county: 'Adair', countyDelegates: 10, stateDelegates: 3 },
      { county: 'Polk', countyDelegates: 10, stateDelegates: 7 },
    ],
    national: null,
    pools: {},
    issuer: null,
  }
}

export function world(setting: ResultsSetting = smallSetting(), phase: Phase = 'live'): World {
  const keys = createKeys(secret)
  const streams = new Map<string, Stored<PrecinctEvent>[]>()
  const made: World = {
    setting,
    phase,
    now: '2028-02-08T02:00:00.000Z',
    log: [],
    rows: new Map(),
    snapshots: [],
    queue: new Map(),
    rosterChanges: [],
    keys,
    reader: {
      setting: async () => made.setting,
      settingAnew: async () => made.setting,
      rosterChanges: async () => made.rosterChanges,
      phase: async () => made.phase,
      end: async () => made.log.at(-1)?.position ?? 0,
      events: async (of, after, most) => made.log.filter((e) => e.position > after && phaseOf(e) === of).slice(0, most),
      rows: async (of, precincts) =>
        new Map(
          precincts.flatMap((precinct) => {
            const row = made.rows.get(`${of}/${precinct}`)
            return row === undefined ? [] : [[precinct, row]]
          }),
        ),
      snapshots: async (of, after, most) =>
        made.snapshots.filter((s) => s.phase === of && s.sequence > after).slice(0, most),
      add: async (snapshot) => {
        if (made.snapshots.some((s) => s.phase === snapshot.phase && s.sequence === snapshot.sequence)) return false
        made.snapshots.push(JSON.parse(JSON.stringify(snapshot)))
        return true
      },
      alert: async (alert) => {
        if (!made.queue.has(alert.id)) made.queue.set(alert.id, alert)
      },
    },
    append(precinct, events, actor = `chair:${chair}`) {
      const on = reportingPhaseOf(made.phase)
      const stream = `${on}/${precinct}` as const
      const stored = streams.get(stream) ?? []
      streams.set(stream, stored)
      for (const event of events) {
        const version = stored.length + 1
        const hash = keys.chain(stored.at(-1)?.hash ?? '', stream as never, version, event, made.now, actor)
        const appended = { event, version, at: made.now, actor, cause: 'SM1', hash }
        stored.push(appended)
        phases.set(appended, on)
        made.log.push({
          position: (made.log.at(-1)?.position ?? 0) + 1,
          precinct: precinct as PrecinctId,
          stored: appended,
        })
      }
      const { version, published } = reportRow(on, precinct as PrecinctId, fold(stored))
      made.rows.set(stream, { version, published })
    },
    correct(precinct, change) {
      const before = made.setting.places.find((p) => p.id === precinct) ?? null
      const fields = before === null ? ['name', 'county', 'district', 'delegates'] : Object.keys(change)
      for (const field of fields as RosterChange['field'][])
        made.rosterChanges.unshift({ precinct: precinct as PrecinctId, field, from: before && String(before[field]) })
      const changed = { ...(before ?? place(precinct, 'Adair', 1)), ...change } as RosterPrecinct
      const places = [...made.setting.places.filter((p) => p.id !== precinct), changed]
      made.setting = { ...made.setting, places: places.sort((a, b) => (a.id < b.id ? -1 : 1)) }
    },
    report(precinct, counts) {
      made.append(precinct, reportEvents(made, precinct, counts, streams.get(`live/${precinct}`) ?? []))
    },
  }
  return made
}

const phases = new WeakMap<Stored<PrecinctEvent>, ReportingPhase>()
const phaseOf = (logged: Logged): ReportingPhase => phases.get(logged.stored) ?? 'live'

function reportEvents(
  made: World,
  precinct: string,
  counts: Counts,
  before: readonly Stored<PrecinctEvent>[],
): PrecinctEvent[] {
  const tallies = (groups: Groups) =>
    Object.entries(groups).map(([group, count]) => ({ group, count })) as unknown as NonNullable<Counted['initial']>
  const events: PrecinctEvent[] = []
  if (counts.attendance !== undefined)
    events.push({ type: 'AttendanceReported', data: { count: counts.attendance as never } })
  events.push({
    type: 'AlignmentReported',
    data: { alignment: 'initial', counts: tallies(counts.initial), total: null },
  })
  if (counts.final)
    events.push({ type: 'AlignmentReported', data: { alignment: 'final', counts: tallies(counts.final), total: null } })
  const stamp = (list: readonly PrecinctEvent[]) => [
    ...before,
    ...list.map((event, i) => ({
      event,
      version: before.length + i + 1,
      at: made.now,
      actor: `chair:${chair}` as Actor,
      cause: '',
      hash: '',
    })),
  ]
  const on: ReportingPhase = made.phase === 'practice' ? 'practice' : 'live'
  const home = made.setting.places.find((p) => p.id === precinct)
  if (!home) throw new Error(`no precinct ${precinct}`)
  const context = assessmentContext(made.setting.caucus, on, home as never)
  if (counts.winners) {
    const among = assess(fold(stamp(events)).draft, context).result.tie?.among ?? counts.winners
    events.push({ type: 'TossReported', data: { winners: counts.winners, among, cards: null } })
  }
  const state = fold(stamp(events))
  const seen = approvedSnapshot(assess(state.draft, context), state.revision)
  events.push({ type: 'ReportProposed', data: { revision: state.revision, salt: 0, to: chair, seats: home.delegates } })
  if (counts.keep) events.push({ type: 'ReportKept', data: { ...seen, by: chair } })
  else events.push({ type: 'ReportApproved', data: { ...seen, by: chair, confirmed: true } })
  return events
}
