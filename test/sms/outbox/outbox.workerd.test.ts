import { applyD1Migrations, env } from 'cloudflare:test'
import { openD1 } from '../../../src/db/connection/d1.ts'
import { outboxContract } from './contract.ts'

outboxContract('D1', async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  return openD1(env.DB)
})
