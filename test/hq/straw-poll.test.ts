import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { codeOf, phoneOf, type Visitor, type World, world } from './world.ts'

/** A party that counts ballots and elects nobody in its precincts. */
let here: World
let dana: Visitor
beforeEach(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 3, rules: 'ia_gop' })
  dana = await here.person('Dana', 'admin')
})
afterEach(() => here.database.close())

const path = `/hq/precincts/${codeOf(1)}`
const words = (page: string) => page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const page = async (of = path) => words(await (await dana.get(of)).text())
const nobody = /delegate|viable|threshold|initial|step by step/i

it('a precinct’s page shows votes, and no delegates that nobody elects', async () => {
  expect(await page()).not.toMatch(nobody)
  const answer = await here.text(phoneOf(1), 'F Sanders 20 Warren 20 Biden 5')
  await here.text(phoneOf(1), /OK \d{6,8}/.exec(answer)?.[0] ?? '')
  const shown = await page()
  expect(shown).toMatch(/As on record\. Nobody is elected here\. Group Votes Biden 5 Sanders 20 Warren 20 Together 45/)
  expect(shown).toMatch(/Report 1, approved by the chair/)
  expect(shown).not.toMatch(nobody)
})

it('counts entered by telephone are read, read back and recorded as votes', async () => {
  const form = { text: 'A 50 F Sanders 20 Warren 20 Biden 5' }
  const preview = words(await (await dana.post(`${path}/preview`, { as: 'enter', ...form }, path)).text())
  expect(preview).toMatch(/counted: Sanders 20, Warren 20, Biden 5/)
  expect(preview).not.toMatch(nobody)
  expect((await dana.post(`${path}/enter`, form, path)).status).toBe(303)
  const erin = await here.person('Erin', 'operator')
  const [row] = await here.rows('select revision from reports')
  const read = { revision: String(row?.revision), read: 'yes' }
  expect((await erin.post(`${path}/read-back`, read, path)).status).toBe(303)
  expect(await page()).toMatch(/50 votes cast\. Nobody is elected here/)
})

it('the cards ask for one count', async () => {
  const [{ county } = {}] = await here.rows('select county from precincts where id = ?', codeOf(1))
  const cards = await page(`/hq/roster/cards?county=${encodeURIComponent(String(county))}`)
  expect(cards).toMatch(/P0001 F Biden 45 Buttigieg 20 the count/)
  expect(cards).not.toMatch(/P0001 I|first count|final count/)
})
