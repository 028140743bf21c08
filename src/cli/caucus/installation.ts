import type { Person } from '../../bot/ids.ts'
import { cardPin } from '../../bot/phone/card-pin.ts'
import type { Keys } from '../../bot/ports.ts'
import type { Installation } from '../../db/event-store/install.ts'
import type { Files } from '../../files/load.ts'
import type { RosterLine } from '../../files/roster.ts'

/** The files of a caucus as the database takes them: phones become people, who are bound to their precincts; cards get PINs. */
export function installationOf(
  { caucus, file, roster, counties }: Files,
  keys: Pick<Keys, 'person' | 'pinHash'>,
  at: string,
): Installation {
  const lines = roster.flatMap((line) =>
    phonesOf(line).map((phone) => ({ ...phone, person: keys.person(phone.phone), line })),
  )
  const people = new Map<Person, { person: Person; phone: string; name: string | null }>()
  for (const { person, phone, kind, line } of lines) {
    const name = kind === 'registered' ? line.chair : null
    people.set(person, { person, phone, name: people.get(person)?.name ?? name })
  }
  return {
    configJson: JSON.stringify(file),
    caucus,
    precincts: roster.map(
      ({ precinct: id, county, name, district, delegates, language, timezone, kind, registered, pool }) => ({
        id,
        county,
        name,
        district,
        delegates,
        language,
        timezone,
        kind,
        registered,
        pool,
      }),
    ),
    counties: counties.map(({ county: name, countyDelegates, stateDelegates }) => ({
      name,
      countyDelegates,
      stateDelegates,
    })),
    people: [...people.values()],
    bindings: lines.map(({ person, kind, line }) => ({ person, precinct: line.precinct, kind })),
    pins: roster.map(({ precinct }) => ({ precinct, hash: keys.pinHash(precinct, cardPin(keys, precinct, 1)) })),
    at,
  }
}

/** A backup that is the chair's own phone again is no second phone. */
function phonesOf({ phone, backupPhone }: RosterLine) {
  const first = phone === null ? [] : [{ phone, kind: 'registered' as const }]
  const second = backupPhone === null || backupPhone === phone ? [] : [{ phone: backupPhone, kind: 'backup' as const }]
  return [...first, ...second]
}
