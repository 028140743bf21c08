import { asc, eq } from 'drizzle-orm'
import type { Caucus } from '../../bot/caucus.ts'
import type { Phone } from '../../bot/ids.ts'
import type { Database } from '../../db/connection/database.ts'
import { bindings, caucus as caucusTable, people, precincts } from '../../db/schema.ts'
import type { RosterLine } from '../../files/roster.ts'
import { caucusFrom } from './parse.ts'

/** The caucus and its roster as they lie in a database; null where none is loaded. */
export async function rosterOf({ db }: Database): Promise<{ caucus: Caucus; roster: readonly RosterLine[] } | null> {
  const [row] = await db.select().from(caucusTable)
  if (row === undefined) return null
  const places = await db.select().from(precincts).orderBy(asc(precincts.id))
  const bound = await db
    .select({ precinct: bindings.precinct, kind: bindings.kind, phone: people.phone, name: people.name })
    .from(bindings)
    .innerJoin(people, eq(people.person, bindings.person))
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
