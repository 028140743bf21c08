import { beforeEach, describe, expect, it } from 'vitest'
import type { ConsoleEvent } from '../../../src/bot/event.ts'
import type { Person } from '../../../src/bot/ids.ts'
import { consoleStore } from '../../../src/db/console/store.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import type { Act, ConsoleStore, QueueRow } from '../../../src/hq/ports.ts'
import { at, installation, keys, p0412 } from '../fixtures.ts'
import { type Current, rowsOf } from './shared.ts'

const operator = 'u_1111111111111111' as Person
const item: QueueRow = {
  id: 'hand/1',
  kind: 'objection',
  phase: 'live',
  precinct: p0412.id,
  person: null,
  at,
  detail: 'a campaign says 44',
  owner: null,
  takenAt: null,
  outcome: null,
  endedAt: null,
}
const noted: ConsoleEvent = { type: 'PrecinctNoted', data: { note: 'the janitor has the key' } }

/** What headquarters does: each act once, whatever it concerns. */
export function acting(current: Current): void {
  describe('an act of headquarters', () => actingOnce(current))
}

function actingOnce(current: Current): void {
  let store: ConsoleStore
  beforeEach(async () => {
    store = consoleStore(current(), keys)
    await install(current(), keys, installation)
  })
  const act = (action: string, parts: Partial<Act> = {}): Act => ({
    stream: `hq/precinct/${p0412.id}`,
    expected: null,
    events: [noted],
    by: operator,
    at,
    action,
    writes: [],
    ...parts,
  })
  /** Events whose hash does not follow from the one before. */
  const unchained = async () => {
    const heads = new Map<string, string>()
    return (await recordReader(current()).entries()).filter(({ stream, version, event, at, actor, hash }) => {
      const follows = keys.chain(heads.get(stream) ?? '', stream, version, event, at, actor) === hash
      heads.set(stream, hash)
      return !follows
    })
  }
  const eventsOf = (action: string) =>
    rowsOf(current(), `select stream, version, type, actor from events where cause = 'hq:${action}' order by seq`)

  const once: readonly (readonly [string, (nth: number) => Partial<Act>])[] = [
    ['a note', () => ({})],
    ['a call', () => ({ events: [{ type: 'ChairCalled', data: { phase: 'live', outcome: 'reached', note: '' } }] })],
    [
      'the end of a queue item',
      () => ({
        stream: 'hq/queue/hand/1',
        expected: 0,
        events: [{ type: 'QueueEnded', data: { item: 'hand/1', outcome: 'done', note: '' } }],
        writes: [{ table: 'queue', id: 'hand/1', set: { outcome: 'done', endedAt: at } }],
      }),
    ],
    // Each time the form is sent, the item, the reminder or the account gets another id, and so another stream.
    [
      'a queue item opened by hand',
      (nth) => ({
        stream: `hq/queue/hand/${nth}`,
        expected: 0,
        events: [
          { type: 'QueueOpened', data: { item: `hand/${nth}`, kind: 'objection', precinct: null, detail: 'x' } },
        ],
        writes: [{ table: 'queue', insert: { ...item, id: `hand/${nth}` } }],
      }),
    ],
    [
      'a roster change',
      () => ({
        stream: `roster/${p0412.id}`,
        expected: 0,
        events: [
          {
            type: 'RosterChanged',
            data: { precinct: p0412.id, field: 'name', from: 'One', to: 'Uno', reason: 'typo' },
          },
        ],
        writes: [{ table: 'precincts', id: p0412.id, set: { name: 'Uno' } }],
      }),
    ],
    [
      'a reminder',
      (nth) => ({
        stream: `hq/reminder/r${nth}`,
        expected: 0,
        events: [
          {
            type: 'ReminderPlanned',
            data: { title: 't', phase: 'live', stage: 'all', county: null, due: at, people: 1, segments: 1 },
          },
        ],
      }),
    ],
    [
      'an account',
      (nth) => ({
        stream: `hq/account/u_${nth}`,
        events: [
          { type: 'AccountMade', data: { role: 'viewer' } },
          { type: 'AccountInvited', data: {} },
        ],
      }),
    ],
    ['an act of the program', () => ({ by: null })],
  ]
  it.each(once)('is recorded once (%s), though it is sent three times, twice at one moment', async (_, parts) => {
    const sent = await Promise.all([store.act(act('form1', parts(1))), store.act(act('form1', parts(2)))])
    expect([...sent, await store.act(act('form1', parts(3)))].sort()).toEqual(['done', 'repeated', 'repeated'])
    const found = await eventsOf('form1')
    expect(found).toHaveLength(parts(1).events?.length ?? 1)
    expect(new Set(found.map(({ stream }) => stream)).size).toBe(1)
    const items = await rowsOf(current(), 'select id from queue')
    expect(items.length).toBeLessThanOrEqual(1)
    expect(await unchained()).toEqual([])
  })

  it('stands behind the one before it, where another form was sent', async () => {
    expect(await Promise.all([store.act(act('form1')), store.act(act('form2'))])).toEqual(['done', 'done'])
    expect([...(await eventsOf('form1')), ...(await eventsOf('form2'))].map(({ version }) => version).sort()).toEqual([
      1, 2,
    ])
  })

  it('leaves nothing behind where it was decided on an older version', async () => {
    await store.act(act('form1'))
    const late = act('form2', { expected: 0, writes: [{ table: 'queue', insert: item }] })
    expect(await store.act(late)).toBe('conflict')
    expect(await eventsOf('form2')).toEqual([])
    expect(await rowsOf(current(), 'select id from queue')).toEqual([])
  })
}
