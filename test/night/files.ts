import { loadFiles } from '../../src/cli/files/load.ts'
import { sharedData } from '../shared.ts'
import type { Night } from './night.ts'

/** The first precincts of the real Iowa night, as plain JSON that can be handed into workerd; null where it is not there. */
export function iowaNight(precincts: number): Night | null {
  const folder = sharedData()
  if (folder === null) return null
  const at = (name: string) => `${folder}/iowa2020/${name}`
  const loaded = loadFiles({
    config: at('caucus.json'),
    roster: at('roster.csv'),
    counties: at('counties.csv'),
    reports: at('reports.csv'),
  })
  if (!loaded.ok) throw new Error(loaded.problems.map(({ line }) => `line ${line}`).join())
  const { file, roster, reports } = loaded.files
  const chosen = roster.slice(0, precincts)
  const ids = new Set(chosen.map(({ precinct }) => precinct))
  return {
    file,
    rooms: chosen.map(({ precinct, county, name, district, delegates, phone, language }) => ({
      precinct,
      county,
      name,
      district,
      delegates,
      phone: phone ?? '',
      language,
    })),
    reports: reports.filter(({ precinct }) => ids.has(precinct)),
  }
}
