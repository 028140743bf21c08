import type { PrecinctId } from '../bot/ids.ts'
import type { Basis } from './basis.ts'
import { conserve, type Discrepancy } from './conserve.ts'
import type { Memory } from './memory.ts'
import type { ReadRow, ResultsReader } from './ports.ts'
import { emptyTrack, type Track } from './record.ts'
import { inSlices } from './slices.ts'

export interface Problem extends Discrepancy {
  readonly precinct: PrecinctId
}

const PRECINCTS = 50

/** Compares every precinct that was heard of with its row and with what its chair saw; what agrees is no longer touched. */
export async function check(
  { phase, touched, tracks }: Memory,
  basis: Basis,
  reader: ResultsReader,
): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  for await (const some of inSlices([...touched], PRECINCTS)) {
    const rows = await reader.rows(phase, some)
    for (const precinct of some) {
      const track = tracks.get(precinct) ?? emptyTrack
      const row = rows.get(precinct)
      // The bot wrote between our two reads: this precinct waits for the next time.
      if (isAhead(row, track)) continue
      const found = conserve(track, row, basis.worths.places.get(precinct), basis)
      if (found.length === 0) touched.delete(precinct)
      problems.push(...found.map((one) => ({ ...one, precinct })))
    }
  }
  return problems
}

const isAhead = (row: ReadRow | undefined, track: Track): boolean =>
  row !== undefined && row.version > track.state.version
