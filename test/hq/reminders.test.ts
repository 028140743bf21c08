import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { outboxStore } from '../../src/db/outbox/store.ts'
import { sendReminders } from '../../src/hq/reminders/send-reminders.ts'
import { templates } from '../../src/hq/reminders/templates.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createOutbox } from '../../src/sms/outbox/outbox.ts'
import { codeOf, phoneOf, SECRET, type Visitor, type World, world } from './world.ts'

let here: World
let dana: Visitor
let sam: Visitor
/** What a carrier took, in order. */
let sent: { readonly to: string; readonly body: string }[]
let outbox: ReturnType<typeof createOutbox>
beforeEach(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 300 })
  dana = await here.person('Dana', 'operator')
  sam = await here.person('Sam', 'supervisor')
  sent = []
  let names = 0
  outbox = createOutbox({
    store: outboxStore(here.database),
    gateway: async () => ({
      name: 'test',
      send: async ({ to, body }) => {
        sent.push({ to, body })
        return { ok: true, sid: `OUT${sent.length}`, segments: 1 }
      },
      find: async () => [],
    }),
    gatewayNamed: () => null,
    clock: here.clock,
    keys: createKeys(SECRET),
    random: () => 0.5,
    leaseName: () => {
      names += 1
      return `lease ${names}`
    },
    segments: () => 1,
    limits: { perSecond: 1_000_000, perDay: 1_000_000 },
    quiet: { from: '23:00', to: '08:00' },
    timezone: async () => 'America/Chicago',
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics: createMetrics(),
  })
})
afterEach(() => here.database.close())

const wish = (more: Record<string, string> = {}) => ({
  title: 'First reminder',
  stage: 'never',
  county: '',
  en: templates.never?.en ?? '',
  es: templates.never?.es ?? '',
  minutes: '0',
  again: '',
  calls: '',
  ...more,
})
const fact = (page: string, name: string) => new RegExp(`<dt>${name}</dt>\\s*<dd>([^<]*)`).exec(page)?.[1] ?? ''
async function plan(
  more: Record<string, string> = {},
): Promise<{ readonly id: string; readonly texts: number; readonly segments: number; readonly page: string }> {
  const page = await (await dana.post('/hq/reminders/preview', wish(more), '/hq/reminders/new')).text()
  const texts = Number(/^\d+/.exec(fact(page, 'Texts'))?.[0] ?? 0)
  const segments = Number(/^\d+/.exec(fact(page, 'Segments'))?.[0] ?? 0)
  await dana.post('/hq/reminders/plan', { ...wish(more), seen: String(texts) }, '/hq/reminders/new')
  const [row] = await here.rows('select id from hq_reminders order by made_at desc, rowid desc limit 1')
  return { id: String(row?.id ?? ''), texts, segments, page }
}
const approve = (id: string) => sam.post(`/hq/reminders/${id}/approve`, {}, `/hq/reminders/${id}`)
const everything = async () => {
  while ((await outbox.round()) > 0);
}

