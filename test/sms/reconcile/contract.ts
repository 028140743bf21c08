import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/bot/config.ts'
import { createHandle } from '../../../src/bot/handle/handle-text.ts'
import type { Handle, Inbound } from '../../../src/bot/ports.ts'
import type { Database, Statement } from '../../../src/db/connection/database.ts'
import { eventStore } from '../../../src/db/event-store/store.ts'
import { reconcileStore } from '../../../src/db/outbox/reconcile.ts'
import { createKeys } from '../../../src/keys/keys.ts'
import { createMetrics } from '../../../src/server/metrics.ts'
import type { Listed } from '../../../src/sms/ports.ts'
import { type ReconcileDeps, reconcile } from '../../../src/sms/reconcile/reconcile.ts'
import { logbook, OUR_NUMBER } from '../fixtures.ts'
import { loadSmall, phoneOf, SECRET, sql } from '../small-caucus.ts'

const START = Date.parse('2020-02-04T01:00:00Z')
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()
const FIRST = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20'

/** The real bot and its record: loaded a day before; practice from minute -60 on, live from 0 on; now it is minute 90. */
export async function night(database: Database, precincts = 3) {
  await loadSmall(database, precincts)
  let version = 1
  const turn = (phase: string, minutes: number) => {
    version++
    return database.batchWrite([
      sql(
        `insert into events (stream, version, type, data, at, actor, cause, hash) values ('caucus', ?, 'PhaseChanged', ?, ?, 'system', 'hq:t', ?)`,
        ...[version, JSON.stringify({ from: 'setup', to: phase, by: null }), at(minutes), `h${version}`],
      ),
      sql('update caucus set phase = ?, phase_version = ?', phase, version),
    ])
  }
  await turn('practice', -60)
  await turn('live', 0)
  let now = at(90)
  const clock = { now: () => now }
  const keys = createKeys(SECRET)
  const store = eventStore(database, (json) => {
    const parsed = parseConfig(JSON.parse(json))
    if (!parsed.ok) throw new Error(parsed.problems.join())
    return parsed.caucus
  })
  const handle = createHandle({ store, keys, clock })
  const list: Listed[] = []
  const { log, lines } = logbook()
  const deps: ReconcileDeps = {
    list: { received: async () => [...list], pictures: async () => [] },
    numbers: [OUR_NUMBER],
    handle,
    store,
    reconcile: reconcileStore(database),
    keys,
    timezone: async () => 'America/Chicago',
    segments: (body) => (body.length <= 160 ? 1 : Math.ceil(body.length / 153)),
    clock,
    log,
    metrics: createMetrics(),
  }
  const rows = async (text: string) => (await database.batchRead([sql(text)]))[0] ?? []
  return {
    deps,
    lines,
    list,
    turn,
    rows,
    run: (over: Partial<ReconcileDeps> = {}) => reconcile({ ...deps, ...over }, at(-600)),
    /** A second phone of a precinct. */
    bind: async (n: number, precinct: string) =>
      database.batchWrite([
        sql("insert into bindings values (?, ?, 'backup', null)", keys.person(phoneOf(n)), precinct),
      ]),
    /** Moves the clock. */
    on: (minutes: number) => {
      now = at(minutes)
    },
    came: (n: number, minutes: number, body: string, from = phoneOf(1)) => {
      const one: Listed = { sid: `SM${n}`, from, to: OUR_NUMBER, body, at: at(minutes), pictures: null }
      list.push(one)
      return one
    },
    byWebhook: (n: number, body: string, from = phoneOf(1)) =>
      handle({ sid: `SM${n}`, carrier: 'twilio', from, to: OUR_NUMBER, body, media: [] } as unknown as Inbound),
    kinds: () => rows('select sid, kind, answered from inbox order by sid'),
    reports: () => rows('select phase, precinct, draft from reports order by precinct'),
    queue: () => rows('select kind, precinct, detail from queue order by id'),
    outbox: () => rows('select id, body, priority, state from outbox order by id'),
  }
}

