import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { parseConfig } from '../../src/bot/config.ts'
import { openD1 } from '../../src/db/connection/d1.ts'
import { install } from '../../src/db/event-store/install.ts'
import { recordReader } from '../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../src/db/event-store/store.ts'
import { installationOf, parseScript, play, type Script, transcriptKeys } from './transcript.ts'

const files: Readonly<Record<string, string>> = import.meta.glob('../transcripts/*.txt', {
  query: '?raw',
  import: 'default',
  eager: true,
})

async function onD1(script: Script) {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  const database = openD1(env.DB)
  await install(database, transcriptKeys, installationOf(script))
  await env.DB.prepare('update caucus set phase = ?').bind(script.phase).run()
  const store = eventStore(database, (json) => {
    const parsed = parseConfig(JSON.parse(json))
    if (!parsed.ok) throw new Error(parsed.problems.join())
    return parsed.caucus
  })
  return { ...store, ...recordReader(database) }
}

it('finds the golden transcripts, at least 80', () => expect(Object.keys(files).length).toBeGreaterThanOrEqual(80))

it.each(Object.entries(files))(
  '%s is answered as written, on D1 in workerd, also when delivered three times',
  async (_, golden) => {
    const script = parseScript(golden)
    expect(await play(script, await onD1(script))).toBe(golden)
    expect(await play(script, await onD1(script), 3)).toBe(golden)
  },
)
