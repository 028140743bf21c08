import type { Person } from '../../bot/ids.ts'
import type { BindWrite, RosterEntry, Write } from '../ports.ts'
import type { UploadedLine } from './ports.ts'

/** What of a roster's line differs from what is there. */
export interface RosterDifference {
  readonly field:
    | 'name'
    | 'county'
    | 'congressional_district'
    | 'delegates'
    | 'language'
    | 'chair'
    | 'phone'
    | 'backup_phone'
    | 'precinct'
  /** As it is shown to people; null: nothing there. */
  readonly from: string | null
  readonly to: string | null
}

/** What of a line can be changed for a precinct that is there. */
export type WantedLine = Pick<
  UploadedLine,
  'name' | 'county' | 'district' | 'delegates' | 'language' | 'chair' | 'phone' | 'backupPhone'
>

const phoneOf = (place: RosterEntry, kind: 'registered' | 'backup') =>
  place.people.find((person) => person.kind === kind) ?? null

export const asWanted = (place: RosterEntry): WantedLine => ({
  name: place.name,
  county: place.county,
  district: place.district,
  delegates: place.delegates,
  language: place.language,
  chair: phoneOf(place, 'registered')?.name ?? null,
  phone: (phoneOf(place, 'registered')?.phone ?? null) as WantedLine['phone'],
  backupPhone: (phoneOf(place, 'backup')?.phone ?? null) as WantedLine['phone'],
})

/** @param place null: the precinct is new. */
export function differences(place: RosterEntry | null, to: WantedLine): readonly RosterDifference[] {
  const from = place && asWanted(place)
  const fields: readonly (readonly [
    RosterDifference['field'],
    string | number | null | undefined,
    string | number | null,
  ])[] = [
    ['name', from?.name, to.name],
    ['county', from?.county, to.county],
    ['congressional_district', from?.district, to.district],
    ['delegates', from?.delegates, to.delegates],
    ['language', from?.language, to.language],
    ['chair', from?.chair, to.chair],
    ['phone', from?.phone, to.phone],
    // A backup that is the chair's own phone again counts once.
    ['backup_phone', from?.backupPhone, to.backupPhone === to.phone ? null : to.backupPhone],
  ]
  const text = (value: string | number | null | undefined) =>
    value === null || value === undefined ? null : String(value)
  return fields
    .filter(([, a, b]) => text(a) !== text(b))
    .map(([field, a, b]) => ({ field, from: text(a), to: text(b) }))
}

/** The rows that make it so. A chair's new name comes with the phone. */
export function writesFor(
  id: RosterEntry['id'],
  place: RosterEntry | null,
  to: WantedLine,
  differing: readonly RosterDifference[],
  person: (phone: string) => Person,
): readonly Write[] {
  const { name, county, district, delegates, language } = to
  const set = { name, county, district, delegates, language }
  const changed = new Set(differing.map(({ field }) => field))
  const row: Write = place ? { table: 'precincts', id, set } : { table: 'precincts', insert: { id, ...set } }
  const bind = (kind: 'registered' | 'backup', phone: string | null, chair: string | null): BindWrite =>
    phone === null
      ? { unbind: { precinct: id, kind } }
      : { bind: { precinct: id, kind, person: person(phone), phone, name: chair } }
  const backup = to.backupPhone === to.phone ? null : to.backupPhone
  return [
    row,
    ...(changed.has('phone') || changed.has('chair') ? [bind('registered', to.phone, to.chair)] : []),
    ...(changed.has('backup_phone') ? [bind('backup', backup, null)] : []),
  ]
}
