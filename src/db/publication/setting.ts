import { parseConfig } from '../../bot/config.ts'
import type { ResultsReader, ResultsSetting, RosterChange, RosterPrecinct } from '../../results/ports.ts'
import type { Database } from '../connection/database.ts'
import { plannerOpaque, prepared, rowsAs } from '../connection/sql.ts'

/** Lets everything run that waits already: long work is done in pieces, and chairs are answered in between. */
export const yieldToOthers = (): Promise<void> => new Promise((resume) => setImmediate(resume))

const PRECINCTS_AT_ONCE = 500

/** Whatever loads a caucus or changes its roster leaves an event in one of these streams, in the same commit. */
const changedRead = prepared(`select max(seq) as seq from events
  where stream = 'caucus' or stream >= 'roster/' and stream < 'roster0'`)({})
const caucusRead = prepared(`select config from caucus where id = 1`)({})
const countiesRead = prepared(`select name as county, county_delegates, state_delegates from counties
  where county_delegates is not null and state_delegates is not null order by name`)({})
const precinctsRead = prepared(`select id, county, name, district, delegates, language, timezone, kind, registered, pool
  from precincts where id > ${plannerOpaque('after')} order by id limit ${plannerOpaque('most')}`)

/** The columns that the ledger shows, by the name that RosterChanged has for them. */
const changeFields: Readonly<Record<string, RosterChange['field']>> = {
  name: 'name',
  county: 'county',
  congressional_district: 'district',
  delegates: 'delegates',
}
const changesRead =
  prepared(`select data ->> 'precinct' as precinct, data ->> 'field' as field, data ->> 'from' as "from"
  from events where stream >= 'roster/' and stream < 'roster0' and type = 'RosterChanged'
  and data ->> 'field' in (${Object.keys(changeFields)
    .map((field) => `'${field}'`)
    .join(', ')}) order by seq desc`)({})

/** The setting that publication works with: read once, and again when the log tells of a change. */
export function resultsSetting(database: Database): Pick<ResultsReader, 'setting' | 'settingAnew' | 'rosterChanges'> {
  let cached: { readonly changedAt: number; readonly setting: ResultsSetting } | null = null
  const lastChange = async () => Number((await database.batchRead([changedRead]))[0]?.[0]?.seq ?? 0)
  const settingAnew = async () => {
    // Asked first: what changes while the rest is read is read the next time.
    const changedAt = await lastChange()
    const setting = await readSetting(database)
    cached = { changedAt, setting }
    return setting
  }
  return {
    settingAnew,
    setting: async () =>
      cached !== null && cached.changedAt === (await lastChange()) ? cached.setting : settingAnew(),
    async rosterChanges() {
      const [rows = []] = await database.batchRead([changesRead])
      return rowsAs<RosterChange>(rows.map((row) => ({ ...row, field: changeFields[String(row.field)] ?? null })))
    },
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
    places: await allPrecincts(database),
    counties: rowsAs(counties),
    national: national ? { districts: national.districts, atLarge: national.at_large, pleo: national.pleo } : null,
    pools: pools ?? {},
    issuer: issuer ?? null,
  }
}

/** A large roster takes as long to read as hundreds of texts to answer: they come in between. */
async function allPrecincts(database: Database): Promise<readonly RosterPrecinct[]> {
  const places: RosterPrecinct[] = []
  for (;;) {
    const [rows = []] = await database.batchRead([
      precinctsRead({ after: places.at(-1)?.id ?? '', most: PRECINCTS_AT_ONCE }),
    ])
    places.push(...rowsAs<RosterPrecinct>(rows))
    if (rows.length < PRECINCTS_AT_ONCE) return places
    await yieldToOthers()
  }
}
