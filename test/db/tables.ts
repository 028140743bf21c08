import { afterEach, beforeEach, describe } from 'vitest'
import type { Database } from '../../src/db/connection/database.ts'
import { acting } from './tables/acting.ts'
import { guarding } from './tables/guarding.ts'
import { installing } from './tables/installing.ts'
import { rebuilding } from './tables/rebuilding.ts'

/** What the tables hold to by themselves, on both databases. `open` gives an empty one, migrated, each time. */
export function tablesContract(name: string, open: () => Promise<Database>): void {
  describe(`the tables in ${name}`, () => {
    let database: Database
    beforeEach(async () => {
      database = await open()
    })
    afterEach(() => database.close())
    const current = (): Database => database
    installing(current)
    guarding(current)
    rebuilding(current)
    acting(current)
  })
}
