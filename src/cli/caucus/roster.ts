import type { Caucus } from '../../bot/caucus.ts'
import type { Phone } from '../../bot/ids.ts'
import type { Database } from '../../db/connection/database.ts'
import { queryOn } from '../../db/connection/sql.ts'
import type { RosterPrecinct } from '../../db/event-store/install.ts'
import type { RosterLine } from '../../files/roster.ts'
import { caucusFrom } from './parse.ts'

interface BoundPhone {
  readonly precinct: string
  readonly kind: string
  readonly phone: string
  readonly name: string | null
}

/** The caucus and its roster as they lie in a database; null where none is loaded. */
export async function rosterOf(database: Database): Promise<{ caucus: Caucus; roster: readonly RosterLine[] } | null> {
  const ask = queryOn(database)
  const [row] = await ask<{ readonly config: string }>('select config from caucus')
  if (row === undefined) return null
  const places = await ask<Required<RosterPrecinct>>('select * from precincts order by id')
  const bound = await ask<BoundPhone>(
    'select precinct, kind, phone, name from bindings join people on people.person = bindings.person',
  )
  const of = (precinct: string, kind: string) => bound.find((one) => one.precinct === precinct && one.kind === kind)
  const roster = places.map(({ id, kind, ...place }) => ({
    ...place,
    precinct: id,
    kind: kind === 'satellite' ? ('satellite' as const) : ('precinct' as const),
    phone: (of(id, 'registered')?.phone ?? null) as Phone | null,
    backupPhone: (of(id, 'backup')?.phone ?? null) as Phone | null,
    chair: of(id, 'registered')?.name ?? null,
  }))
  return { caucus: caucusFrom(row.config), roster }
}
