import { expect, it } from 'vitest'
import { rosterStream } from '../../../src/bot/ids.ts'
import {
  append,
  at,
  attendance,
  type Current,
  chair,
  commitOf,
  installation,
  other,
  p0412,
  p0413,
  phoneTwo,
  receipt,
  stranger,
} from '../fixtures.ts'

/** Borrowed phones, PINs and the answers that are counted. */
export function borrowing(current: Current): void {
  const [hash] = installation.pins ?? []
  const borrowed = (until: string, person = stranger) =>
    ({ table: 'bindings', person, precinct: p0412.id, kind: 'borrowed', until }) as const

  it('tells of the precinct that was asked for its unused PINs, its roster’s events, and strangers answered since', async () => {
    const { store } = current()
    const told = (await store.load(stranger, p0412.id)).asked
    expect(told).toEqual({ pins: [hash?.hash], strangersAnswered: 0 })
    expect((await store.load(stranger)).asked).toBeNull()
    expect((await store.load(stranger, p0413.id)).asked?.pins).toEqual([])
    const roster = append(rosterStream(p0412.id), 0, [attendance(1)])
    const spent = { table: 'pins', hash: hash?.hash ?? '', usedAt: at } as const
    await store.commit(commitOf('SM1', { appends: [roster], rows: [spent, borrowed('2020-02-04T04:41:00.000Z')] }))
    const loaded = await store.load(stranger, p0412.id)
    expect(loaded.asked?.pins).toEqual([])
    expect(loaded.streams.get(rosterStream(p0412.id))).toEqual(roster.events)
    expect(loaded.bindings).toEqual([{ precinct: 'P0412', kind: 'borrowed', until: '2020-02-04T04:41:00.000Z' }])
  })

  it('lengthens a borrowed binding, and leaves a registered phone registered', async () => {
    const { store } = current()
    const roster = (version: number) => [append(rosterStream(p0412.id), version, [attendance(1)])]
    await store.commit(commitOf('SM1', { appends: roster(0), rows: [borrowed('2020-02-04T04:00:00.000Z')] }))
    const rows = [borrowed('2020-02-04T05:00:00.000Z'), borrowed('2020-02-04T05:00:00.000Z', chair)]
    await store.commit(commitOf('SM2', { appends: roster(1), rows }))
    expect((await store.load(stranger)).bindings).toMatchObject([{ until: '2020-02-04T05:00:00.000Z' }])
    expect((await store.load(chair)).bindings[0]).toEqual({ precinct: 'P0412', kind: 'registered', until: null })
  })

  it('counts answers to strangers from a moment on, and gives a phone’s last 20 answers, newest first', async () => {
    const { store } = current()
    for (let i = 0; i < 25; i += 1) {
      const more = {
        from: phoneTwo,
        at: `2020-02-04T01:${10 + i}:00.000Z`,
        kind: i % 2 ? 'stranger' : 'report',
        reply: i % 5 ? `r${i}` : '',
      }
      await store.commit(commitOf(`SM${i}`, { receipt: receipt(`SM${i}`, more) }))
    }
    const loaded = await store.load(other, p0412.id, '2020-02-04T01:20:00.000Z')
    // Of 11 to 24: 11, 13, 17, 19, 21 and 23 were strangers and answered.
    expect(loaded.asked?.strangersAnswered).toBe(6)
    const answered = Array.from({ length: 25 }, (_, i) => i).filter((i) => i % 5 > 0)
    const newest = answered.reverse().map((i) => ({
      reply: `r${i}`,
      at: `2020-02-04T01:${10 + i}:00.000Z`,
      kind: i % 2 ? 'stranger' : 'report',
    }))
    expect(loaded.recent).toEqual(newest.slice(0, 20))
  })
}
