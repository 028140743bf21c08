import { afterAll } from 'vitest'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { webhookContract } from './contract.ts'

const opened: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const one of opened) await one.close()
})
webhookContract('better-sqlite3', async () => {
  const database = openSqlite(':memory:')
  opened.push(database)
  return database
})
