import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/db/connection/database.ts'
import { iso, refused, START, sql, world } from './world.ts'

/** Pace, budget, hours and clocks: what may leave when. */
export function outboxWaiting(name: string, open: () => Promise<Database>): void {
  describe(`what waits in the outbox, on ${name}`, () => {
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
        database.batchWrite([
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
      expect((await database.batchRead([sql('select segments from answered_days')]))[0]).toEqual([
        { segments: all - 8 },
      ])
      await answered(700, now)
      expect(await w.store.spent(evening)).toBe(all + 2)
      for (let n = 701; n < 1202; n++) await answered(n, now)
      for (let look = 0; look < 2; look++) expect(await w.store.spent(evening)).toBe(all + 2 * 502)
      await database.batchWrite([sql('delete from answered_days')])
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
      await database.batchWrite([
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
  })
}
