import type { Database } from '../../src/db/database.ts'
import { statement } from '../../src/db/plain-sql.ts'

/** How long a phone that was just registered may stand in the strangers' lane. */
const LOOK_AGAIN_MS = 30_000

/** The phones that have a precinct, looked up now and then: a text never waits for it. */
export async function knownChairs(database: Database): Promise<() => ReadonlySet<string>> {
  const read = async () => {
    const [rows] = await database.together([
      statement('select distinct phone from bindings join people on people.person = bindings.person'),
    ])
    return new Set((rows ?? []).map((row) => String(row.phone)))
  }
  let known = await read()
  let until = Date.now() + LOOK_AGAIN_MS
  return () => {
    if (Date.now() >= until) {
      until = Date.now() + LOOK_AGAIN_MS
      // Where it fails, what was known serves on.
      read().then(
        (fresh) => {
          known = fresh
        },
        () => {},
      )
    }
    return known
  }
}
