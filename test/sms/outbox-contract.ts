import { describe, expect, it } from 'vitest'
import type { PhoneEvent } from '../../src/bot/event.ts'
import { type Person, type Phone, phoneStream } from '../../src/bot/ids.ts'
import { appended } from '../../src/bot/stamp.ts'
import type { Database, Statement } from '../../src/db/database.ts'
import { deliveryStore } from '../../src/db/delivery-store.ts'
import { outboxStore } from '../../src/db/outbox-store.ts'
import { createDeliveries } from '../../src/sms/deliveries.ts'
import { createMeter } from '../../src/sms/meter.ts'
import { createOutbox, type OutboxDeps } from '../../src/sms/outbox.ts'
import type { DeliveryNews, Gateway, Message, Sent } from '../../src/sms/ports.ts'
import { transcriptSeal } from '../bot/transcript.ts'
import { logbook } from './fixtures.ts'

const sql = (text: string, ...params: unknown[]): Statement => ({ toSQL: () => ({ sql: text, params }) })
const START = Date.parse('2020-02-04T01:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()

let leases = 0
let people = 0

/** A world with one person, a clock that is moved by hand, and a carrier that does as it is told. */
async function world(database: Database, over: Partial<OutboxDeps> = {}) {
  people += 1
  const person = `p_${String(people).padStart(16, '0')}` as Person
  await database.atomically([
    sql("insert into caucus values (1, '{}', 'hash', 'live', 1, '2020-02-03T00:00:00Z') on conflict (id) do nothing"),
    sql('delete from outbox'),
    sql('delete from deliveries'),
    sql('delete from queue'),
    sql('delete from phones'),
    sql('insert into people values (?, ?, null) on conflict (person) do nothing', person, '+15155550123'),
  ])
  let now = START
  let sids = 0
  const left: Message[] = []
  const answers: (Sent | 'dies')[] = []
  let knows: 'list' | 'nothing' | 'no answer' = 'list'
  let dead = false
  const gateway: Gateway = {
    name: 'test',
    async send(message) {
      const answer = answers.shift()
      if (dead) throw new Error('the process has ended')
      if (answer === 'dies') {
        left.push(message)
        dead = true
        throw new Error('the process ends here')
      }
      if (answer !== undefined && !answer.ok) return answer
      left.push(message)
      return { ok: true, sid: `SM${sids++}`, segments: 1 }
    },
    async find(message) {
      if (knows === 'nothing') return 'unknown'
      if (knows === 'no answer') throw new Error('the list cannot be read')
      const same = left.map(({ to, body }, at) => ({ to, body, sid: `SMfound${at}` }))
      return same.filter(({ to, body }) => to === message.to && body === message.body).map(({ sid }) => sid)
    },
  }
  const clock = { now: () => iso(now) }
  const store = outboxStore(database)
  const { log, lines } = logbook()
  const given = over.store ?? store
  const deps: OutboxDeps = {
    gateway: async () => gateway,
    gatewayNamed: () => null,
    clock,
    random: () => 0.5,
    leaseName: () => `lease ${leases++}`,
    segments: () => 1,
    limits: { perSecond: 100, perDay: 1000 },
    quiet: null,
    timezone: async () => 'America/Chicago',
    log,
    meter: createMeter(),
    seal: transcriptSeal,
    ...over,
    // Who has died writes nothing down.
    store: {
      ...given,
      lease: async (...told) => {
        if (dead) throw new Error('the process has ended')
        return given.lease(...told)
      },
      settle: async (...told) => {
        if (dead) throw new Error('the process has ended')
        return given.settle(...told)
      },
    },
  }
  const put = (id: string, priority = 0, due = iso(START), body = `text ${id}`) =>
    database.atomically([
      sql(
        'insert into outbox (id, person, body, due, priority, precinct, cause) values (?, ?, ?, ?, ?, null, ?)',
        id,
        person,
        body,
        due,
        priority,
        'cause',
      ),
    ])
  const row = async (id: string) => (await database.together([sql('select * from outbox where id = ?', id)]))[0]?.[0]
  const queue = async () => (await database.together([sql('select id, kind, detail from queue order by id')]))[0]
  return {
    outbox: createOutbox(deps),
    /** Another one; after a crash, the next. */
    sender() {
      dead = false
      return createOutbox(deps)
    },
    gateway,
    deps,
    clock,
    log,
    store,
    left,
    answers,
    put,
    row,
    queue,
    lines,
    deliveries: createDeliveries({ store: deliveryStore(database), clock, log, seal: transcriptSeal }),
    person,
    /** What the phone's own stream holds, without its chain. */
    record: async () =>
      (
        await database.together([
          sql('select type, data, actor from events where stream = ? order by version', `phone/${person}`),
        ])
      )[0]?.map(({ type, data, actor }) => `${actor} ${type} ${data}`),
    /** The phone as the read table shows it, without its key. */
    phone: async () =>
      (
        await database.together([sql('select version, language, opted_out from phones where person = ?', person)])
      )[0]?.[0],
    /** A text of the phone's that leaves an event; as the bot would. */
    async said(event: PhoneEvent) {
      const stream = phoneStream(person)
      const before = await deliveryStore(database).phone(person)
      const under = {
        seal: transcriptSeal,
        at: iso(now),
        actor: `chair:${person}`,
        cause: `SMin${before.length}`,
      } as const
      const [append] = appended(stream, before, [event], under)
      const stored = append?.events[0]
      if (stored === undefined) throw new Error('a fixture is wrong')
      const { version, at, actor, cause, hash } = stored
      const { type, data } = event
      await database.atomically([
        sql(
          'insert into events (stream, version, type, data, at, actor, cause, hash) values (?, ?, ?, ?, ?, ?, ?, ?)',
          ...[stream, version, type, JSON.stringify(data), at, actor, cause, hash],
        ),
      ])
    },
    pass(ms: number) {
      now += ms
    },
    forgetful() {
      knows = 'nothing'
    },
    listFails(fails: boolean) {
      knows = fails ? 'no answer' : 'list'
    },
    states: async () => (await database.together([sql('select sid, state from deliveries order by sid, state')]))[0],
  }
}

/** The real time that a round takes to get there. */
async function until(there: () => boolean): Promise<void> {
  while (!there()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const refused = (code: number | null, uncertain = false): Sent => ({ ok: false, code, uncertain })

export function outboxContract(name: string, open: () => Promise<Database>): void {
  describe(`the outbox on ${name}`, () => {
    it('sends what is due, the most urgent first, and nothing twice', async () => {
      const w = await world(await open())
      await w.put('reminder', 3)
      await w.put('answer', 0)
      await w.put('tomorrow', 0, iso(START + 86_400_000))
      expect(await w.outbox.round()).toBe(2)
      expect(await w.outbox.round()).toBe(0)
      expect(w.left.map(({ id, to, validity }) => [id, to, validity])).toEqual([
        ['answer', '+15155550123' as Phone, 14_400],
        ['reminder', '+15155550123', 3600],
      ])
      expect(await w.row('answer')).toMatchObject({
        state: 'sent',
        carrier_sid: 'SM0',
        attempts: 1,
        lease: null,
        gateway: 'test',
      })
    })

    it('never lets two senders send one text', async () => {
      const w = await world(await open())
      for (let n = 0; n < 40; n++) await w.put(`t${n}`)
      await Promise.all([w.outbox.round(), w.sender().round(), w.sender().round()])
      await w.outbox.round()
      expect(w.left.length).toBe(40)
      expect(new Set(w.left.map(({ id }) => id)).size).toBe(40)
    })

    it('after a crash looks in the list before sending again', async () => {
      const w = await world(await open())
      await w.put('a')
      w.answers.push('dies')
      await expect(w.outbox.round()).rejects.toThrow()
      expect(await w.sender().round()).toBe(0)
      w.pass(4 * 60_000)
      expect(await w.sender().round()).toBe(1)
      expect(w.left.length).toBe(1)
      expect(await w.row('a')).toMatchObject({ state: 'sent', carrier_sid: 'SMfound0' })
    })

    it('where no list tells, an answer is sent once more, a reminder is not', async () => {
      const w = await world(await open())
      w.forgetful()
      await w.put('answer', 0)
      w.answers.push('dies')
      await expect(w.outbox.round()).rejects.toThrow()
      await w.put('reminder', 3)
      w.pass(4 * 60_000)
      await w.sender().round()
      expect(w.left.length).toBe(3)
      await w.put('reminder 2', 3, w.clock.now())
      w.answers.push('dies')
      await expect(w.sender().round()).rejects.toThrow()
      w.pass(4 * 60_000)
      await w.sender().round()
      expect(w.left.map(({ id }) => id)).toEqual(['answer', 'reminder', 'answer', 'reminder 2'])
      expect(await w.row('reminder 2')).toMatchObject({ state: 'dropped' })
    })

    it('tries again, more and more slowly, after looking, when the carrier had trouble', async () => {
      const w = await world(await open())
      await w.put('a')
      w.answers.push(refused(20500, true), refused(null, true))
      await w.outbox.round()
      expect(await w.row('a')).toMatchObject({
        state: 'waiting',
        error: '20500',
        due: iso(START + 22_500),
        tried_at: iso(START),
      })
      w.pass(22_500)
      await w.outbox.round()
      w.pass(3_600_000)
      expect(await w.outbox.round()).toBe(1)
      expect(await w.queue()).toEqual([])
    })

    it.each([
      [21614, 'failed', 'undeliverable'],
      [21610, 'failed', 'opted_out'],
      [30007, 'failed', 'undeliverable'],
    ])('error %i: %s at once, and %s in the queue', async (code, state, kind) => {
      const w = await world(await open())
      await w.put('a')
      w.answers.push(refused(code))
      await w.outbox.round()
      w.pass(86_400_000)
      await w.outbox.round()
      expect(w.left).toEqual([])
      expect(await w.row('a')).toMatchObject({ state, error: String(code) })
      expect(await w.queue()).toMatchObject([{ id: 'outbox/a', kind }])
    })

    it('stops everything and says so once when the account is refused', async () => {
      const w = await world(await open())
      for (const id of ['a', 'b', 'c']) await w.put(id)
      w.answers.push(refused(20003), refused(20003), refused(20003))
      expect(await w.outbox.round()).toBe(0)
      w.answers.splice(0)
      expect(await w.outbox.round()).toBe(0)
      expect(await w.queue()).toMatchObject([{ id: 'carrier/20003/2020-02-04', kind: 'anomaly' }])
      w.pass(60_000)
      expect(await w.outbox.round()).toBe(3)
    })

    it('rests when told so, longer each time, loses nothing, and begins again with what is most urgent', async () => {
      const w = await world(await open())
      await w.put('reminder', 3)
      await w.put('answer')
      w.answers.push(refused(20429), refused(20429))
      expect(await w.outbox.round()).toBe(0)
      expect(await w.row('answer')).toMatchObject({ state: 'waiting', error: '20429', due: iso(START + 1500) })
      expect(await w.row('reminder')).toMatchObject({ state: 'waiting', error: '20429' })
      w.pass(1499)
      expect(await w.outbox.round()).toBe(0)
      w.answers.splice(0)
      w.answers.push(refused(20429))
      w.pass(1)
      // One at a time, until one is taken.
      expect(await w.outbox.round()).toBe(0)
      expect(await w.row('answer')).toMatchObject({ attempts: 2, due: iso(START + 4500) })
      expect(await w.row('reminder')).toMatchObject({ attempts: 1 })
      w.pass(3000)
      await w.put('proposal', 1)
      expect(await w.outbox.round()).toBe(3)
      expect(w.left.map(({ id }) => id)).toEqual(['answer', 'proposal', 'reminder'])
    })

    it('gives up what a carrier that is too slow has made too late, and says so', async () => {
      const w = await world(await open())
      await w.put('reminder', 3)
      await w.put('answer')
      for (let minute = 0; minute <= 4 * 60 + 3; minute += 1) {
        w.answers.splice(0)
        w.answers.push(refused(20429), refused(20429))
        await w.outbox.round()
        w.pass(60_000)
      }
      expect(await w.row('reminder')).toMatchObject({ state: 'dropped', error: 'too late' })
      expect(await w.row('answer')).toMatchObject({ state: 'failed', error: '20429' })
      expect(await w.queue()).toMatchObject([{ id: 'outbox/answer' }, { id: 'outbox/late/2020-02-04' }])
    })

    it('drops a reminder that would wait for hours at the carrier, and not an answer', async () => {
      const w = await world(await open())
      await w.put('reminder', 3)
      await w.put('answer')
      w.answers.push(refused(21611), refused(21611))
      await w.outbox.round()
      expect(await w.row('reminder')).toMatchObject({ state: 'dropped', error: '21611' })
      expect(await w.row('answer')).toMatchObject({ state: 'waiting', error: '21611' })
    })

    it('is not kept up by one number that ours may not text to, and has headquarters call', async () => {
      const w = await world(await open())
      for (const id of ['a', 'b', 'c']) await w.put(id)
      for (let n = 0; n < 3; n++) {
        w.answers.push(refused(21612))
        await w.outbox.round()
        w.pass(600_000)
      }
      expect(w.left.map(({ id }) => id)).toEqual(['b', 'c'])
      expect(await w.row('a')).toMatchObject({ state: 'failed', error: '21612' })
      expect(await w.queue()).toMatchObject([{ id: 'outbox/a', kind: 'undeliverable' }])
    })

    it('sends a text of more segments than a second has, and lets the next ones wait for it', async () => {
      const w = await world(await open(), {
        segments: (body) => (body === 'text long' ? 7 : 1),
        limits: { perSecond: 1, perDay: 1000 },
      })
      await w.put('long')
      await w.put('next', 1)
      // It goes; so does one that began beside it. What they took is made up for.
      expect(await w.outbox.round()).toBe(2)
      await w.put('after', 1)
      w.pass(6000)
      expect(await w.outbox.round()).toBe(0)
      w.pass(1000)
      expect(await w.outbox.round()).toBe(1)
    })

    it('takes no other text of ours in the same words for the one that it looks for', async () => {
      const database = await open()
      const w = await world(database)
      await w.put('first', 0, iso(START), 'the same words')
      await w.outbox.round()
      await database.atomically([sql("update outbox set carrier_sid = 'SMfound0' where id = 'first'")])
      await w.put('second', 0, iso(START), 'the same words')
      w.answers.push(refused(20503, true))
      await w.outbox.round()
      w.pass(60_000)
      expect(await w.outbox.round()).toBe(1)
      expect(w.left.map(({ id }) => id)).toEqual(['first', 'second'])
      expect(await w.row('second')).toMatchObject({ state: 'sent', carrier_sid: 'SM1', attempts: 2 })
    })

    it('knows a text by the word of its delivery, too: that was another one’s', async () => {
      const w = await world(await open())
      await w.put('a', 0, iso(START), 'the same words')
      w.answers.push('dies')
      await expect(w.outbox.round()).rejects.toThrow()
      await w.deliveries.record({ sid: 'SMfound0', state: 'sent', code: null, reference: 'SMin', at: iso(START) })
      w.pass(60_000)
      expect(await w.sender().round()).toBe(1)
      expect(await w.row('a')).toMatchObject({ carrier_sid: 'SM0' })
    })

    it('gives up a text at which something of ours fails each time, and lets nobody wait for it', async () => {
      const w = await world(await open(), {
        segments(body) {
          if (body === 'text poison') throw new Error('a fault')
          return 1
        },
      })
      await w.put('poison')
      for (let n = 0; n < 12; n++) {
        await w.put(`neighbour ${n}`)
        expect(await w.outbox.round()).toBe(1)
        w.pass(600_000)
      }
      expect(await w.row('poison')).toMatchObject({ state: 'failed', error: 'a fault of ours', attempts: 4 })
      expect(await w.queue()).toMatchObject([{ id: 'outbox/poison', kind: 'undeliverable' }])
    })

    it('waits for a list that cannot be read, and meanwhile sends the rest', async () => {
      const w = await world(await open())
      w.listFails(true)
      await w.put('a')
      w.answers.push(refused(20500, true))
      await w.outbox.round()
      w.pass(30_000)
      await w.put('b', 1)
      expect(await w.outbox.round()).toBe(1)
      expect(await w.row('a')).toMatchObject({ state: 'waiting', attempts: 1, tried_at: iso(START) })
      w.listFails(false)
      w.pass(3_600_000)
      expect(await w.outbox.round()).toBe(1)
    })

    it('keeps the pace, and the budget for what matters', async () => {
      const w = await world(await open(), { limits: { perSecond: 2, perDay: 5 } })
      for (let n = 0; n < 4; n++) await w.put(`answer ${n}`)
      for (let n = 0; n < 3; n++) await w.put(`reminder ${n}`, 3)
      expect(await w.outbox.round()).toBe(2)
      expect(await w.outbox.round()).toBe(0)
      w.pass(1000)
      expect(await w.outbox.round()).toBe(2)
      w.pass(1000)
      expect(await w.outbox.round()).toBe(0)
      expect(await w.queue()).toMatchObject([{ id: 'outbox/budget/2/2020-02-04', kind: 'anomaly' }])
      w.pass(86_400_000)
      expect(await w.outbox.round()).toBe(0)
      expect(await w.row('reminder 0')).toMatchObject({ state: 'dropped', error: 'too late' })
      for (let n = 3; n < 6; n++) await w.put(`reminder ${n}`, 3, iso(START + 86_400_000))
      expect(await w.outbox.round()).toBe(2)
    })

    it('counts the segments of the day where the caucus is, text by text, and those of the answers in responses', async () => {
      const database = await open()
      const w = await world(database, { segments: () => 2, limits: { perSecond: 100, perDay: 20 } })
      const answered = (n: number, at: number, carrier = 'twilio') =>
        database.atomically([
          sql(
            "insert into inbox (sid, carrier, person, at, precinct, kind, answered) values (?, ?, ?, ?, null, 'report', 1)",
            ...[`SM${w.person}/${n}`, carrier, w.person, iso(at)],
          ),
          sql(
            'insert into texts (seq, body, reply) select seq, ?, ? from inbox where sid = ?',
            ...['A 113', 'x'.repeat(161), `SM${w.person}/${n}`],
          ),
        ])
      // The inbox keeps what the tests put there: on a day before theirs. Seven in the evening in Iowa, and in
      // Greenwich already the next day: nothing begins anew then.
      const now = START - 30 * 86_400_000
      const evening = iso(now - 19 * 3_600_000)
      w.pass(now - START)
      await answered(0, now - 2 * 3_600_000)
      await answered(1, now - 23 * 3_600_000)
      await answered(2, now)
      await answered(3, now, 'twilio:list')
      for (let n = 0; n < 9; n++) await w.put(`reminder ${n}`, 3, iso(now))
      expect(await w.store.spent(evening)).toBe(4)
      // 12 of the 20 are the reminders' share.
      expect(await w.outbox.round()).toBe(4)
      expect(await w.store.spent(evening)).toBe(12)
      expect(await w.row('reminder 0')).toMatchObject({ segments: 2 })
      for (let n = 4; n < 700; n++) await answered(n, now)
      const all = 12 + 2 * 696
      expect(await w.store.spent(evening)).toBe(all)
      expect((await database.together([sql('select segments from answered_days')]))[0]).toEqual([{ segments: all - 8 }])
      await answered(700, now)
      expect(await w.store.spent(evening)).toBe(all + 2)
      await database.atomically([sql('delete from answered_days')])
    })

    it('drops a reminder that has become hours late, says so once, and still sends an answer', async () => {
      const w = await world(await open())
      await w.put('reminder a', 3)
      await w.put('reminder b', 3)
      await w.put('in time', 3, iso(START + 2.5 * 3_600_000))
      await w.put('answer', 0)
      w.pass(3 * 3_600_000)
      await w.outbox.round()
      expect(w.left.map(({ id }) => id)).toEqual(['answer', 'in time'])
      expect(await w.row('reminder a')).toMatchObject({ state: 'dropped', error: 'too late', lease: null })
      expect(await w.queue()).toMatchObject([{ id: 'outbox/late/2020-02-04', kind: 'anomaly' }])
    })

    it('sends nothing to a phone that opted out, has headquarters call where somebody waits, and goes on after START', async () => {
      const database = await open()
      const w = await world(database)
      const mark = (out: number) =>
        database.atomically([
          sql(
            'insert into phones (person, version, opted_out) values (?, 1, ?) on conflict (person) do update set opted_out = excluded.opted_out',
            w.person,
            out,
          ),
        ])
      await mark(1)
      await w.put('reminder', 3)
      await w.put('proposal', 1)
      expect(await w.outbox.round()).toBe(0)
      expect(w.left).toEqual([])
      expect(await w.row('reminder')).toMatchObject({ state: 'dropped', error: 'opted out' })
      expect(await w.row('proposal')).toMatchObject({ state: 'failed', error: 'opted out', attempts: 0 })
      expect(await w.queue()).toMatchObject([{ id: 'outbox/proposal', kind: 'opted_out' }])
      await mark(0)
      await w.put('after', 1)
      expect(await w.outbox.round()).toBe(1)
    })

    it('looks whether a text had left before the phone opted out', async () => {
      const database = await open()
      const w = await world(database)
      await w.put('a')
      w.answers.push('dies')
      await expect(w.outbox.round()).rejects.toThrow()
      await database.atomically([sql('insert into phones (person, version, opted_out) values (?, 1, 1)', w.person)])
      w.pass(4 * 60_000)
      await w.sender().round()
      expect(await w.row('a')).toMatchObject({ state: 'sent', carrier_sid: 'SMfound0' })
      expect(await w.queue()).toEqual([])
    })

    it('lets reminders rest in quiet hours, where the person is', async () => {
      const w = await world(await open(), { quiet: { from: '18:00', to: '19:30' } })
      await w.put('reminder', 3)
      await w.put('answer', 0)
      await w.outbox.round()
      expect(w.left.map(({ id }) => id)).toEqual(['answer'])
      for (let quarter = 0; quarter < 2; quarter++) {
        w.pass(15 * 60_000)
        await w.outbox.round()
      }
      expect(w.left.map(({ id }) => id)).toEqual(['answer', 'reminder'])
    })

    it('does not send in the morning what the quiet hours have kept from the evening', async () => {
      const w = await world(await open(), { quiet: { from: '19:00', to: '08:00' } })
      await w.put('reminder', 3)
      for (let quarter = 0; quarter < 4 * 14; quarter++) {
        await w.outbox.round()
        w.pass(15 * 60_000)
      }
      expect(w.left).toEqual([])
      expect(await w.row('reminder')).toMatchObject({ state: 'dropped', error: 'too late', first_due: iso(START) })
      expect(await w.queue()).toMatchObject([{ kind: 'anomaly' }])
    })

    it('drops a reminder whose phase has ended', async () => {
      const database = await open()
      const w = await world(database)
      await database.atomically([
        sql(
          `insert into hq_reminders (id, title, phase, stage, audience, en, es, due, state, made_by, people, segments, made_at)
           values ('r', 't', 'practice', 'all', '[]', '', '', '', 'done', 'Dana', 1, 1, '') on conflict (id) do nothing`,
        ),
        ...['practice', 'live'].map((phase) =>
          sql(
            `insert into hq_sends (id, reminder, step, person, precinct, phase, stage, segments, at)
             values (?, 'r', 1, ?, 'P0001', ?, 'all', 1, '') on conflict (id) do nothing`,
            ...[`of ${phase}`, w.person, phase],
          ),
        ),
      ])
      await w.put('of practice', 3)
      await w.put('of live', 3)
      expect(await w.outbox.round()).toBe(1)
      expect(await w.row('of practice')).toMatchObject({ state: 'dropped', error: 'phase over' })
    })

    it('asks whoever tried a text before what became of it, not who sends now', async () => {
      const asked: string[] = []
      const first: Gateway = {
        name: 'first',
        find: async () => {
          asked.push('first')
          return 'unknown'
        },
        send: async () => refused(null, true),
      }
      let now: Gateway = first
      const w = await world(await open(), { gateway: async () => now, gatewayNamed: () => first })
      await w.put('reminder', 3)
      await w.put('answer')
      await w.outbox.round()
      now = w.gateway
      w.pass(3_000_000)
      await w.outbox.round()
      expect(asked).toEqual(['first', 'first'])
      expect(w.left.map(({ id }) => id)).toEqual(['answer'])
      expect(await w.row('answer')).toMatchObject({ gateway: 'test' })
      expect(await w.row('reminder')).toMatchObject({ state: 'dropped', error: 'may have left already' })
    })

    it('says once a day that texts wait for a gateway that is not set up here', async () => {
      const w = await world(await open(), { gateway: async () => ({ missing: 'kannel' }) })
      await w.outbox.round()
      expect(await w.queue()).toEqual([])
      await w.put('a')
      for (let n = 0; n < 3; n++) expect(await w.outbox.round()).toBe(0)
      expect(await w.queue()).toMatchObject([{ id: 'outbox/missing/kannel/2020-02-04', kind: 'anomaly' }])
      expect(JSON.stringify(w.lines)).toContain('not set up')
      expect(await w.row('a')).toMatchObject({ state: 'waiting' })
    })

    it('leaves to the next only what was being sent when the process died', async () => {
      const w = await world(await open())
      for (let n = 0; n < 30; n++) await w.put(`t${String(n).padStart(2, '0')}`)
      for (let n = 0; n < 9; n++) w.answers.push({ ok: true, sid: '', segments: 1 })
      w.answers.push('dies')
      await expect(w.outbox.round()).rejects.toThrow()
      const before = w.left.length
      expect(before).toBeLessThan(17)
      expect(await w.sender().round()).toBeGreaterThanOrEqual(30 - before - 6)
      w.pass(60_000)
      await w.sender().round()
      expect(new Set(w.left.map(({ id }) => id)).size).toBe(30)
      expect(w.left.length).toBe(30)
    })

    it('lets an answer overtake reminders that a slow carrier has under way, and begins none after being stopped', async () => {
      const w = await world(await open())
      const taken: string[] = []
      const held: (() => void)[] = []
      const slow: Gateway = {
        ...w.gateway,
        async send(message) {
          taken.push(message.id)
          if (message.id.startsWith('reminder'))
            await new Promise<void>((resolve) => {
              held.push(resolve)
            })
          return { ok: true, sid: `SMs${message.id}`, segments: 1 }
        },
      }
      const outbox = createOutbox({ ...w.deps, gateway: async () => slow })
      for (let n = 0; n < 9; n++) await w.put(`reminder ${n}`, 3)
      const round = outbox.round()
      await until(() => taken.length === 4)
      await w.put('answer')
      await until(() => taken.includes('answer'))
      expect(taken.length).toBe(5)
      outbox.stop()
      await w.put('another')
      for (const release of held) release()
      expect(await round).toBe(5)
      expect(await outbox.round()).toBe(0)
      expect(await w.row('another')).toMatchObject({ state: 'waiting', lease: null })
    })

    it('goes on where the clock is set back, and says so', async () => {
      const w = await world(await open())
      await w.put('sent')
      await w.outbox.round()
      await w.put('before')
      w.pass(-3_600_000)
      expect(await w.outbox.backlog()).toEqual({ waiting: 1, seconds: 0 })
      expect(await w.outbox.round()).toBe(1)
      await w.put('after', 0, iso(START - 3_600_000))
      expect(await w.outbox.round()).toBe(1)
      expect(await w.queue()).toMatchObject([{ id: 'outbox/clock/2020-02-04', kind: 'anomaly' }])
      // One that starts only now knows by its record.
      await w.put('in the future')
      expect(await w.sender().round()).toBe(1)
      // A retry waits as long as ever, not for an hour.
      await w.put('trouble')
      w.answers.push(refused(20500, true))
      await w.outbox.round()
      w.pass(22_500)
      expect(await w.outbox.round()).toBe(1)
    })

    it('sends nothing to a number that was erased, and nothing without a gateway', async () => {
      const database = await open()
      const w = await world(database, { gateway: async () => null })
      await w.put('a')
      expect(await w.outbox.round()).toBe(0)
      const erased = await world(database)
      await erased.put('b')
      await database.atomically([sql('delete from people')])
      expect(await erased.outbox.round()).toBe(0)
      expect(await erased.row('b')).toMatchObject({ state: 'dropped' })
    })
  })

  describe(`delivery states on ${name}`, () => {
    const news = (
      state: DeliveryNews['state'],
      code: number | null = null,
      sid = 'SM0',
      reference = 'a',
    ): DeliveryNews => ({
      sid,
      state,
      code,
      reference,
      at: iso(START),
    })

    it('only move up, whatever the order, and what is final stays', async () => {
      const w = await world(await open())
      await w.put('a')
      await w.outbox.round()
      for (const state of ['sent', 'queued', 'sent', 'delivered', 'failed', 'sent'] as const)
        await w.deliveries.record(news(state))
      expect(await w.row('a')).toMatchObject({ delivery: 'delivered', state: 'sent' })
      expect((await w.states())?.map((one) => one.state)).toEqual(['delivered', 'failed', 'queued', 'sent'])
    })

    it('show that a text left whose sender died', async () => {
      const w = await world(await open())
      await w.put('a')
      w.answers.push('dies')
      await expect(w.outbox.round()).rejects.toThrow()
      await w.deliveries.record(news('sent', null, 'SM77'))
      w.pass(3_600_000)
      expect(await w.sender().round()).toBe(0)
      expect(await w.row('a')).toMatchObject({ state: 'sent', carrier_sid: 'SM77', delivery: 'sent' })
    })

    it('that overtake the end of the sending leave it known who carried the text', async () => {
      const database = await open()
      const w = await world(database)
      const gateway = await w.deps.gateway()
      const hasty = createOutbox({
        ...w.deps,
        gateway: async () => ({
          name: 'test',
          find: async () => [],
          async send(message) {
            const sent = await (gateway as Gateway).send(message)
            await w.deliveries.record(news('delivered'))
            return sent
          },
        }),
      })
      await w.put('a')
      await hasty.round()
      expect(await w.row('a')).toMatchObject({
        state: 'sent',
        gateway: 'test',
        delivery: 'delivered',
        carrier_sid: 'SM0',
        attempts: 1,
      })
    })

    it('send to an unreachable phone again minutes later, twice, then call HQ', async () => {
      const w = await world(await open())
      await w.put('a')
      for (let n = 0; n < 3; n++) {
        w.pass(11 * 60_000)
        await w.outbox.round()
        const failed = { ...news('undelivered', 30003, `SM${n}`, n === 0 ? 'a' : `again/SM${n - 1}`), at: iso(START) }
        await w.deliveries.record(failed)
        await w.deliveries.record(failed)
      }
      w.pass(3_600_000)
      await w.outbox.round()
      expect(w.left.length).toBe(3)
      expect(await w.queue()).toMatchObject([{ id: 'delivery/SM2', kind: 'undeliverable' }])
    })

    it('turn an opt-out into what HQ must do, even where nobody knows which text it was', async () => {
      const w = await world(await open())
      await w.deliveries.record(news('failed', 21610, 'SM9', 'nowhere'))
      expect(await w.queue()).toMatchObject([{ id: 'delivery/SM9', kind: 'opted_out' }])
      expect(JSON.stringify(w.lines)).not.toContain('5550123')
    })
  })

  describe(`a phone that the carrier says has opted out, on ${name}`, () => {
    const refusal = (reference: string, sid = 'SM0', code = 21610): DeliveryNews => ({
      sid,
      state: 'failed',
      code,
      reference,
      at: iso(START),
    })
    const optedOut = 'system OptedOut {"code":21610}'

    it('has it on its own record when a text to it is refused, and is not texted again until START', async () => {
      const w = await world(await open())
      await w.said({ type: 'LanguageChosen', data: { language: 'es' } })
      await w.put('a')
      w.answers.push(refused(21610))
      w.pass(60_000)
      await w.outbox.round()
      expect((await w.record())?.at(-1)).toBe(optedOut)
      expect(await w.phone()).toEqual({ version: 2, language: 'es', opted_out: 1 })
      expect(await w.queue()).toMatchObject([{ id: 'outbox/a', kind: 'opted_out' }])
      await w.put('reminder', 3)
      await w.put('proposal', 1)
      w.pass(60_000)
      expect(await w.outbox.round()).toBe(0)
      expect(w.left).toEqual([])
      expect(await w.row('reminder')).toMatchObject({ state: 'dropped', error: 'opted out' })
      expect(await w.record()).toHaveLength(2)
    })

    it('has it on its own record when the carrier says so afterwards, once however often it is said', async () => {
      const w = await world(await open())
      await w.put('a')
      await w.outbox.round()
      await w.deliveries.record(refusal('a'))
      await w.deliveries.record(refusal('a'))
      await w.deliveries.record({ ...refusal('a'), state: 'undelivered' })
      expect(await w.record()).toEqual([optedOut])
      expect(await w.phone()).toMatchObject({ version: 1, opted_out: 1 })
    })

    it('is known by the text that an answer went to', async () => {
      const database = await open()
      const w = await world(database)
      const sid = `SMin/${w.person}`
      await database.atomically([
        sql(
          "insert into inbox (sid, carrier, person, at, precinct, kind, answered) values (?, 'twilio', ?, ?, null, 'report', 1)",
          ...[sid, w.person, iso(START)],
        ),
        sql("insert into texts (seq, body, reply) select seq, 'A 113', 'P0412: 113' from inbox where sid = ?", sid),
      ])
      await w.deliveries.record(refusal(sid, `SMout/${w.person}`))
      expect(await w.record()).toEqual([optedOut])
      w.pass(1000)
      await w.said({ type: 'OptedIn', data: { word: 'START' } })
      await w.deliveries.record(refusal(sid, `SMlate/${w.person}`))
      expect(await w.record()).toHaveLength(2)
    })

    it('is not taken to be so by any other error', async () => {
      const w = await world(await open())
      await w.put('a')
      await w.outbox.round()
      await w.deliveries.record(refusal('a', 'SM0', 30007))
      await w.put('b')
      w.answers.push(refused(21614))
      await w.outbox.round()
      expect(await w.record()).toEqual([])
    })

    it('that has come back since the text was handed over stays as it is: the news is older', async () => {
      const w = await world(await open())
      await w.put('a')
      await w.outbox.round()
      w.pass(1000)
      await w.said({ type: 'OptedOut', data: { word: 'STOP' } })
      await w.said({ type: 'OptedIn', data: { word: 'START' } })
      w.pass(1000)
      await w.deliveries.record(refusal('a'))
      expect(await w.record()).toHaveLength(2)
      expect(await w.queue()).toMatchObject([{ kind: 'opted_out' }])
      // A text that left after she came back, and was refused all the same, is news.
      await w.put('b', 0, iso(START + 1000))
      await w.outbox.round()
      await w.deliveries.record(refusal('b', 'SM1'))
      expect((await w.record())?.at(-1)).toBe(optedOut)
    })

    it('has it on record behind whatever it texted at the same moment', async () => {
      const database = await open()
      const w = await world(database)
      const store = deliveryStore(database)
      let reads = 0
      const busy = createDeliveries({
        ...w,
        seal: transcriptSeal,
        store: {
          ...store,
          async phone(person) {
            const stream = await store.phone(person)
            reads += 1
            if (reads <= 2) await w.said({ type: 'LanguageChosen', data: { language: 'es' } })
            return stream
          },
        },
      })
      await w.put('a')
      await w.outbox.round()
      await busy.record(refusal('a'))
      expect(reads).toBe(3)
      expect(await w.states()).toEqual([{ sid: 'SM0', state: 'failed' }])
      expect((await w.record())?.map((line) => line.split(' ')[1])).toEqual([
        'LanguageChosen',
        'LanguageChosen',
        'OptedOut',
      ])
      expect(await w.phone()).toEqual({ version: 3, language: 'es', opted_out: 1 })
    })

    it('has it on record behind a text of hers that came while ours was refused', async () => {
      const database = await open()
      const store = outboxStore(database)
      let reads = 0
      const w = await world(database, {
        store: {
          ...store,
          async phone(person) {
            const stream = await store.phone(person)
            reads += 1
            if (reads === 1) await w.said({ type: 'LanguageChosen', data: { language: 'es' } })
            return stream
          },
        },
      })
      await w.put('a')
      w.answers.push(refused(21610))
      await w.outbox.round()
      expect((await w.record())?.map((line) => line.split(' ')[1])).toEqual(['LanguageChosen', 'OptedOut'])
      expect(await w.row('a')).toMatchObject({ state: 'failed', error: '21610', lease: null })
    })

    it('that never stops texting does not keep the news of the text itself from being kept', async () => {
      const database = await open()
      const w = await world(database)
      const store = deliveryStore(database)
      const flooded = createDeliveries({
        ...w,
        seal: transcriptSeal,
        store: {
          ...store,
          async phone(person) {
            const stream = await store.phone(person)
            await w.said({ type: 'LanguageChosen', data: { language: 'es' } })
            return stream
          },
        },
      })
      await w.put('a')
      await w.outbox.round()
      await flooded.record(refusal('a'))
      expect(await w.row('a')).toMatchObject({ delivery: 'failed', error: '21610' })
      expect(await w.queue()).toMatchObject([{ kind: 'opted_out' }])
      expect((await w.record())?.join()).not.toContain('OptedOut')
    })
  })
}
