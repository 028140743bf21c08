/**
 * The columns of a caucus' tables. Files are CSV in UTF-8 with a header; columns may come in any order, and their names in
 * any case. A column that is not listed here is an error: a misspelled one would quietly be left out.
 */
export interface Columns {
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/**
 * roster.csv, a line for each precinct and each satellite site.
 *
 *   precinct,county,name,congressional_district,delegates,phone,language,chair
 *   P0412,Polk,"Library, upstairs",3,7,(515) 555-0112,en,Mary Jones
 */
export const rosterColumns = {
  required: [
    'precinct', // its code as chairs text it, in the form that caucus.json states
    'county', // as it stands in counties.csv
    'name',
    'congressional_district', // a dash if there is none
    'delegates', // to elect, 1 or more
    'phone', // the chair's, as people write it; blank if the chair calls in or texts with a PIN
    'language', // one of the caucus': en, es
  ],
  optional: [
    'chair', // their name
    'backup_phone', // a second phone of the same precinct
    'kind', // precinct (or blank), satellite
    'registered', // voters
    'pool', // the satellite pool of caucus.json that the site belongs to
    'timezone', // an IANA name, if it is not the caucus'
  ],
} as const satisfies Columns

/**
 * counties.csv, a line for each county. One of its delegates is worth state_delegates / county_delegates.
 *
 *   county,county_delegates,state_delegates
 *   Polk,1100,228
 */
export const countyColumns = {
  required: [
    'county',
    'county_delegates', // to the county convention, 1 or more
    'state_delegates', // to the state convention
  ],
  optional: [],
} as const satisfies Columns

/**
 * reports.csv, a line for each candidate of each precinct of a night that is over, for the demonstration and for `replay`.
 *
 *   precinct,candidate,initial,final,delegates,sde
 *   P0412,Sanders,45,48,3,0.6218
 */
export const reportColumns = {
  required: [
    'precinct',
    'candidate', // name or code of caucus.json, in any case
    'initial', // people at the first alignment
    'final', // people at the final one
    'delegates', // as reported
    'sde', // state delegate equivalents as published, a decimal: checked, not used
  ],
  optional: [],
} as const satisfies Columns
