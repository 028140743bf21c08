import * as z from 'zod'
import { caucusFile } from '../bot/config.ts'

/** What each key of caucus.json is for. */
const meaning: Readonly<Record<keyof typeof caucusFile.shape, string>> = {
  name: 'The name of the caucus, as pages show it.',
  date: 'The local date of the caucus.',
  timezone: 'The IANA time zone that replies and pages tell the time in, such as America/Chicago.',
  rules: 'The rule set by name (caucusline math --rules list), or one of your own as an object.',
  languages: 'The languages that chairs may choose; the first is the usual one.',
  phone: 'The number that chairs text, such as +15155550100.',
  candidates: 'The preference groups in ballot order, each with a short code and the other words that mean it.',
  practice: 'The candidates of the phase practice.',
  precinct_code: 'How many letters and digits the codes of precincts have; P0412 has 1 and 4.',
  hq_phone: 'The number that replies tell people to call.',
  state: 'The postal code of the state, such as IA.',
  national: 'Pledged national delegates, for the projection; without it none is shown.',
  satellite_pools: 'State delegate equivalents that the sites of each satellite pool share.',
  quiet_hours: 'When no reminder is sent, by local time.',
  issuer: 'Who publishes, for the feeds that ask.',
}

/** caucus.json as a JSON schema: docs/caucus.schema.json is this, and a test keeps it so. */
export function caucusSchema(): object {
  const made = z.toJSONSchema(caucusFile, { io: 'input', override: describe })
  return { ...made, title: 'caucus.json', description: 'A caucus as Caucusline takes it. An unknown key is an error.' }
}

function describe({
  path,
  jsonSchema,
}: {
  path: readonly (string | number)[]
  jsonSchema: { description?: string }
}): void {
  const [properties, key] = path
  if (path.length === 2 && properties === 'properties' && key !== undefined && key in meaning)
    jsonSchema.description = meaning[key as keyof typeof meaning]
}
