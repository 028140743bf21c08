import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { openD1 } from '../../src/db/d1.ts'
import { install } from '../../src/db/install.ts'
import { sqlReader } from '../../src/db/reader.ts'
import { sqlStore } from '../../src/db/sql-store.ts'
import { nightInMemory, nightInstallation, nightSeal, parsed, playNight } from './night.ts'

const night = env.NIGHT
if (night === null) console.log('skipped 1: the real Iowa night is not beside this checkout')

it.skipIf(night === null)(
  'fifty real precincts leave on D1 in workerd the record that they leave in memory',
  async () => {
    if (night === null) return
    await reset()
    await applyD1Migrations(env.DB, env.MIGRATIONS)
    const database = openD1(env.DB)
    await install(database, nightSeal, nightInstallation(night))
    await env.DB.prepare("update caucus set phase = 'live'").run()
    const onD1 = await playNight(night, { ...sqlStore(database, () => parsed(night)), ...sqlReader(database) })
    const inMemory = await playNight(night, nightInMemory(night))
    expect(onD1).toEqual(inMemory)
    expect(onD1.talks).toHaveLength(50)
    expect(onD1.log.length).toBeGreaterThan(200)
  },
)
