import type { Precinct } from '../../bot/caucus.ts'
import type { PrecinctPerson, PrecinctReader } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { jsonList, queryOn } from '../connection/sql.ts'
import { streamReader } from '../event-store/read.ts'
import { outgoingLines, textLines } from './log-reader.ts'

/** Everything about one precinct. */
export function precinctReader(database: Database): PrecinctReader {
  const ask = queryOn(database)
  return {
    async precinct(id) {
      const [precinct] = await ask<Precinct>(
        'select id, county, name, district, delegates, language, timezone from precincts where id = ?',
        id,
      )
      if (!precinct) return null
      const people = await ask<PrecinctPerson>(PEOPLE, id)
      return { ...precinct, people: people.map((person) => ({ ...person, optedOut: Boolean(person.optedOut) })) }
    },
    history: streamReader(database),
    async version(stream) {
      const [row] = await ask('select max(version) as version from events where stream = ?', stream)
      return Number(row?.version ?? 0)
    },
    textsOf: (precinct, people) =>
      textLines(
        ask,
        `i.precinct = ? or (i.precinct is null and i.answered = 1 and i.person in (select value from json_each(?)))
         order by i.seq desc limit 400`,
        precinct,
        jsonList(people),
      ),
    outgoingOf: (precinct) => outgoingLines(ask, 'o.precinct = ? order by o.due desc limit 200', precinct),
    picture: async (seq, n) =>
      (
        await ask<{ readonly url: string; readonly type: string }>(
          'select url, type from media where seq = ? and n = ?',
          seq,
          n,
        )
      )[0] ?? null,
  }
}

const PEOPLE = `select b.person as person, b.kind as kind, b.until as until, p.phone as phone, p.name as name,
    f.checked_in as checked_in, f.opted_out as opted_out, f.language as language
  from bindings b left join people p on p.person = b.person left join phones f on f.person = b.person
  where b.precinct = ? order by case b.kind when 'registered' then 0 when 'backup' then 1 else 2 end, b.person`
