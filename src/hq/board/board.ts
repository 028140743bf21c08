import { type Phase, type PrecinctId, reportingPhaseOf } from '../../bot/ids.ts'
import type { BoardReader, ChangeMark, PrecinctLine } from '../ports.ts'
import { type BoardStage, boardStage, boardStages } from './board-stage.ts'

/** One precinct as the board shows it, and the tick at which it last changed. */
export interface BoardPrecinct extends Omit<PrecinctLine, 'stage' | 'open'> {
  readonly stage: BoardStage
  /** The number of the report that the last publication shows; null: none. */
  readonly shown: number | null
  readonly tick: number
}
export type Counts = Readonly<Record<BoardStage, number>>

/** All of the caucus at one moment. */
export interface Board {
  readonly phase: Phase
  /** Names this memory; ticks of another one mean nothing. */
  readonly boot: string
  /** Counts up whenever something changed. */
  readonly tick: number
  readonly mark: ChangeMark
  readonly precincts: ReadonlyMap<PrecinctId, BoardPrecinct>
  readonly counties: ReadonlyMap<string, { readonly counts: Counts; readonly tick: number }>
  readonly totals: Counts
}

/** @param now not even a second old: for who has just acted. */
export type AskBoard = (now?: boolean) => Promise<Board>

/** How long what was asked of the database may be shown without asking again: dozens of operators look at once. */
const FRESH_MS = 1000

/**
 * The board in memory: read whole once, then only what changed. Each process has its own; the log is the truth.
 * @param milliseconds a clock for freshness only.
 */
export function createBoard(reader: BoardReader, boot: string, milliseconds: () => number): AskBoard {
  let latest: Board | null = null
  let shown = new Map<PrecinctId, number>()
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<Board> | null = null

  const load = async (): Promise<Board> => {
    const mark = await reader.mark()
    const before = latest
    if (before && sameMark(before.mark, mark)) return before
    const phase = reportingPhaseOf(mark.phase)
    const whole = before === null || before.phase !== mark.phase || mark.snapshot < before.mark.snapshot
    if (whole) shown = new Map()
    const published = await reader.shown(phase, whole ? 0 : before.mark.snapshot)
    for (const { precinct, number } of published) {
      if (number === null) shown.delete(precinct)
      else shown.set(precinct, number)
    }
    const changed = whole ? 'all' : await reader.changed(phase, before.mark.seq)
    const only = changed === 'all' ? null : [...new Set([...changed, ...published.map((p) => p.precinct)])]
    const lines = await reader.lines(phase, only)
    return next(before, { mark, boot, lines, shown, whole: only === null })
  }
  return async (now = false) => {
    if (!now && latest && milliseconds() - askedAt < FRESH_MS) return latest
    asking ??= load().finally(() => {
      asking = null
    })
    latest = await asking
    askedAt = milliseconds()
    return latest
  }
}

const sameMark = (a: ChangeMark, b: ChangeMark): boolean =>
  a.seq === b.seq && a.queued === b.queued && a.open === b.open && a.snapshot === b.snapshot && a.phase === b.phase

interface Read {
  readonly mark: ChangeMark
  readonly boot: string
  readonly lines: readonly PrecinctLine[]
  readonly shown: ReadonlyMap<PrecinctId, number>
  /** The lines are all there are, not only those that changed. */
  readonly whole: boolean
}

function next(before: Board | null, { mark, boot, lines, shown, whole }: Read): Board {
  const tick = (before?.tick ?? 0) + 1
  const places = new Map<PrecinctId, BoardPrecinct>(whole || !before ? [] : before.precincts)
  for (const line of lines) {
    const old = before?.precincts.get(line.id)
    const place = placeOf(line, shown.get(line.id) ?? null, tick)
    places.set(line.id, old && samePlace(old, place) ? old : place)
  }
  const counties = countCounties(places, before, tick)
  const totals = sumCounts([...counties.values()].map(({ counts }) => counts))
  return { phase: mark.phase, boot, tick, mark, precincts: places, counties, totals }
}

function placeOf({ stage, open, ...line }: PrecinctLine, shown: number | null, tick: number): BoardPrecinct {
  return { ...line, stage: boardStage({ stage, checkedIn: line.checkedIn !== null, open, shown }), shown, tick }
}

const samePlace = (a: BoardPrecinct, b: BoardPrecinct): boolean =>
  a.stage === b.stage &&
  a.shown === b.shown &&
  a.at === b.at &&
  a.checkedIn === b.checkedIn &&
  a.name === b.name &&
  a.county === b.county &&
  a.delegates === b.delegates

const zeroCounts = (): Record<BoardStage, number> =>
  Object.fromEntries(boardStages.map((stage) => [stage, 0])) as Record<BoardStage, number>

function countCounties(precincts: Board['precincts'], before: Board | null, tick: number): Board['counties'] {
  const counts = new Map<string, Record<BoardStage, number>>()
  for (const { county, stage } of precincts.values()) {
    const tally = counts.get(county) ?? zeroCounts()
    tally[stage] += 1
    counts.set(county, tally)
  }
  return new Map(
    [...counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([county, tally]) => {
        const old = before?.counties.get(county)
        return [county, old && sameCounts(old.counts, tally) ? old : { counts: tally, tick }]
      }),
  )
}

const sameCounts = (a: Counts, b: Counts): boolean => boardStages.every((stage) => a[stage] === b[stage])

function sumCounts(counties: readonly Counts[]): Counts {
  const total = zeroCounts()
  for (const counts of counties) for (const stage of boardStages) total[stage] += counts[stage]
  return total
}

export const precinctsIn = (counts: Counts): number => boardStages.reduce((n, stage) => n + counts[stage], 0)
/** Approved by its chair, published or not. */
export const reportedOf = (counts: Counts): number => counts.approved + counts.published
