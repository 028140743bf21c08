import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { openD1 } from '../../src/db/connection/d1.ts'
import { nightContract } from './night-contract.ts'

// workerd has no files: the shared data is built into the test, where it is there.
const found = import.meta.glob('../../../shared/data/iowa2020/*', { query: '?raw', import: 'default', eager: true })
const file = (name: string) => found[`../../../shared/data/iowa2020/${name}`] ?? ''
const texts = {
  'caucus.json': file('caucus.json'),
  'roster.csv': file('roster.csv'),
  'counties.csv': file('counties.csv'),
  'reports.csv': file('reports.csv'),
}
nightContract('D1 in workerd', Object.values(texts).includes('') ? null : texts, async () => {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  return openD1(env.DB)
})
