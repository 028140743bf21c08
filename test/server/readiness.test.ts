import { expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { readiness } from '../../src/server/readiness.ts'
import { loadSmall } from '../sms/small-caucus.ts'

it('a database that writes and reads is ready, and those who ask at once share one answer', async () => {
  const database = openSqlite(':memory:')
  await loadSmall(database)
  let writes = 0
  const ready = readiness({
    ...database,
    batchWrite: (all) => {
      writes++
      return database.batchWrite(all)
    },
  })
  expect(await Promise.all([ready(), ready(), ready()])).toEqual([null, null, null])
  expect(writes).toBe(1)
  expect(await ready()).toBeNull()
  expect(writes).toBe(2)
  await database.close()
})

it('a writer that hangs is not ready, and is asked again', async () => {
  const database = openSqlite(':memory:')
  await loadSmall(database)
  let hangs = true
  const batchWrite = (all: Parameters<typeof database.batchWrite>[0]) =>
    hangs ? new Promise<void>(() => {}) : database.batchWrite(all)
  const ready = readiness({ ...database, batchWrite }, 20)
  expect(await ready()).toBe('the database does not answer')
  hangs = false
  expect(await ready()).toBeNull()
  await database.close()
})
