import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqlite } from '../../src/db/better-sqlite3.ts'
import { install } from '../../src/db/install.ts'
import { sqlReader } from '../../src/db/reader.ts'
import { sqlStore } from '../../src/db/sql-store.ts'
import { iowaNight } from './files.ts'
import { nightInMemory, nightInstallation, nightSeal, parsed, playNight } from './night.ts'

const night = iowaNight(50)
if (night === null) console.log('skipped 1: the real Iowa night is not beside this checkout')

it.skipIf(night === null)(
  'fifty real precincts leave on SQLite the record that they leave in memory, and it verifies',
  async () => {
    if (night === null) return
    const dir = mkdtempSync(join(tmpdir(), 'caucusline-'))
    const database = openSqlite(join(dir, 'night.db'))
    try {
      await install(database, nightSeal, nightInstallation(night))
      database.client.prepare("update caucus set phase = 'live'").run()
      const onDisk = await playNight(night, { ...sqlStore(database, () => parsed(night)), ...sqlReader(database) })
      expect(onDisk).toEqual(await playNight(night, nightInMemory(night)))
      expect(onDisk.talks).toHaveLength(50)
      const heads = new Map<string, string>()
      for (const { stream, version, event, at, actor, hash } of onDisk.log) {
        expect(hash).toBe(nightSeal.chain(heads.get(stream) ?? '', stream, version, event, at, actor))
        heads.set(stream, hash)
      }
      expect(heads.size).toBeGreaterThanOrEqual(50)
    } finally {
      await database.close()
      rmSync(dir, { recursive: true })
    }
  },
)
