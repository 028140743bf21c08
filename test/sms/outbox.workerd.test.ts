import { applyD1Migrations, env } from 'cloudflare:test'
import { openD1 } from '../../src/db/d1.ts'
import { outboxContract } from './outbox-contract.ts'

outboxContract('D1', async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  return openD1(env.DB)
})
