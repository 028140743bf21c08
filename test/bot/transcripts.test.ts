import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/bot/config.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { install } from '../../src/db/event-store/install.ts'
import { recordReader } from '../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../src/db/event-store/store.ts'
import { memoryStore } from '../db/memory-store.ts'
import { configOf, installationOf, parseScript, play, type Script, transcriptKeys } from './transcript.ts'

const folder = new URL('../transcripts/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'))

function inMemory(script: Script) {
  const parsed = parseConfig(configOf(script))
  if (!parsed.ok) throw new Error('unreachable')
  const { precincts, bindings, pins = [] } = installationOf(script)
  return memoryStore({
    caucus: parsed.caucus,
    phase: script.phase,
    precincts,
    pins,
    bindings: bindings.map((b) => ({ ...b, until: null })),
  })
}

async function onDisk<T>(script: Script, use: (store: Parameters<typeof play>[1]) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'caucusline-'))
  const database = openSqlite(join(dir, 'night.db'))
  try {
    await install(database, transcriptKeys, installationOf(script))
    database.client.prepare('update caucus set phase = ?').run(script.phase)
    const store = eventStore(database, (json) => {
      const parsed = parseConfig(JSON.parse(json))
      if (!parsed.ok) throw new Error(parsed.problems.join())
      return parsed.caucus
    })
    return await use({ ...store, ...recordReader(database) })
  } finally {
    await database.close()
    rmSync(dir, { recursive: true })
  }
}

describe('golden transcripts', () => {
  it('are there, at least 80 of them', () => expect(files.length).toBeGreaterThanOrEqual(80))

  describe.each(files)('%s', (name) => {
    const script = parseScript(readFileSync(new URL(name, folder), 'utf8'))

    it('is answered as written, in memory', async () => {
      await expect(await play(script, inMemory(script))).toMatchFileSnapshot(new URL(name, folder).pathname)
    })
    it('is answered the same from SQLite on disk', async () => {
      const played = await onDisk(script, (store) => play(script, store))
      expect(played).toBe(await play(script, inMemory(script)))
    })
    it('is answered the same when every text is delivered three times', async () => {
      const once = await play(script, inMemory(script))
      expect(await play(script, inMemory(script), 3)).toBe(once)
      expect(await onDisk(script, (store) => play(script, store, 3))).toBe(once)
    })
  })
})
