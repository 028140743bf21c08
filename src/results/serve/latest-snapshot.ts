import { reportingPhaseOf } from '../../bot/ids.ts'
import { keyFingerprint } from '../../keys/signatures.ts'
import { snapshotBatches } from '../batches.ts'
import type { ResultsClock, ResultsReader, Snapshot } from '../ports.ts'
import { type View, viewOf } from '../view.ts'

/** The last snapshot, ready to be shown. */
export interface LatestSnapshot {
  readonly view: View
  /** Of the signing key; null where nobody signs. */
  readonly fingerprint: string | null
}

/** How long a reader may see what was published a moment ago: all readers together ask the database once in this time. */
const FRESH_MS = 1000

/** Serves the last snapshot from memory, and looks for a newer one at most once a second, however many ask. */
export function createLatestSnapshot(deps: {
  readonly reader: ResultsReader
  readonly clock: ResultsClock
}): () => Promise<LatestSnapshot> {
  let snapshots: Snapshot[] = []
  let latest: LatestSnapshot | null = null
  let looked = Number.NEGATIVE_INFINITY
  let looking: Promise<LatestSnapshot> | null = null
  const look = async (): Promise<LatestSnapshot> => {
    const caucusPhase = await deps.reader.phase()
    const phase = reportingPhaseOf(caucusPhase)
    if (latest?.view.phase !== phase) snapshots = []
    for await (const fresh of snapshotBatches(deps.reader, phase, snapshots.at(-1)?.sequence ?? 0))
      snapshots.push(...fresh)
    if (latest === null || latest.view.last !== (snapshots.at(-1) ?? null) || latest.view.caucusPhase !== caucusPhase) {
      const view = viewOf(await deps.reader.setting(), caucusPhase, phase, snapshots)
      const key = view.last?.key ?? null
      latest = { view, fingerprint: key === null ? null : await keyFingerprint(key) }
    }
    return latest
  }
  return () => {
    const now = Date.parse(deps.clock.now())
    if (latest !== null && now - looked < FRESH_MS) return Promise.resolve(latest)
    // While one looks, all wait for the same answer.
    looking ??= look().finally(() => {
      looked = now
      looking = null
    })
    return looking
  }
}