export function reconcileContract(name: string, open: () => Promise<Database>): void {
  describe(`reconciling on ${name}`, () => {
    it('keeps what the carrier took in another phase, or before the caucus was loaded, with one item and no answer', async () => {
      const w = await night(await open())
      w.came(1, -30, FIRST)
      w.came(2, -20, 'READY', phoneOf(2))
      w.came(3, -48 * 60, 'A 50', phoneOf(0))
      w.came(4, 10, 'A 113', phoneOf(2))
      expect(await w.run()).toMatchObject({ listed: 4, recovered: 1, otherPhase: 3, late: 0, failed: 0, answers: 1 })
      expect(await w.kinds()).toMatchObject([
        { sid: 'SM1', kind: 'earlier', answered: 0 },
        { sid: 'SM2', kind: 'earlier', answered: 0 },
        { sid: 'SM3', kind: 'earlier', answered: 0 },
        { sid: 'SM4', kind: 'report', answered: 1 },
      ])
      expect((await w.reports()).map(({ precinct }) => precinct)).toEqual(['P0002'])
      expect(await w.queue()).toEqual([
        {
          kind: 'anomaly',
          precinct: null,
          detail:
            '3 texts of Feb 1, 7:00 PM to Feb 3, 6:40 PM came to light: of another phase than live, or from before this caucus was loaded. Kept, not counted, not answered. See the log, texts in, kind "Of another phase".',
        },
      ])
      expect(await w.rows("select at, precinct, body from inbox join texts using (seq) where sid = 'SM1'")).toEqual([
        { at: at(-30), precinct: 'P0001', body: FIRST },
      ])
      expect(await w.run()).toMatchObject({ recovered: 0, otherPhase: 0, answers: 0 })
      expect((await w.queue()).length).toBe(1)
    })

    it('takes in what came while the same phase held, though another lay between', async () => {
      const w = await night(await open())
      await w.turn('closed', 60)
      await w.turn('live', 80)
      w.came(1, 10, FIRST)
      w.came(2, 70, FIRST, phoneOf(2))
      expect(await w.run()).toMatchObject({ recovered: 1, otherPhase: 1 })
      expect((await w.reports()).map(({ precinct }) => precinct)).toEqual(['P0001'])
    })

    it('leaves those of another phase to whoever took one of them in meanwhile, and says how many it kept itself', async () => {
      const w = await night(await open())
      w.came(1, -30, FIRST)
      w.came(2, -30, FIRST, phoneOf(2))
      let raced = false
      const { reconcile: store } = w.deps
      const racing = {
        ...store,
        missing: async (sids: readonly string[]) => {
          const found = await store.missing(sids)
          if (!raced) await w.byWebhook(1, FIRST)
          raced = true
          return found
        },
      }
      expect(await w.run({ reconcile: racing })).toMatchObject({ otherPhase: 1 })
      expect(await w.queue()).toMatchObject([{ detail: expect.stringMatching(/^1 text of/) }])
    })

    it('keeps an older text for headquarters where an earlier run took a newer one in: the list had lagged', async () => {
      const w = await night(await open())
      w.came(1, 10, FIRST)
      w.came(3, 30, 'F Sanders 45 Buttigieg 38 Warren 30')
      expect(await w.run()).toMatchObject({ recovered: 2 })
      const before = await w.reports()
      w.came(2, 20, 'F Sanders 40 Buttigieg 43 Warren 30')
      expect(await w.run()).toMatchObject({ recovered: 0, late: 1, answers: 0 })
      expect(await w.reports()).toEqual(before)
      expect(await w.queue()).toEqual([
        {
          kind: 'anomaly',
          precinct: 'P0001',
          detail: 'A text of 7:20 PM came to light after a newer one. It was not applied.',
        },
      ])
    })

    it('keeps it too where the newer one came by webhook while our clock was hours behind', async () => {
      const w = await night(await open())
      w.on(-120)
      await w.byWebhook(2, FIRST)
      w.came(2, 30, FIRST)
      w.on(90)
      w.came(1, 20, 'A 99 I Sanders 40 Buttigieg 39 Biden 20')
      expect(await w.run()).toMatchObject({ recovered: 0, late: 1 })
      expect(await w.reports()).toMatchObject([{ draft: expect.stringContaining('113') }])
    })

    it('keeps it where the newer one came by the other phone of the precinct, and by a webhook that the list lacks', async () => {
      const w = await night(await open())
      await w.bind(7, 'P0001')
      w.on(40)
      await w.byWebhook(2, FIRST, phoneOf(7))
      w.on(90)
      w.came(1, 20, 'A 99 I Sanders 40 Buttigieg 39 Biden 20')
      expect(await w.run()).toMatchObject({ recovered: 0, late: 1 })
      expect(await w.reports()).toMatchObject([{ draft: expect.stringContaining('113') }])
    })

    it('stops with a phone where one of its texts fails, so that a newer one does not pass it; others go on', async () => {
      const w = await night(await open())
      w.came(1, 10, 'A 99 I Sanders 40 Buttigieg 39 Biden 20')
      w.came(2, 20, FIRST)
      w.came(3, 15, FIRST, phoneOf(2))
      expect(await w.run({ handle: failing(w.deps.handle, 'SM1') })).toMatchObject({ recovered: 1, failed: 2 })
      expect((await w.kinds()).map(({ sid }) => sid)).toEqual(['SM3'])
      expect(await w.run()).toMatchObject({ recovered: 2, failed: 0 })
      expect((await w.reports())[0]).toMatchObject({ draft: expect.stringContaining('"attendance":113') })
    })

    it.each(['262966', 'VERIZON', OUR_NUMBER])('keeps what the machine %s sent, and never answers it', async (from) => {
      const w = await night(await open())
      w.came(1, 20, 'P0001 I Sanders 45 Warren 30', from)
      expect(await w.run()).toMatchObject({ recovered: 1, failed: 0, answers: 0 })
      expect(await w.kinds()).toEqual([{ sid: 'SM1', kind: 'stranger', answered: 0 }])
      expect([...(await w.outbox()), ...(await w.reports())]).toEqual([])
      expect(await w.run()).toMatchObject({ recovered: 0 })
    })

    it('opens what a carrier wrapped, and names the pictures as a webhook would', async () => {
      const w = await night(await open())
      const picture = {
        url: 'https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM2/Media/ME1',
        type: 'image/jpeg',
      }
      const wrapped = btoa(`${FIRST} thanks`)
      w.came(1, 20, wrapped)
      const pictures = `https://api.twilio.com/2010-04-01/Accounts/AC/Messages/SM2/Media.json`
      w.list.push({ ...w.came(2, 20, FIRST, phoneOf(2)), sid: 'SM3', pictures, at: at(21) })
      w.list.push({ ...w.came(4, 22, '', phoneOf(0)), sid: 'SM5', pictures })
      const list = {
        ...w.deps.list,
        pictures: (sid: string) => (sid === 'SM3' ? Promise.resolve([picture]) : Promise.reject(new Error('down'))),
      }
      expect(await w.run({ list })).toMatchObject({ recovered: 5, failed: 0 })
      expect(await w.rows("select body, kind from texts join inbox using (seq) where sid = 'SM1'")).toEqual([
        { body: `${FIRST} thanks`, kind: 'report' },
      ])
      expect(
        await w.rows('select sid, url, media.type as type from media join inbox using (seq) order by sid'),
      ).toEqual([
        { sid: 'SM1', url: `data:text/plain;base64,${wrapped}`, type: 'text/plain' },
        { sid: 'SM3', ...picture },
        { sid: 'SM5', url: pictures, type: 'application/json' },
      ])
    })

    it('counts only what this run took in, where several take in at once', async () => {
      const w = await night(await open(), 30)
      for (let n = 0; n < 30; n++) {
        w.came(n, 10 + n / 60, FIRST, phoneOf(n))
        w.came(100 + n, 20 + n / 60, 'F Sanders 45 Buttigieg 38 Warren 30', phoneOf(n))
      }
      const runs = await Promise.all([w.run(), w.run(), w.run()])
      const sum = (of: 'recovered' | 'late' | 'failed' | 'answers') => runs.reduce((total, one) => total + one[of], 0)
      expect([sum('recovered'), sum('late'), sum('failed'), sum('answers')]).toEqual([60, 0, 0, 30])
      expect(await w.rows("select count(*) as n from outbox where body like '%Reply OK%'")).toEqual([{ n: 30 }])
    })

    it('answers a phone once, with the last word, and not where something later was answered', async () => {
      const w = await night(await open())
      w.came(1, 10, FIRST)
      w.came(2, 20, 'F Sanders 45 Buttigieg 38 Warren 30')
      w.came(3, 10, FIRST, phoneOf(2))
      expect(await w.run()).toMatchObject({ recovered: 3, answers: 2 })
      expect(await w.outbox()).toMatchObject([
        { id: 'list/SM2', priority: 2, body: expect.stringMatching(/^\(7:20 PM\) P0001 final/) },
        { id: 'list/SM3', priority: 2, body: expect.stringMatching(/^\(7:10 PM\) P0002 first/) },
      ])
      w.on(95)
      await w.byWebhook(4, 'F Sanders 45 Buttigieg 38 Warren 30', phoneOf(2))
      await w.run()
      expect(await w.outbox()).toMatchObject([{ state: 'waiting' }, { id: 'list/SM3', state: 'dropped' }])
    })

    it('asks indexes, not the whole inbox, about each text', async () => {
      const database = await open()
      const w = await night(database)
      const asked: ReturnType<Statement['toSQL']>[] = []
      const batchRead: Database['batchRead'] = (reads) => {
        asked.push(...reads.map((read) => read.toSQL()))
        return database.batchRead(reads)
      }
      w.came(1, 10, FIRST)
      await w.run({ reconcile: reconcileStore({ ...database, batchRead }) })
      const plans = await Promise.all(
        asked.map(({ sql: text, params }) => database.batchRead([sql(`explain query plan ${text}`, ...params)])),
      )
      const steps = plans.flatMap(([rows]) => (rows ?? []).map(({ detail }) => String(detail)))
      expect(steps.some((step) => step.includes('inbox_heard'))).toBe(true)
      expect(
        steps.filter((step) => /SCAN (inbox|events|outbox|newer)(?! USING INDEX inbox_listed)/.test(step)),
      ).toEqual([])
    })
  })
}

export const failing =
  (handle: Handle, sid: string): Handle =>
  (text) =>
    text.sid === sid ? Promise.reject(new Error('busy')) : handle(text)
