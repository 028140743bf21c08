import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { install } from '../../db/event-store/install.ts'
import type { Files, Paths } from '../../files/load.ts'
import { createKeys } from '../../keys/keys.ts'
import { systemClock } from '../../server/clock.ts'
import { installationOf } from './installation.ts'
import { changePhase } from './phase.ts'
import type { OpenCaucus } from './with-caucus.ts'

/** The files of the demonstration caucus that ships with the program. */
export const demoFiles: Paths = {
  config: demoFile('caucus.json'),
  roster: demoFile('roster.csv'),
  counties: demoFile('counties.csv'),
  reports: demoFile('reports.csv'),
}

function demoFile(name: string): string {
  return fileURLToPath(new URL(`../demo-caucus/${name}`, import.meta.url))
}

/** Makes a folder for the database of one run. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'caucusline-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/**
 * Loads a caucus into a fresh database and goes live as a demonstration, which is never taken for a real night
 * afterwards. The caller closes the database.
 * @throws when the file holds a caucus already.
 */
export async function loadDemonstration(files: Files, file: string, secret: string): Promise<OpenCaucus> {
  const database = openSqlite(file)
  const keys = createKeys(secret)
  const installed = await install(database, keys, installationOf(files, keys, systemClock.now()))
  if (!installed.ok) throw new Error(`${file} holds a caucus already`)
  const problem = await changePhase({ database, keys, clock: systemClock }, 'live', 'demo')
  if (problem !== null) throw new Error(problem)
  return { file, database, secret, keys }
}
