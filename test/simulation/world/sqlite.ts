import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, type SqliteDatabase } from '../../../src/db/connection/better-sqlite3.ts'
import type { Plan } from './plan.ts'
import type { Rows, Storage } from './storage.ts'

/** In this process: in memory, or in a file that is opened anew after a crash. */
export async function openStorage(plan: Plan): Promise<Storage> {
  const file = plan.onDisk ? join(tmpdir(), `caucusline-night-${process.pid}-${plan.seed}.db`) : ':memory:'
  remove(file)
  let database = open(file)
  let prepared = new Map<string, ReturnType<SqliteDatabase['client']['prepare']>>()
  return {
    get database() {
      return database
    },
    async rows(sql, ...params) {
      const statement = prepared.get(sql) ?? database.client.prepare(sql)
      prepared.set(sql, statement)
      return statement.all(...params) as Rows
    },
    async reopen() {
      if (!plan.onDisk) return
      database.client.close()
      database = open(file)
      prepared = new Map()
    },
    async end() {
      database.client.close()
      remove(file)
    },
  }
}

function open(file: string): SqliteDatabase {
  const database = openSqlite(file, { check: false })
  // A process that dies loses nothing that the system has taken over; power is not cut here.
  database.client.pragma('synchronous = off')
  return database
}

function remove(file: string): void {
  if (file === ':memory:') return
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}
