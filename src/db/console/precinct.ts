import type { Language } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import type { Binding } from '../../bot/ports.ts'
import type { PrecinctPerson, PrecinctReader, PrecinctRecord } from '../../hq/ports.ts'
import type { Database, RawRow } from '../connection/database.ts'
import { jsonList, queryOn, textOrNull } from '../connection/sql.ts'
import { precinctOf, storedOf } from '../event-store/read.ts'
import { OUTGOING, outgoingOf, TEXTS, textsWithPictures } from './texts.ts'

/** Everything about one precinct. */
export function precinctReader(database: Database): PrecinctReader {
  const ask = queryOn(database)
  return {
    async precinct(id) {
      const [row] = await ask(
        'select id, county, name, district, delegates, language, timezone from precincts where id = ?',
        id,
      )
      if (!row) return null
      const people = await ask(PEOPLE, id)
      return { ...precinctOf(row), people: people.map(personOf) } satisfies PrecinctRecord
    },
    history: async (stream) =>
      (
        await ask(
          'select stream, version, type, data, at, actor, cause, hash from events where stream = ? order by version',
          stream,
        )
      ).map(storedOf),
    async version(stream) {
      const [row] = await ask('select max(version) as version from events where stream = ?', stream)
      return Number(row?.version ?? 0)
    },
    textsOf: (precinct, people) =>
      textsWithPictures(
        ask,
        `${TEXTS} where i.precinct = ? or (i.precinct is null and i.answered = 1 and i.person in (select value from json_each(?)))
         order by i.seq desc limit 400`,
        precinct,
        jsonList(people),
      ),
    outgoingOf: async (precinct) =>
      (await ask(`${OUTGOING} where o.precinct = ? order by o.due desc limit 200`, precinct)).map(outgoingOf),
    async picture(seq, n) {
      const [row] = await ask('select url, type from media where seq = ? and n = ?', seq, n)
      return row ? { url: String(row.url), type: String(row.type) } : null
    },
  }
}

const PEOPLE = `select b.person as person, b.kind as kind, b.until as until, p.phone as phone, p.name as name,
    f.checked_in as checked, f.opted_out as out, f.language as language
  from bindings b left join people p on p.person = b.person left join phones f on f.person = b.person
  where b.precinct = ? order by case b.kind when 'registered' then 0 when 'backup' then 1 else 2 end, b.person`

const personOf = (row: RawRow): PrecinctPerson => ({
  person: String(row.person) as Person,
  phone: textOrNull(row.phone),
  name: textOrNull(row.name),
  kind: String(row.kind) as Binding['kind'],
  until: textOrNull(row.until),
  checkedIn: textOrNull(row.checked),
  optedOut: Number(row.out ?? 0) === 1,
  language: textOrNull(row.language) as Language | null,
})
