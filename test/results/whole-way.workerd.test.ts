import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { openD1 } from '../../src/db/connection/d1.ts'
import { verifyLedger } from '../../src/results/ledger/verify.ts'
import { readsForPublication } from './reader-contract.ts'
import { theWholeWay, wholeWay } from './whole-way.ts'

it('what chairs text and approve is published, corrected and verified on D1 in workerd', async () => {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  const way = await wholeWay(openD1(env.DB))
  const { json, ledger, home } = await theWholeWay(way)
  const verdict = await verifyLedger(ledger, way.key)
  expect(verdict.faults).toEqual([])
  expect(verdict).toMatchObject({ ok: true, origin: 'ours', updates: 4 })
  expect(JSON.parse(json)).toMatchObject({
    reported: 3,
    of: 3,
    totals: { Ash: { delegates: 8 }, Birch: { delegates: 8 }, Cedar: { delegates: 5 } },
  })
  expect(home).toContain('3 of 3 precincts')
})

it('publication reads by pages what came after, and the setting when it is another one, on D1 in workerd', async () => {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  const database = openD1(env.DB)
  await readsForPublication(database, await wholeWay(database))
})
