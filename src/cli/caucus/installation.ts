import type { Person } from '../../bot/ids.ts'
import { cardPin } from '../../bot/phone/card-pin.ts'
import type { Keys } from '../../bot/ports.ts'
import type { Installation } from '../../db/event-store/install.ts'
import type { Files } from '../../files/load.ts'
import type { RosterLine } from '../../files/roster.ts'

/** The files of a caucus as the database takes them: phones become people bound to their precincts, and cards get PINs. */
export function installationOf(
  { caucus, file, roster, counties }: Files,
  keys: Pick<Keys, 'person' | 'pinHash'>,
  at: string,
): Installation {
  const phones = roster.flatMap((line) =>
    phonesOf(line).map(({ phone, kind }) => ({ phone, kind, person: keys.person(phone), line })),
  )
  const people = new Map<Person, { person: Person; phone: string; name: string | null }>()
  for (const { person, phone, kind, line } of phones) {
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
    bindings: phones.map(({ person, kind, line }) => ({ person, precinct: line.precinct, kind })),
    pins: roster.map(({ precinct }) => ({ precinct, hash: keys.pinHash(precinct, cardPin(keys, precinct, 1)) })),
    at,
  }
}

/** A chair's own phone that is also given as the backup counts once. */
function phonesOf({ phone, backupPhone }: RosterLine) {
  const registered = phone === null ? [] : [{ phone, kind: 'registered' as const }]
  const backup = backupPhone === null || backupPhone === phone ? [] : [{ phone: backupPhone, kind: 'backup' as const }]
  return [...registered, ...backup]
}
