import { afterAll, describe, expect, it } from 'vitest'
import type { Handle, Inbound } from '../../../src/bot/ports.ts'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import type { Statement } from '../../../src/db/connection/database.ts'
import { reconcileStore } from '../../../src/db/outbox/reconcile.ts'
import { createMetrics } from '../../../src/server/metrics.ts'
import type { Listed } from '../../../src/sms/ports.ts'
import { type ReconcileDeps, reconciler, reconcile as reconcileSince } from '../../../src/sms/reconcile/reconcile.ts'
import { logbook, OUR_NUMBER } from '../fixtures.ts'

const sql = (text: string, ...params: unknown[]): Statement => ({ toSQL: () => ({ sql: text, params }) })
const START = Date.parse('2020-02-04T01:00:00Z')
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()
const person = (from: string) => `p_${from.slice(-8).padStart(16, '0')}` as never
const opened: { close(): Promise<void> }[] = []
afterAll(async () => void (await Promise.all(opened.map((one) => one.close()))))

const reconcile = (deps: ReconcileDeps) => reconcileSince(deps, at(0))

const NONE = { late: 0, otherPhase: 0, failed: 0, young: 0, clockBehind: 0 }

/** A bot that keeps receipts in the real inbox, a list that holds what it is given. */
function world(list: Listed[]) {
  const database = openSqlite(':memory:')
  opened.push(database)
  database.client.exec(
    `insert into events (stream, version, type, data, at, actor, cause, hash) values ('caucus', 1, 'CaucusLoaded', '{}', '${at(-6000)}', 'system', 'load', 'h')`,
  )
  let now = at(90)
  const applied: string[] = []
  const keep = (text: Inbound, reply: string, when = now) =>
    database.batchWrite([
      sql(
        'insert into inbox (sid, carrier, person, at, precinct, kind, answered) values (?, ?, ?, ?, null, ?, ?)',
        ...[text.sid, text.carrier, person(text.from), when, 'report', reply === '' ? 0 : 1],
      ),
      sql('insert into texts (seq, body, reply) select seq, ?, ? from inbox where sid = ?', text.body, reply, text.sid),
    ])
  const handle: Handle = async (text) => {
    if (text.body === 'fails') throw new Error('no')
    await keep(text, `got ${text.body}`)
    applied.push(text.body)
    return { reply: `got ${text.body}`, repeated: false }
  }
  const { log, lines } = logbook()
  const commits: unknown[] = []
  const asked: string[] = []
  const deps: ReconcileDeps = {
    list: {
      async received(_, since) {
        asked.push(since)
        return list.filter((one) => one.at >= since)
      },
      pictures: async () => [],
    },
    numbers: [OUR_NUMBER],
    handle,
    store: {
      load: async () =>
        ({ phase: 'live', bindings: [{ precinct: 'P0412', kind: 'registered', until: null }] }) as never,
      commit: async (commit) => {
        commits.push(commit)
        const { receipt } = commit
        await keep({ ...receipt, to: OUR_NUMBER, from: receipt.from }, '')
        return { ok: true }
      },
    },
    reconcile: reconcileStore(database),
    keys: { person },
    timezone: async () => 'America/Chicago',
    segments: (body) => Math.ceil(body.length / 153),
    clock: { now: () => now },
    log,
    metrics: createMetrics(),
  }
  const later = (minutes: number) => {
    now = at(minutes)
  }
  const outbox = async () => (await database.batchRead([sql('select id, body, priority from outbox order by id')]))[0]
  return { deps, lines, applied, keep, commits, outbox, asked, later }
}

const listed = (n: number, minutes: number, from = '+15155550123', body = `A ${n}`): Listed => ({
  sid: `SM${n}`,
  from,
  to: OUR_NUMBER,
  body,
  at: at(minutes),
  pictures: null,
})
const live = (n: number, from = '+15155550123'): Inbound =>
  ({ sid: `SM${n}`, carrier: 'twilio', from, to: OUR_NUMBER, body: `A ${n}`, media: [] }) as unknown as Inbound

