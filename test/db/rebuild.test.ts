import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseConfig } from '../../src/bot/config.ts'
import type { Stored } from '../../src/bot/event.ts'
import { fold } from '../../src/bot/evolve.ts'
import type { Person, PrecinctId, ReportingPhase, StreamId } from '../../src/bot/ids.ts'
import { foldPhone } from '../../src/bot/phone-state.ts'
import { phoneRow, reportRow } from '../../src/bot/project.ts'
import { openSqlite } from '../../src/db/better-sqlite3.ts'
import { install } from '../../src/db/install.ts'
import { sqlReader } from '../../src/db/reader.ts'
import { type Project, rebuild } from '../../src/db/rebuild.ts'
import { sqlStore } from '../../src/db/sql-store.ts'
import { installationOf, parseScript, play, transcriptSeal } from '../bot/transcript.ts'

/** As the bot makes them: the state of the whole stream, and its row. */
const project: Project = (stream: StreamId, events: readonly Stored[]) => {
  const [kind = '', name = ''] = stream.split('/')
  if (kind === 'phone') return [phoneRow(name as Person, foldPhone(events))]
  if (kind === 'roster') return []
  return [reportRow(kind as ReportingPhase, name as PrecinctId, fold(events))]
}

const folder = new URL('../transcripts/', import.meta.url)

it('changes nothing after any of the golden transcripts', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'))
  let compared = 0
  for (const name of files) {
    const script = parseScript(readFileSync(new URL(name, folder), 'utf8'))
    const database = openSqlite(':memory:')
    await install(database, transcriptSeal, installationOf(script))
    const hash = '0'.repeat(64)
    database.client.exec(
      `insert into events (stream, version, type, data, at, actor, cause, hash) values ('caucus', 2, 'PhaseChanged', '{"from":"setup","to":"${script.phase}","by":null}', 'at', 'system', 'hq', '${hash}')`,
    )
    database.client.prepare('update caucus set phase = ?, phase_version = 2').run(script.phase)
    const reader = sqlReader(database)
    const store = sqlStore(database, (json) => {
      const parsed = parseConfig(JSON.parse(json))
      if (!parsed.ok) throw new Error(parsed.problems.join())
      return parsed.caucus
    })
    await play(script, { ...store, ...reader })
    const tables = async () => [await reader.reports(), await reader.phones(), [await reader.phase()]]
    const before = await tables()
    const events = await rebuild(database, project)
    expect(events, name).toBe((await reader.entries()).length)
    expect(await tables(), name).toEqual(before)
    compared += before.flat().length
    await database.close()
  }
  expect(compared).toBeGreaterThan(2 * files.length)
})
