import type { Database } from '../db/connection/database.ts'
import { recordReader } from '../db/event-store/record-reader.ts'
import { createKeys } from '../keys/keys.ts'

/**
 * Whether a secret is the one under which this database's caucus was loaded: under another, every chair would be a
 * stranger and every code a wrong one. Looks at one hash, that of the first entry of the record; `backup` looks at all.
 * @returns null where it is, or nothing is loaded; otherwise what is wrong, in words, without a full stop.
 */
export async function secretMismatch(database: Pick<Database, 'batchRead'>, secret: string): Promise<string | null> {
  const [first] = await recordReader(database).entries(0, 1)
  if (first === undefined) return null
  const { stream, version, event, at, actor, hash } = first
  if (createKeys(secret).chain('', stream, version, event, at, actor) === hash) return null
  return 'the secret is not that of the caucus in this database. Give the one from the safe: CAUCUSLINE_SECRET, or the file DATABASE.secret'
}
