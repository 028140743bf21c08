import type { PhoneEvent } from '../../../src/bot/event.ts'
import { chainEvents } from '../../../src/bot/handle/chain-events.ts'
import { type Person, phoneStream } from '../../../src/bot/ids.ts'
import type { Database, Statement } from '../../../src/db/connection/database.ts'
import { deliveryStore } from '../../../src/db/outbox/deliveries.ts'
import { outboxStore } from '../../../src/db/outbox/store.ts'
import { createMetrics } from '../../../src/server/metrics.ts'
import { createDeliveries } from '../../../src/sms/outbox/deliveries.ts'
import { createOutbox, type OutboxDeps } from '../../../src/sms/outbox/outbox.ts'
import type { Gateway, Message, Sent } from '../../../src/sms/ports.ts'
import { reasonOf } from '../../../src/sms/twilio/error-codes.ts'
import { transcriptKeys } from '../../bot/transcript.ts'
import { logbook } from '../fixtures.ts'

export const sql = (text: string, ...params: unknown[]): Statement => ({ toSQL: () => ({ sql: text, params }) })
export const START = Date.parse('2020-02-04T01:00:00.000Z')
export const iso = (ms: number) => new Date(ms).toISOString()

let leases = 0
let people = 0

/** A world with one person, a clock that is moved by hand, and a carrier that does as it is told. */
export async function world(database: Database, over: Partial<OutboxDeps> = {}) {
  people += 1
  const person = `p_${String(people).padStart(16, '0')}` as Person
  await database.batchWrite([
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
    metrics: createMetrics(),
    keys: transcriptKeys,
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
    database.batchWrite([
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
  const row = async (id: string) => (await database.batchRead([sql('select * from outbox where id = ?', id)]))[0]?.[0]
  const queue = async () => (await database.batchRead([sql('select id, kind, detail from queue order by id')]))[0]
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
    deliveries: createDeliveries({ store: deliveryStore(database), clock, log, keys: transcriptKeys }),
    person,
    /** What the phone's own stream holds, without its chain. */
    record: async () =>
      (
        await database.batchRead([
          sql('select type, data, actor from events where stream = ? order by version', `phone/${person}`),
        ])
      )[0]?.map(({ type, data, actor }) => `${actor} ${type} ${data}`),
    /** The phone as the read table shows it, without its key. */
    phone: async () =>
      (
        await database.batchRead([sql('select version, language, opted_out from phones where person = ?', person)])
      )[0]?.[0],
    /** A text of the phone's that leaves an event; as the bot would. */
    async said(event: PhoneEvent) {
      const stream = phoneStream(person)
      const before = await deliveryStore(database).phone(person)
      const under = {
        keys: transcriptKeys,
        at: iso(now),
        actor: `chair:${person}`,
        cause: `SMin${before.length}`,
      } as const
      const [append] = chainEvents(stream, before, [event], under)
      const stored = append?.events[0]
      if (stored === undefined) throw new Error('a fixture is wrong')
      const { version, at, actor, cause, hash } = stored
      const { type, data } = event
      await database.batchWrite([
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
    states: async () => (await database.batchRead([sql('select sid, state from deliveries order by sid, state')]))[0],
  }
}

/** The real time that a round takes to get there. */
export async function until(there: () => boolean): Promise<void> {
  while (!there()) await new Promise((resolve) => setTimeout(resolve, 5))
}

export const refused = (code: number | null, uncertain = false): Sent => ({
  ok: false,
  reason: uncertain ? 'may_have_left' : reasonOf(code),
  code,
})
