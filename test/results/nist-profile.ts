/**
 * What NIST SP 1500-100 version 2 demands of the classes that our export uses, as JSON Schema draft 04: written down from
 * the published schema (usnistgov/ElectionResultsReporting, branch version2), in a table of our own. `!` is required.
 * The published file itself can be checked too: see CAUCUSLINE_NIST_SCHEMA in feeds.test.ts.
 */
type Schema = Readonly<Record<string, unknown>>

const string: Schema = { type: 'string' }
const integer: Schema = { type: 'integer' }
const number: Schema = { type: 'number' }
const boolean: Schema = { type: 'boolean' }
const date: Schema = { type: 'string', format: 'date' }
/** Whole seconds and a zone, as the format asks; ours is always UTC, which the format allows and does not demand. */
const dateTime: Schema = {
  type: 'string',
  format: 'date-time',
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$',
}
const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values })
const list = (items: Schema, minItems = 0): Schema => ({ type: 'array', items, minItems })
const ref = (name: string): Schema => ({ $ref: `#/definitions/ElectionResults.${name}` })

const countItem = oneOf(
  'absentee',
  'absentee-fwab',
  'absentee-in-person',
  'absentee-mail',
  'early',
  'election-day',
  'other',
  'provisional',
  'seats',
  'total',
  'uocava',
  'write-in',
)
const unitType = oneOf(
  'combined-precinct',
  'congressional',
  'county',
  'other',
  'polling-place',
  'precinct',
  'state',
  'town',
  'township',
  'ward',
)

const classes: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  ElectionReport: {
    'Format!': oneOf('precinct-level', 'summary-contest'),
    'GeneratedDate!': dateTime,
    'Issuer!': string,
    'IssuerAbbreviation!': string,
    'SequenceStart!': integer,
    'SequenceEnd!': integer,
    'Status!': oneOf('certified', 'correction', 'pre-election', 'recount', 'unofficial-complete', 'unofficial-partial'),
    'VendorApplicationId!': string,
    IsTest: boolean,
    TestType: string,
    Notes: string,
    GpUnit: list(ref('ReportingUnit')),
    Election: list(ref('Election')),
  },
  Election: {
    'ElectionScopeId!': string,
    'StartDate!': date,
    'EndDate!': date,
    'Name!': ref('InternationalizedText'),
    'Type!': oneOf(
      'general',
      'other',
      'partisan-primary-closed',
      'partisan-primary-open',
      'primary',
      'runoff',
      'special',
    ),
    OtherType: string,
    Candidate: list(ref('Candidate')),
    Contest: list(ref('CandidateContest')),
  },
  Candidate: { '@id!': string, 'BallotName!': ref('InternationalizedText') },
  CandidateContest: {
    '@id!': string,
    'ElectionDistrictId!': string,
    'Name!': string,
    'VotesAllowed!': integer,
    VoteVariation: oneOf(
      'approval',
      'borda',
      'cumulative',
      'majority',
      'n-of-m',
      'other',
      'plurality',
      'proportional',
      'range',
      'rcv',
      'super-majority',
    ),
    SubUnitsReported: integer,
    TotalSubUnits: integer,
    ContestSelection: list(ref('CandidateSelection')),
  },
  CandidateSelection: { '@id!': string, CandidateIds: list(string), VoteCounts: list(ref('VoteCounts')) },
  VoteCounts: { 'Count!': number, 'GpUnitId!': string, 'Type!': countItem, OtherType: string, Round: integer },
  ReportingUnit: {
    '@id!': string,
    'Type!': unitType,
    OtherType: string,
    Name: ref('InternationalizedText'),
    ComposingGpUnitIds: list(string),
    ExternalIdentifier: list(ref('ExternalIdentifier')),
    SubUnitsReported: integer,
    TotalSubUnits: integer,
    VotersParticipated: integer,
    CountStatus: list(ref('CountStatus')),
  },
  ExternalIdentifier: {
    'Type!': oneOf('fips', 'local-level', 'national-level', 'ocd-id', 'other', 'state-level'),
    'Value!': string,
    OtherType: string,
    Label: string,
  },
  CountStatus: {
    'Status!': oneOf('completed', 'in-process', 'not-processed', 'unknown'),
    'Type!': countItem,
    OtherType: string,
  },
  InternationalizedText: { 'Text!': list(ref('LanguageString'), 1), Label: string },
  LanguageString: { 'Content!': string, 'Language!': string },
}

function classOf(name: string, members: Readonly<Record<string, Schema>>): Schema {
  const properties = { '@type!': oneOf(`ElectionResults.${name}`), ...members }
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties)
      .filter((key) => key.endsWith('!'))
      .map((key) => key.slice(0, -1)),
    properties: Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key.replace('!', ''), schema])),
  }
}

export const nistProfile: Schema = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  $ref: '#/definitions/ElectionResults.ElectionReport',
  definitions: Object.fromEntries(
    Object.entries(classes).map(([name, members]) => [`ElectionResults.${name}`, classOf(name, members)]),
  ),
}
