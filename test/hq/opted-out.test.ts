import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { deliveryStore } from '../../src/db/outbox/deliveries.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { createDeliveries } from '../../src/sms/outbox/deliveries.ts'
import { codeOf, phoneOf, SECRET, sql, type Visitor, type World, world } from './world.ts'

let here: World
let dana: Visitor
beforeEach(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 3 })
  dana = await here.person('Dana', 'operator')
})
afterEach(() => here.database.close())

const log = { info: () => {}, warn: () => {}, error: () => {} }
const precinct = async () => (await dana.get(`/hq/precincts/${codeOf(1)}`)).text()
const remindable = async () => {
  const wish = { title: 'x', stage: 'never', county: '', en: 'Hello {precinct}', es: 'Hola {precinct}', minutes: '0' }
  const page = await (
    await dana.post('/hq/reminders/preview', { ...wish, again: '', calls: '' }, '/hq/reminders/new')
  ).text()
  return [/<dt>Texts<\/dt>\s*<dd>(\d+)/.exec(page)?.[1], /(\d+) who opted out/.exec(page)?.[1]]
}

it('a STOP that only the carrier knows of is seen by headquarters and by reminders, until START', async () => {
  const keys = createKeys(SECRET)
  const store = deliveryStore(here.database)
  const deliveries = createDeliveries({ store, clock: here.clock, keys, log })
  expect(await remindable()).toEqual(['3', '0'])
  expect(await precinct()).not.toContain('opted out')

  await here.database.batchWrite([
    sql(
      `insert into outbox (id, person, body, due, priority, precinct, cause, state, tried_at, sent_at, carrier_sid)
       values ('o1', ?, 'A reminder', ?, 3, ?, 'test', 'sent', ?, ?, 'SMo1')`,
      ...[keys.person(phoneOf(1)), here.clock.now(), codeOf(1), here.clock.now(), here.clock.now()],
    ),
  ])
  here.clock.move(2000)
  await deliveries.record({
    sid: 'SMo1',
    state: 'undelivered',
    code: 21610,
    reason: 'opted_out',
    reference: 'o1',
    at: here.clock.now(),
  })
  expect(await precinct()).toContain('opted out: cannot be texted until START')
  expect(await remindable()).toEqual(['2', '1'])
  expect(await (await dana.get('/hq/readiness?show=unreachable')).text()).toContain('opted out')
  expect(await (await dana.get('/hq/queue')).text()).toContain('A phone has opted out (STOP)')
  const deeds = await (await dana.get('/hq/log?tab=deeds&kind=')).text()
  expect(deeds).toContain(
    '<strong>Caucusline</strong> heard from the carrier (error 21610) that this phone has opted out',
  )

  here.clock.move(2000)
  expect(await here.text(phoneOf(1), 'START')).toBe('')
  expect(await precinct()).not.toContain('cannot be texted')
  expect(await remindable()).toEqual(['3', '0'])
})
