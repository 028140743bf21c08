import type { Caucus } from '../../bot/caucus.ts'
import { parseConfig } from '../../bot/config.ts'

/** As it was loaded: a configuration in a database was checked when it came in. */
export function caucusFrom(configJson: string): Caucus {
  const parsed = parseConfig(JSON.parse(configJson))
  if (!parsed.ok) throw new Error(`the configuration in the database is not valid: ${parsed.problems.join('; ')}`)
  return parsed.caucus
}
