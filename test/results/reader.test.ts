import { expect, test } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { resultsReader } from '../../src/db/publication/reader.ts'
import { readsForPublication } from './reader-contract.ts'
import { wholeWay } from './whole-way.ts'

test('publication reads by pages what came after, and the setting when it is another one', async () => {
  const database = openSqlite(':memory:')
  await readsForPublication(database, await wholeWay(database))
  await database.close()
})

test('a roster of several pages is read whole, in order', async () => {
  const database = openSqlite(':memory:')
  await wholeWay(database)
  const insert = database.client.prepare(
    `insert into precincts (id, county, name, district, delegates, language) values (?, 'Polk', 'Many', '1', 3, 'en')`,
  )
  const ids = Array.from({ length: 1500 }, (_, i) => `Q${String(i).padStart(4, '0')}`)
  for (const id of [...ids].reverse()) insert.run(id)
  const { places } = await resultsReader(database).setting()
  expect(places.map(({ id }) => id)).toEqual(['P0001', 'P0002', 'P0003', ...ids])
  expect(places.at(-1)).toMatchObject({ county: 'Polk', delegates: 3, pool: null, timezone: null })
  await database.close()
})
