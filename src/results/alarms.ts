import { precinctId } from '../bot/ids.ts'
import { duplicates } from '../math/check-several.ts'
import type { Memory, Problem } from './memory.ts'
import type { Clock, ResultsReader } from './ports.ts'
import type { Change } from './snapshot.ts'

interface Deps {
  readonly reader: ResultsReader
  readonly clock: Clock
}

/** Puts what does not agree before headquarters: once for each state of a precinct's record. */
export async function alarm(problems: readonly Problem[], memory: Memory, { reader, clock }: Deps): Promise<void> {
  const at = clock.now()
  for (const { precinct, code, detail } of problems) {
    const version = memory.tracks.get(precinct)?.state.version ?? 0
    const id = `publish/${memory.phase}/${precinct}/${version}/${code}`
    const words = `Publishing has stopped: ${detail}.`
    await reader.alert({ id, kind: 'anomaly', phase: memory.phase, precinct, person: null, at, detail: words })
  }
}

/** Two precincts with the same first count: no stream can see it alone. Pointed out, never refused. */
export async function pointOutTwins(
  changes: readonly Change[],
  memory: Memory,
  { reader, clock }: Deps,
): Promise<void> {
  const changed = new Set<string>(changes.map((c) => c.precinct))
  const entries = [...memory.tracks.values()].flatMap((t) =>
    t.entry?.initial ? [{ ...t.entry, initial: t.entry.initial }] : [],
  )
  for (const { precinct, finding } of duplicates(entries)) {
    if (!changed.has(precinct)) continue
    const others = finding.groups.join(', ')
    const id = `twins/${memory.phase}/${precinct}/${others}`
    const detail = `The first count of ${precinct} equals that of ${others}, group by group.`
    const about = { kind: 'anomaly', phase: memory.phase, precinct: precinctId(precinct), person: null } as const
    await reader.alert({ id, ...about, at: clock.now(), detail })
  }
}
