import type { Caucus } from '../../bot/caucus.ts'
import { parseConfig } from '../../bot/config.ts'
import type { Phone } from '../../bot/ids.ts'
import type { Database } from '../../db/connection/database.ts'
import { queryOn } from '../../db/connection/sql.ts'
import type { InstalledPrecinct } from '../../db/event-store/install.ts'
import type { RosterLine } from '../../files/roster.ts'

/** Parses a configuration that lies in a database. @throws when it is not valid: it was checked when it was loaded. */
export function caucusFrom(configJson: string): Caucus {
  const parsed = parseConfig(JSON.parse(configJson))
  if (!parsed.ok) throw new Error(`the configuration in the database is not valid: ${parsed.problems.join('; ')}`)
  return parsed.caucus
}

interface BoundPhone {
  readonly precinct: string
  readonly kind: string
  readonly phone: string
  readonly name: string | null
}

/** The caucus and its roster that lie in a database; null when none is loaded. */
export async function storedCaucus(
  database: Database,
): Promise<{ caucus: Caucus; roster: readonly RosterLine[] } | null> {
  const ask = queryOn(database)
  const [row] = await ask<{ readonly config: string }>('select config from caucus')
  if (row === undefined) return null
  const precincts = await ask<Required<InstalledPrecinct>>('select * from precincts order by id')
  const phones = await ask<BoundPhone>(
    'select precinct, kind, phone, name from bindings join people on people.person = bindings.person',
  )
  const boundTo = (precinct: string, kind: string) =>
    phones.find((bound) => bound.precinct === precinct && bound.kind === kind)
  const roster = precincts.map(({ id, kind, ...place }) => ({
    ...place,
    precinct: id,
    kind: kind === 'satellite' ? ('satellite' as const) : ('precinct' as const),
    phone: (boundTo(id, 'registered')?.phone ?? null) as Phone | null,
    backupPhone: (boundTo(id, 'backup')?.phone ?? null) as Phone | null,
    chair: boundTo(id, 'registered')?.name ?? null,
  }))
  return { caucus: caucusFrom(row.config), roster }
}
