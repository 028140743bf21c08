import { parseConfig } from '../../bot/config.ts'
import type { ResultsReader, ResultsSetting, RosterPrecinct } from '../../results/ports.ts'
import type { Database } from '../connection/database.ts'
import { plannerOpaque, prepared, rowsAs } from '../connection/sql.ts'

/** Lets everything run that waits already: what takes long is done in pieces, and chairs are answered in between. */
export const othersTurn = (): Promise<void> => new Promise((resume) => setImmediate(resume))

const PLACES = 500

/** Whatever loads a caucus or changes its roster leaves an event in one of these streams, in the same commit. */
const settledRead = prepared(`select max(seq) as seq from events
  where stream = 'caucus' or stream >= 'roster/' and stream < 'roster0'`)({})
const caucusRead = prepared(`select config from caucus where id = 1`)({})
const countiesRead = prepared(`select name as county, county_delegates, state_delegates from counties
  where county_delegates is not null and state_delegates is not null order by name`)({})
const placesRead = prepared(`select id, county, name, district, delegates, language, timezone, kind, registered, pool
  from precincts where id > ${plannerOpaque('after')} order by id limit ${plannerOpaque('most')}`)

/** The setting that publication works with: read once, and again when the log tells of a change. */
export function resultsSetting(database: Database): Pick<ResultsReader, 'setting' | 'settingAnew'> {
  let known: { readonly settled: number; readonly setting: ResultsSetting } | null = null
  const settledAt = async () => Number((await database.batchRead([settledRead]))[0]?.[0]?.seq ?? 0)
  const settingAnew = async () => {
    // Asked first: what changes while the rest is read is read the next time.
    const settled = await settledAt()
    const setting = await readSetting(database)
    known = { settled, setting }
    return setting
  }
  return {
    settingAnew,
    setting: async () => (known !== null && known.settled === (await settledAt()) ? known.setting : settingAnew()),
  }
}

async function readSetting(database: Database): Promise<ResultsSetting> {
  const [caucus, counties = []] = await database.batchRead([caucusRead, countiesRead])
  const config = caucus?.[0]?.config
  if (config === undefined) throw new Error('no caucus is loaded in this database: run init')
  const parsed = parseConfig(JSON.parse(String(config)))
  if (!parsed.ok) throw new Error(`the loaded configuration is not valid: ${parsed.problems.join('; ')}`)
  const { national, satellite_pools: pools, issuer } = parsed.file
  return {
    caucus: parsed.caucus,
    places: await allPlaces(database),
    counties: rowsAs(counties),
    national: national ? { districts: national.districts, atLarge: national.at_large, pleo: national.pleo } : null,
    pools: pools ?? {},
    issuer: issuer ?? null,
  }
}

/** A large roster takes as long to read as hundreds of texts to answer: they come in between. */
async function allPlaces(database: Database): Promise<readonly RosterPrecinct[]> {
  const places: RosterPrecinct[] = []
  for (;;) {
    const [rows = []] = await database.batchRead([placesRead({ after: places.at(-1)?.id ?? '', most: PLACES })])
    places.push(...rowsAs<RosterPrecinct>(rows))
    if (rows.length < PLACES) return places
    await othersTurn()
  }
}
