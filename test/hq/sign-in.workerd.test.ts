import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { openD1 } from '../../src/db/connection/d1.ts'
import { signInContract } from './sign-in-contract.ts'

signInContract('D1', async () => {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  return openD1(env.DB)
})
