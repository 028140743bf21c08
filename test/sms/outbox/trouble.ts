import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/db/connection/database.ts'
import { outboxStore } from '../../../src/db/outbox/store.ts'
import type { Gateway } from '../../../src/sms/ports.ts'
import { iso, refused, START, sql, world } from './world.ts'

/** What carriers and our own faults do to a text, and to those beside it. */
export function outboxInTrouble(name: string, open: () => Promise<Database>): void {
  describe(`the outbox in trouble, on ${name}`, () => {
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
      // One was taken: the next rest is a short one again.
      await w.put('another', 0, w.clock.now())
      w.answers.push(refused(20429))
      await w.outbox.round()
      expect(await w.row('another')).toMatchObject({ due: iso(START + 4500 + 1500) })
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

    it('takes no other text of ours in the same words for the one that it looks for', async () => {
      const database = await open()
      const w = await world(database)
      await w.put('first', 0, iso(START), 'the same words')
      await w.outbox.round()
      await database.batchWrite([sql("update outbox set carrier_sid = 'SMfound0' where id = 'first'")])
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
      await w.deliveries.record({
        sid: 'SMfound0',
        state: 'sent',
        code: null,
        reason: 'may_have_left',
        reference: 'SMin',
        at: iso(START),
      })
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

    it('begins where the database could not be read at first', async () => {
      const database = await open()
      const store = outboxStore(database)
      let looks = 0
      const w = await world(database, {
        store: {
          ...store,
          async lastSent() {
            looks += 1
            if (looks === 1) throw new Error('the database is locked')
            return store.lastSent()
          },
        },
      })
      await w.put('a')
      await expect(w.outbox.round()).rejects.toThrow('locked')
      expect(await w.outbox.round()).toBe(1)
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
  })
}
