import type { Place } from '../ports.ts'
import type { View } from '../view.ts'
import { attendanceOf } from '../worth.ts'
import { countyUnit, precinctUnit, stateUnit, text } from './nist-parts.ts'

/** The state, its counties and their precincts, each with how much of it has reported. */
export function nistUnits(view: View) {
  const { caucus, places } = view.setting
  const units = view.counties.map((county) => ({
    '@type': 'ElectionResults.ReportingUnit',
    '@id': countyUnit(county.slug),
    ...(county.pool ? { Type: 'other', OtherType: 'satellite pool' } : { Type: 'county' }),
    Name: text(county.name),
    ComposingGpUnitIds: county.places.map((p) => precinctUnit(p.id)),
    SubUnitsReported: county.sums.reported,
    TotalSubUnits: county.places.length,
    CountStatus: [status(county.sums.reported, county.places.length)],
  }))
  const state = {
    '@type': 'ElectionResults.ReportingUnit',
    '@id': stateUnit,
    Type: 'state',
    Name: text(caucus.state ?? caucus.name),
    ComposingGpUnitIds: view.counties.map((county) => countyUnit(county.slug)),
    SubUnitsReported: view.state.reported,
    TotalSubUnits: places.length,
    CountStatus: [status(view.state.reported, places.length)],
  }
  return [state, ...units, ...places.map((place) => precinctOf(place, view))]
}

function precinctOf(place: Place, view: View) {
  const entry = view.entries.get(place.id)
  return {
    '@type': 'ElectionResults.ReportingUnit',
    '@id': precinctUnit(place.id),
    ...(place.pool === null ? { Type: 'precinct' } : { Type: 'other', OtherType: 'satellite caucus' }),
    Name: text(place.name),
    ExternalIdentifier: [
      {
        '@type': 'ElectionResults.ExternalIdentifier',
        Type: 'other',
        OtherType: 'caucus precinct code',
        Value: place.id,
      },
    ],
    CountStatus: [status(entry === undefined ? 0 : 1, 1)],
    ...(entry !== undefined && { VotersParticipated: attendanceOf(entry) }),
  }
}

function status(reported: number, of: number) {
  const Status = reported === 0 ? 'not-processed' : reported < of ? 'in-process' : 'completed'
  return { '@type': 'ElectionResults.CountStatus', Status, Type: 'total' }
}
