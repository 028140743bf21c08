import { expect, it } from 'vitest'
import type { Event } from '../../../src/bot/event.ts'
import { phoneStream, precinctStream } from '../../../src/bot/ids.ts'
import {
  alert,
  append,
  attendance,
  type Current,
  chair,
  commitOf,
  outgoing,
  p0412,
  receipt,
  reportRow,
} from '../fixtures.ts'

const live = precinctStream('live', p0412.id)

const awkward: readonly Event[] = [
  { type: 'AttendanceAsked', data: {} },
  { type: 'OptedOut', data: { word: '\u0000"\'\\ ñ € 😀 ‮ 1e3 null' } },
  { type: 'TossReported', data: { winners: ['b', 'a'], among: ['a', 'b'], cards: { Zed: 'KH', Abe: '9S', 7: '2C' } } },
  { type: 'DelegatesClaimed', data: { counts: [{ group: 'Sanders', count: 99_999 as never }] } },
]

/** What a store takes. */
export function appending(current: Current): void {
  it('gives events back in order and letter for letter', async () => {
    const { store } = current()
    const first = append(live, 0, awkward)
    const second = append(live, 4, [attendance(0)])
    expect(await store.commit(commitOf('SM1', { appends: [first] }))).toEqual({ ok: true })
    expect(await store.commit(commitOf('SM2', { appends: [second] }))).toEqual({ ok: true })
    const events = (await store.load(chair)).streams.get(live)
    expect(events).toEqual([...first.events, ...second.events])
    expect(JSON.stringify(events)).toBe(JSON.stringify([...first.events, ...second.events]))
  })

  it('keeps a text as it came, with what was answered', async () => {
    const { store, reader } = current()
    const body = "p0412 i\n“Sánders” 45 \u0000 😀 '; drop table inbox; --"
    const kept = receipt('SM1', { body, reply: '¿?', precinct: p0412.id, kind: 'unclear' })
    await store.commit(
      commitOf('SM1', { receipt: { ...kept, media: [{ url: 'https://c.example/1', type: 'image/png' }] } }),
    )
    const { media: _, ...columns } = kept
    expect(await reader.texts(1)).toEqual([{ seq: 2, ...columns }])
    expect(await store.answered(kept.sid)).toBe('¿?')
    expect(await store.answered('SM9' as never)).toBeNull()
  })

  it('takes 60 events in one commit', async () => {
    const { store } = current()
    const events = Array.from({ length: 60 }, (_, i) => attendance(i))
    expect(await store.commit(commitOf('SM1', { appends: [append(live, 0, events)] }))).toEqual({ ok: true })
    const stored = (await store.load(chair)).streams.get(live)
    expect(stored?.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1))
    expect(stored?.map(({ event }) => event)).toEqual(events)
  })

  it('takes a text without events, with its alerts and outgoing texts', async () => {
    const { store, reader } = current()
    expect(await store.commit(commitOf('SM1', { alerts: [alert('a1')], outbox: [outgoing('o1')] }))).toEqual({
      ok: true,
    })
    expect(await reader.alerts()).toEqual([alert('a1')])
    expect(await reader.outgoing()).toEqual([outgoing('o1')])
    expect(await store.answered('SM1' as never)).toBe('reply to SM1')
  })

  it('writes an alert once and never over one that headquarters may be working on', async () => {
    const { store, reader } = current()
    await store.commit(commitOf('SM1', { alerts: [alert('a1', 'first')] }))
    expect(await store.commit(commitOf('SM2', { alerts: [alert('a1', 'second')] }))).toEqual({ ok: true })
    expect(await reader.alerts()).toEqual([alert('a1', 'first')])
  })

  it('writes the rows that came with the events, the newest winning', async () => {
    const { store, reader } = current()
    const phone = {
      table: 'phones',
      person: chair,
      version: 1,
      language: 'es',
      checkedIn: null,
      optedOut: true,
    } as const
    const first = [append(live, 0, [attendance(1), attendance(2)]), append(phoneStream(chair), 0, [attendance(3)])]
    await store.commit(commitOf('SM1', { appends: first, rows: [reportRow(2), phone] }))
    expect(await reader.reports()).toEqual([reportRow(2)])
    expect(await reader.phones()).toEqual([phone])
    const newer = reportRow(3, { stage: 'approved', record: '{"n":1}', published: '{"n":1}', number: 1 })
    await store.commit(commitOf('SM2', { appends: [append(live, 2, [attendance(4)])], rows: [newer, reportRow(1)] }))
    expect(await reader.reports()).toEqual([newer])
  })
}
