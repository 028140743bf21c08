import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { openD1 } from '../../src/db/connection/d1.ts'
import { pinContract } from './pin-contract.ts'

pinContract('D1', async () => {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  return openD1(env.DB)
})
