import { readFileSync } from 'node:fs'
import { afterAll } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { sharedData } from '../shared.ts'
import { nightContract } from './night-contract.ts'

const opened: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const database of opened) await database.close()
})

const data = sharedData()
const file = (name: string) => readFileSync(`${data}/iowa2020/${name}`, 'utf8')
const texts =
  data === null
    ? null
    : {
        'caucus.json': file('caucus.json'),
        'roster.csv': file('roster.csv'),
        'counties.csv': file('counties.csv'),
        'reports.csv': file('reports.csv'),
      }
nightContract('SQLite in Node', texts, async () => {
  const database = openSqlite(':memory:')
  opened.push(database)
  return database
})