describe('reconciling', () => {
  it("takes in what is missing in the order of the carrier's times, and answers the last by the outbox", async () => {
    const w = world([listed(3, 30), listed(1, 10), listed(2, 20)])
    await w.keep(live(1), 'got A 1', at(10))
    expect(await reconcile(w.deps)).toEqual({ listed: 3, recovered: 2, ...NONE, answers: 1 })
    expect(w.applied).toEqual(['A 2', 'A 3'])
    expect(await w.outbox()).toEqual([{ id: 'list/SM3', body: '(7:30 PM) got A 3', priority: 2 }])
  })

  it('does nothing the second time', async () => {
    const w = world([listed(1, 10)])
    await reconcile(w.deps)
    expect(await reconcile(w.deps)).toEqual({ listed: 1, recovered: 0, ...NONE, answers: 0 })
    expect(w.applied.length).toBe(1)
  })

  it('looks back a day at first, then to an hour before the newest text that the last clean run saw', async () => {
    const list = [listed(1, 10)]
    const w = world(list)
    const run = reconciler(w.deps)
    await run()
    w.later(100)
    list[0] = listed(2, 90, '+15155550999', 'fails')
    await run()
    w.later(110)
    await run()
    expect(w.asked).toEqual([at(90 - 24 * 60), at(10 - 60), at(10 - 60)])
  })

  it('leaves alone what is probably still on its way', async () => {
    const w = world([listed(1, 89.5)])
    expect((await reconcile(w.deps)).recovered).toBe(0)
    w.later(91)
    expect((await reconcile(w.deps)).recovered).toBe(1)
  })

  it('does not let a clock that is behind starve anything: the newest text tells the time, and waiting counts', async () => {
    const list = [listed(1, 150), listed(2, 152, '+15155550999')]
    const w = world(list)
    const run = reconciler(w.deps)
    expect(await run()).toMatchObject({ recovered: 1, young: 1, clockBehind: 62 * 60 })
    expect(w.lines.filter(({ level }) => level === 'warn')).toMatchObject([{ fields: { seconds: 62 * 60 } }])
    w.later(90.5)
    expect(await run()).toMatchObject({ recovered: 0, young: 1 })
    w.later(91.5)
    expect(await run()).toMatchObject({ recovered: 1, young: 0 })
    expect(w.applied).toEqual(['A 1', 'A 2'])
  })

  it('looks no less far back by a clock that was hours ahead', async () => {
    const list = [listed(1, 80)]
    const w = world(list)
    const run = reconciler(w.deps)
    w.later(90 + 600)
    await run()
    w.later(100)
    list.push(listed(2, 85, '+15155550999'))
    expect(await run()).toMatchObject({ recovered: 1 })
  })

  it('leaves out the time where it would make three parts of an answer', async () => {
    const w = world([listed(1, 10, '+15155550123', 'x'.repeat(300)), listed(2, 10, '+15155550999', 'x'.repeat(290))])
    await reconcile(w.deps)
    expect((await w.outbox())?.map(({ body }) => String(body).slice(0, 5))).toEqual(['got x', '(7:10'])
  })

  it('keeps a text that something newer has overtaken for headquarters, and does not apply it', async () => {
    const w = world([listed(1, 10), listed(2, 10, '+15155550999')])
    await w.keep(live(5), 'got A 5', at(20))
    expect(await reconcile(w.deps)).toEqual({ listed: 2, recovered: 1, ...NONE, late: 1, answers: 1 })
    expect(w.applied).toEqual(['A 2'])
    expect(w.commits).toMatchObject([
      { alerts: [{ id: 'late/SM1', precinct: 'P0412' }], receipt: { sid: 'SM1', reply: '' } },
    ])
  })

  it('goes on past a text that fails, and takes it in the next time', async () => {
    const list = [listed(1, 10, '+15155550123', 'fails'), listed(2, 20, '+15155550999')]
    const w = world(list)
    expect(await reconcile(w.deps)).toMatchObject({ recovered: 1, failed: 1 })
    list[0] = listed(1, 10)
    expect(await reconcile(w.deps)).toMatchObject({ recovered: 1, failed: 0 })
  })

  it('sends an answer that a crash left unsent', async () => {
    const w = world([listed(1, 10)])
    const dies = {
      ...w.deps,
      reconcile: { ...w.deps.reconcile, unanswered: () => Promise.reject(new Error('the end')) },
    }
    await expect(reconcile(dies)).rejects.toThrow('the end')
    expect(await w.outbox()).toEqual([])
    expect(await reconcile(w.deps)).toMatchObject({ recovered: 0, answers: 1 })
    expect(await w.outbox()).toMatchObject([{ body: '(7:10 PM) got A 1' }])
  })
})
