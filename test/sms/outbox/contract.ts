import { describe, expect, it } from 'vitest'
import type { Phone } from '../../../src/bot/ids.ts'
import type { Database } from '../../../src/db/connection/database.ts'
import { deliveryStore } from '../../../src/db/outbox/deliveries.ts'
import { outboxStore } from '../../../src/db/outbox/store.ts'
import { createDeliveries } from '../../../src/sms/outbox/deliveries.ts'
import { createOutbox } from '../../../src/sms/outbox/outbox.ts'
import type { DeliveryNews, Gateway } from '../../../src/sms/ports.ts'
import { reasonOf } from '../../../src/sms/twilio/error-codes.ts'
import { transcriptKeys } from '../../bot/transcript.ts'
import { outboxInTrouble } from './trouble.ts'
import { outboxWaiting } from './waiting.ts'
import { iso, refused, START, sql, until, world } from './world.ts'

export function outboxContract(name: string, open: () => Promise<Database>): void {
  outboxInTrouble(name, open)
  outboxWaiting(name, open)
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

    it('sends nothing to a phone that opted out, has headquarters call where somebody waits, and goes on after START', async () => {
      const database = await open()
      const w = await world(database)
      const mark = (out: number) =>
        database.batchWrite([
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
      await database.batchWrite([sql('insert into phones (person, version, opted_out) values (?, 1, 1)', w.person)])
      w.pass(4 * 60_000)
      await w.sender().round()
      expect(await w.row('a')).toMatchObject({ state: 'sent', carrier_sid: 'SMfound0' })
      expect(await w.queue()).toEqual([])
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

    it('sends nothing to a number that was erased, and nothing without a gateway', async () => {
      const database = await open()
      const w = await world(database, { gateway: async () => null })
      await w.put('a')
      expect(await w.outbox.round()).toBe(0)
      const erased = await world(database)
      await erased.put('b')
      await database.batchWrite([sql('delete from people')])
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
      reason: reasonOf(code),
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
      reason: reasonOf(code),
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
      await database.batchWrite([
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
      // A text that left after the phone opted in again, and was refused all the same, is news.
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
        keys: transcriptKeys,
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

    it('has it on record behind a text of the chair that came while ours was refused', async () => {
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
        keys: transcriptKeys,
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