describe('a reminder to 300 silent precincts', () => {
  it('is sent exactly as its preview said, to each once, in each one’s language', async () => {
    const { id, texts, segments, page } = await plan()
    expect([texts, segments]).toEqual([300, 300])
    expect(page).toMatch(/as P0001 gets it/)
    await sendReminders(here.deps)
    expect(await here.rows('select 1 from outbox')).toHaveLength(0)
    expect((await dana.post(`/hq/reminders/${id}/approve`, {}, `/hq/reminders/${id}`)).status).toBe(403)
    expect((await approve(id)).status).toBe(303)
    expect(await sendReminders(here.deps)).toBe(300)
    expect(await sendReminders(here.deps)).toBe(0)
    await everything()
    expect(sent).toHaveLength(300)
    expect(new Set(sent.map(({ to }) => to)).size).toBe(300)
    for (const { to, body } of sent) {
      const n = Number(to.slice(5)) - 5_550_200
      expect(body.startsWith(codeOf(n))).toBe(true)
      expect(/LISTO/.test(body)).toBe(n % 5 === 0)
      expect(body.length).toBeLessThanOrEqual(160)
    }
    const [event] = await here.rows("select data from events where type = 'ReminderSent'")
    expect(JSON.parse(String(event?.data))).toEqual({ step: 1, people: 300, segments: 300, left: 0 })
  })

  it('reaches nobody who reported, checked in or said STOP meanwhile, at whatever moment', async () => {
    const { id } = await plan()
    await here.text(phoneOf(1), 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20') // before it is approved
    await approve(id)
    await here.text(phoneOf(2), 'READY') // before it is written
    expect(await sendReminders(here.deps)).toBe(298)
    await here.text(phoneOf(3), 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20') // while it waits in the outbox
    await here.text(phoneOf(4), 'READY')
    await here.database.batchWrite([
      {
        toSQL: () => ({
          sql: "update outbox set state = 'leased', lease = 'x', lease_until = '2099' where precinct = ?",
          params: [codeOf(5)],
        }),
      },
    ])
    await here.text(phoneOf(5), 'A 113') // while a sender holds it, before it is tried
    await everything()
    const to = new Set(sent.map((one) => one.to))
    for (const n of [1, 2, 3, 4, 5]) expect(to.has(phoneOf(n)), codeOf(n)).toBe(false)
    expect(sent).toHaveLength(295)
    const page = await (await dana.get(`/hq/reminders/${id}`)).text()
    expect(page).toMatch(/3 not sent \(they had reported/)
  })

  it('goes to nobody who was not in the preview', async () => {
    for (const n of [1, 2, 3]) await here.text(phoneOf(n), 'READY')
    const { texts } = await plan({
      stage: 'checked_in',
      en: templates.checked_in?.en ?? '',
      es: templates.checked_in?.es ?? '',
    })
    expect(texts).toBe(3)
    await here.text(phoneOf(4), 'READY')
    expect(await sendReminders(here.deps)).toBe(3)
    await everything()
    expect(sent.map(({ to }) => to).sort()).toEqual([1, 2, 3].map(phoneOf))
  })

  it('needs a second person above the size, who is no creature of the first', async () => {
    const { id } = await plan()
    const [row] = await here.rows('select state from hq_reminders')
    expect(row?.state).toBe('second')
    const set = (value: unknown) =>
      here.database.batchWrite([
        { toSQL: () => ({ sql: 'update hq_accounts set made_by = ? where name = ?', params: [value, 'Sam'] }) },
      ])
    await set((await here.rows("select id from hq_accounts where name = 'Dana'"))[0]?.id)
    expect((await approve(id)).status).toBe(409)
    await set(null)
    expect((await approve(id)).status).toBe(303)
  })

  it('stays inside the budget: what is too dear is refused in the preview, and waits where others were faster', async () => {
    await sam.post('/hq/reminders/settings', { budget: '350', secondAbove: '1000', price: '110' }, '/hq/reminders')
    const first = await plan()
    expect(first.page).toMatch(/about \$3\.30/)
    const second = await plan({ title: 'Second' })
    expect(second.texts).toBe(300)
    expect(await sendReminders(here.deps)).toBe(300)
    const [alert] = await here.rows("select detail from queue where id like 'budget/%'")
    expect(String(alert?.detail)).toMatch(/more than is left/)
    const third = await (await dana.post('/hq/reminders/preview', wish(), '/hq/reminders/new')).text()
    expect(third).toMatch(/more than is left of the day&#39;s budget: 50 segments/)
    expect((await dana.post('/hq/reminders/plan', { ...wish(), seen: '300' }, '/hq/reminders/new')).status).toBe(409)
  })

  it('keeps the quiet hours, and leaves when they are over', async () => {
    await sam.post('/hq/reminders/settings', { budget: '9999', secondAbove: '1000', price: '110' }, '/hq/reminders')
    here.clock.set('2020-02-04T05:30:00.000Z') // 11:30 PM in Chicago
    await sam.signIn()
    await dana.signIn()
    const { page } = await plan()
    expect(page).toMatch(/Quiet hours/)
    expect(await sendReminders(here.deps)).toBe(0)
    here.clock.set('2020-02-04T13:59:00.000Z')
    expect(await sendReminders(here.deps)).toBe(0)
    here.clock.set('2020-02-04T14:00:30.000Z')
    expect(await sendReminders(here.deps)).toBe(300)
  })

  it('climbs its ladder: a second text to who is still silent, then the call list', async () => {
    await sam.post('/hq/reminders/settings', { budget: '9999', secondAbove: '1000', price: '110' }, '/hq/reminders')
    await plan({ again: '20', calls: '15', county: '' })
    expect(await sendReminders(here.deps)).toBe(300)
    for (let n = 1; n <= 10; n += 1) await here.text(phoneOf(n), 'READY')
    here.clock.move(21 * 60_000)
    expect(await sendReminders(here.deps)).toBe(290)
    for (let n = 11; n <= 20; n += 1) await here.text(phoneOf(n), 'READY')
    await here.text(phoneOf(21), 'STOP')
    here.clock.move(16 * 60_000)
    await sendReminders(here.deps)
    expect(await here.rows('select 1 from hq_calls where outcome is null')).toHaveLength(280)
    const page = await (await dana.get('/hq/calls')).text()
    expect(page).toMatch(/280 calls to make/)
    const id = `${(await here.rows('select id from hq_calls order by id limit 1'))[0]?.id}`
    expect((await dana.post('/hq/calls/end', { id, outcome: '' }, '/hq/calls')).status).toBe(409)
    expect((await dana.post('/hq/calls/end', { id, outcome: 'reached, will text' }, '/hq/calls')).status).toBe(200)
    expect(await here.rows('select 1 from hq_calls where outcome is null')).toHaveLength(279)
  })

  it('that is cancelled takes back what has not left', async () => {
    const { id } = await plan()
    await approve(id)
    await sendReminders(here.deps)
    await outbox.round()
    const before = sent.length
    expect(before).toBeGreaterThan(0)
    await dana.post(`/hq/reminders/${id}/cancel`, { reason: 'wrong words' }, `/hq/reminders/${id}`)
    await everything()
    expect(sent.length).toBe(before)
  })

  it('that stopped half-way goes on without anybody getting it twice', async () => {
    const { id } = await plan()
    await approve(id)
    let writes = 0
    const { store } = here.deps
    const queueReminderTexts: typeof store.queueReminderTexts = (...rows) => {
      writes += 1
      return writes === 2 ? Promise.reject(new Error('killed')) : store.queueReminderTexts(...rows)
    }
    const broken = { ...here.deps, store: { ...store, queueReminderTexts } }
    await expect(sendReminders(broken)).rejects.toThrow('killed')
    await everything()
    expect(sent).toHaveLength(250)
    expect(await sendReminders(here.deps)).toBe(50)
    await everything()
    expect(new Set(sent.map(({ to }) => to)).size).toBe(300)
    expect(sent).toHaveLength(300)
  })
})

describe('the words of reminders', () => {
  it.each(Object.keys(templates).filter((name) => name !== 'all'))(
    'for %s fit one segment in each language',
    async (stage) => {
      const { filled, segmentsOf, templateProblem } = await import('../../src/hq/reminders/templates.ts')
      for (const text of Object.values(templates[stage as keyof typeof templates] ?? {})) {
        expect(templateProblem(text)).toBeNull()
        expect(
          segmentsOf(
            filled(text, { precinct: 'P0412', county: 'Pottawattamie', hq: '515-555-0199', example: 'Buttigieg' }),
          ),
        ).toBe(1)
      }
    },
  )

  it.each(['{precinct}: Reply STOP now', '{who}: hello', '{precinct}: reply OK 482163', '{precinct}: '])(
    'refuse %s',
    async (text) => {
      const { templateProblem } = await import('../../src/hq/reminders/templates.ts')
      expect(templateProblem(text)).not.toBeNull()
    },
  )
})
