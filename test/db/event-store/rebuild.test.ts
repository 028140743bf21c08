import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseConfig } from '../../../src/bot/config.ts'
import { rowsOfStream } from '../../../src/bot/handle/read-model.ts'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { rebuild } from '../../../src/db/event-store/rebuild.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../../src/db/event-store/store.ts'
import { installationOf, parseScript, play, transcriptKeys } from '../../bot/transcript.ts'

const folder = new URL('../../transcripts/', import.meta.url)

it('changes nothing after any of the golden transcripts', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'))
  let compared = 0
  for (const name of files) {
    const script = parseScript(readFileSync(new URL(name, folder), 'utf8'))
    const database = openSqlite(':memory:')
    await install(database, transcriptKeys, installationOf(script))
    const hash = '0'.repeat(64)
    database.client.exec(
      `insert into events (stream, version, type, data, at, actor, cause, hash) values ('caucus', 2, 'PhaseChanged', '{"from":"setup","to":"${script.phase}","by":null}', 'at', 'system', 'hq', '${hash}')`,
    )
    database.client.prepare('update caucus set phase = ?, phase_version = 2').run(script.phase)
    const reader = recordReader(database)
    const store = eventStore(database, (json) => {
      const parsed = parseConfig(JSON.parse(json))
      if (!parsed.ok) throw new Error(parsed.problems.join())
      return parsed.caucus
    })
    await play(script, { ...store, ...reader })
    const tables = async () => [await reader.reports(), await reader.phones(), [await reader.phase()]]
    const before = await tables()
    const rebuilt = await rebuild(database, rowsOfStream)
    expect(rebuilt, name).toEqual({
      events: (await reader.entries()).length,
      rows: before.flat().length,
      differs: [],
    })
    expect(await tables(), name).toEqual(before)
    // From nothing at all, too.
    database.client.exec('delete from reports; delete from phones')
    expect((await rebuild(database, rowsOfStream))?.differs.length, name).toBe(before.flat().length - 1)
    expect(await tables(), name).toEqual(before)
    compared += before.flat().length
    await database.close()
  }
  expect(compared).toBeGreaterThan(2 * files.length)
})
