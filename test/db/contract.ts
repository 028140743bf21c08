import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Event } from '../../src/bot/event.ts'
import { phoneStream, precinctStream, rosterStream } from '../../src/bot/ids.ts'
import type { Commit, CommitResult } from '../../src/bot/ports.ts'
import {
  alert,
  append,
  at,
  attendance,
  caucus,
  chair,
  changePhase,
  commitOf,
  everything,
  installation,
  other,
  outgoing,
  p0412,
  p0413,
  p0414,
  phoneTwo,
  receipt,
  reportRow,
  type Subject,
  stranger,
} from './fixtures.ts'
import { interleavings } from './interleavings.ts'

const live = precinctStream('live', p0412.id)

/** What every store must hold to: one list for all of them. `open` gives a new one each time. */
export function storeContract(name: string, open: () => Promise<Subject>, runs: number): void {
  describe(`the store in ${name}`, () => {
    let subject: Subject
    beforeEach(async () => {
      subject = await open()
    })
    afterEach(() => subject.close())
    const current = (): Subject => subject
    reading(current)
    appending(current)
    borrowing(current)
    refusing(current)
    racing(current)
    interleavings(open, runs)
  })
}

type Current = () => Subject

function reading(current: Current): void {
  it('gives the sender’s precincts, her bindings and their streams, the empty ones included', async () => {
    const loaded = await current().store.load(chair)
    expect(loaded.caucus).toEqual(caucus)
    expect(loaded.phase).toBe('live')
    expect(loaded.bindings).toEqual([
      { precinct: 'P0412', kind: 'registered', until: null },
      { precinct: 'P0413', kind: 'registered', until: null },
    ])
    expect(loaded.precincts).toEqual([p0412, p0413])
    expect([...loaded.streams]).toEqual([
      [phoneStream(chair), []],
      ['live/P0412', []],
      ['live/P0413', []],
    ])
    expect(loaded.lastReply).toBeNull()
  })

  it('gives a precinct that was asked for besides, and nothing for one that does not exist', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(precinctStream('live', p0414.id), 0, [attendance(5)])] }))
    const asked = await store.load(stranger, p0414.id)
    expect(asked.bindings).toEqual([])
    expect(asked.precincts).toEqual([p0414])
    expect(asked.streams.get(precinctStream('live', p0414.id))).toHaveLength(1)
    const unknown = await store.load(stranger, 'P9999' as never)
    expect(unknown.precincts).toEqual([])
    expect([...unknown.streams.keys()]).toEqual([phoneStream(stranger)])
  })

  it('parses the caucus once: the same text gives the same object', async () => {
    const { store } = current()
    expect((await store.load(chair)).caucus).toBe((await store.load(other)).caucus)
  })

  it('keeps practice, live and setup apart', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(live, 0, [attendance(113)])] }))
    await changePhase(store, 2, 'live', 'practice')
    const practising = await store.load(other)
    expect(practising.phase).toBe('practice')
    expect([...practising.streams]).toEqual([
      [phoneStream(other), []],
      ['practice/P0412', []],
    ])
    await changePhase(store, 3, 'practice', 'closed')
    expect((await store.load(other)).streams.get(live)).toHaveLength(1)
    await changePhase(store, 4, 'closed', 'setup')
    expect([...(await store.load(other)).streams.keys()]).toEqual([phoneStream(other)])
  })

  it('gives the last reply that this phone got, passing over texts that were not answered', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1'))
    await store.commit(commitOf('SM2'))
    await store.commit(commitOf('SM3', { receipt: receipt('SM3', { reply: '' }) }))
    await store.commit(commitOf('SM4', { receipt: receipt('SM4', { from: phoneTwo }) }))
    expect((await store.load(chair)).lastReply).toBe('reply to SM2')
    expect((await store.load(other)).lastReply).toBe('reply to SM4')
  })
}

const awkward: readonly Event[] = [
  { type: 'AttendanceAsked', data: {} },
  { type: 'OptedOut', data: { word: '\u0000"\'\\ ñ € 😀 ‮ 1e3 null' } },
  { type: 'TossReported', data: { winners: ['b', 'a'], among: ['a', 'b'], cards: { Zed: 'KH', Abe: '9S', 7: '2C' } } },
  { type: 'DelegatesClaimed', data: { counts: [{ group: 'Sanders', count: 99_999 as never }] } },
]

function appending(current: Current): void {
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

function borrowing(current: Current): void {
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
    const newest = answered.reverse().map((i) => ({ reply: `r${i}`, at: `2020-02-04T01:${10 + i}:00.000Z` }))
    expect(loaded.recent).toEqual(newest.slice(0, 20))
  })
}

function refusing(current: Current): void {
  const unchanged = async (commit: Commit): Promise<CommitResult | Error> => {
    const { store, reader } = current()
    const before = await everything(reader)
    const result = await store.commit(commit).catch((error: unknown) => error as Error)
    expect(await everything(reader)).toEqual(before)
    return result
  }

  it('refuses a stale version and leaves nothing behind, receipt included', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(live, 0, [attendance(1)])], rows: [reportRow(1)] }))
    const stale = commitOf('SM2', {
      appends: [append(live, 0, [attendance(2), attendance(3)], 'SM2')],
      rows: [reportRow(2)],
      alerts: [alert('a1')],
      outbox: [outgoing('o1')],
      receipt: receipt('SM2', { from: '+15155558888', media: [{ url: 'u', type: 't' }] }),
    })
    expect(await unchanged(stale)).toEqual({ ok: false, reason: 'conflict' })
    expect(await store.answered('SM2' as never)).toBeNull()
  })

  it('refuses all of a commit to two streams when one of them is stale', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(phoneStream(chair), 0, [attendance(1)])] }))
    const both = [append(live, 0, [attendance(2)]), append(phoneStream(chair), 0, [attendance(3)])]
    expect(await unchanged(commitOf('SM2', { appends: both }))).toEqual({ ok: false, reason: 'conflict' })
  })

  it('refuses an answer that rests on a stream that has grown, and takes one whose streams are as they were seen', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(live, 0, [attendance(1)])] }))
    const resting = (sid: string, version: number) =>
      commitOf(sid, {
        seen: [
          { stream: phoneStream(chair), version: 0 },
          { stream: live, version },
        ],
        outbox: [outgoing(sid)],
      })
    expect(await unchanged(resting('SM2', 0))).toEqual({ ok: false, reason: 'conflict' })
    expect(await store.commit(resting('SM3', 1))).toEqual({ ok: true })
    expect(await unchanged(resting('SM3', 0))).toEqual({ ok: false, reason: 'duplicate', reply: 'reply to SM3' })
  })

  it('answers a text that was delivered again with the first reply, and keeps nothing more', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(live, 0, [attendance(1)])] }))
    const again = commitOf('SM1', {
      appends: [append(live, 1, [attendance(2)])],
      rows: [reportRow(2)],
      alerts: [alert('a1')],
      outbox: [outgoing('o1')],
      receipt: receipt('SM1', { reply: 'another reply' }),
    })
    expect(await unchanged(again)).toEqual({ ok: false, reason: 'duplicate', reply: 'reply to SM1' })
    // Stale and repeated: it was answered, so it is said again, not decided again.
    const stale = commitOf('SM1', { appends: [append(live, 0, [attendance(2)])] })
    expect(await unchanged(stale)).toEqual({ ok: false, reason: 'duplicate', reply: 'reply to SM1' })
  })

  it('answers the repetition of a text that was not answered with no answer', async () => {
    const silent = commitOf('SM1', { receipt: receipt('SM1', { reply: '' }) })
    await current().store.commit(silent)
    expect(await unchanged(silent)).toEqual({ ok: false, reason: 'duplicate', reply: '' })
  })

  it('throws on rows without events, which nothing would guard', async () => {
    const empty = append(live, 0, [])
    expect(await unchanged(commitOf('SM1', { rows: [reportRow(1)] }))).toBeInstanceOf(Error)
    expect(await unchanged(commitOf('SM2', { rows: [reportRow(1)], appends: [empty] }))).toBeInstanceOf(Error)
  })

  it('throws on a gap and on events that are numbered wrongly', async () => {
    await current().store.commit(commitOf('SM1', { appends: [append(live, 0, [attendance(1)])] }))
    expect(await unchanged(commitOf('SM2', { appends: [append(live, 2, [attendance(2)])] }))).toBeInstanceOf(Error)
    const wrong = { ...append(live, 1, [attendance(2)]), expected: 0 }
    expect(await unchanged(commitOf('SM3', { appends: [wrong] }))).toBeInstanceOf(Error)
  })

  it('says nothing of phones, bodies or PINs when something fails', async () => {
    await current().store.commit(commitOf('SM1', { outbox: [outgoing('o1')] }))
    const body = 'P0412 PIN 739204'
    const taken = commitOf('SM2', { outbox: [outgoing('o1')], receipt: receipt('SM2', { body, from: '+15155557777' }) })
    const error = await unchanged(taken)
    expect(error).toBeInstanceOf(Error)
    const { message, stack, cause } = error as Error
    expect(`${message} ${stack} ${JSON.stringify(error)} ${String(cause)}`).not.toMatch(
      /739204|5155557777|reply to|to o1/,
    )
  })
}

function racing(current: Current): void {
  const reasons = (results: readonly CommitResult[]) =>
    results.map((result) => (result.ok ? 'ok' : result.reason)).sort()

  it('lets exactly one of 20 concurrent writers win', async () => {
    const { store, reader } = current()
    const texts = Array.from({ length: 20 }, (_, i) =>
      commitOf(`SM${i}`, {
        appends: [append(live, 0, [attendance(i)], `SM${i}`)],
        rows: [reportRow(1, { draft: `{"i":${i}}` })],
      }),
    )
    const results = await Promise.all(texts.map((text) => store.commit(text)))
    expect(reasons(results)).toEqual([...Array(19).fill('conflict'), 'ok'])
    const winner = results.findIndex((result) => result.ok)
    expect((await store.load(chair)).streams.get(live)?.map(({ cause }) => cause)).toEqual([`SM${winner}`])
    expect((await reader.texts(1)).map(({ sid }) => sid)).toEqual([`SM${winner}`])
    expect(await reader.reports()).toEqual([reportRow(1, { draft: `{"i":${winner}}` })])
  })

  it('takes a text once of 20 concurrent deliveries, and gives all of them the reply of that one', async () => {
    const { store, reader } = current()
    const deliveries = Array.from({ length: 20 }, (_, i) =>
      commitOf('SM1', {
        appends: [append(live, 0, [attendance(i)])],
        receipt: receipt('SM1', { reply: `reply ${i}` }),
      }),
    )
    const results = await Promise.all(deliveries.map((text) => store.commit(text)))
    expect(reasons(results)).toEqual([...Array(19).fill('duplicate'), 'ok'])
    const winner = results.findIndex((result) => result.ok)
    for (const result of results) if (!result.ok) expect(result).toMatchObject({ reply: `reply ${winner}` })
    expect(await reader.texts(1)).toHaveLength(1)
  })

  it('keeps the others when one of many concurrent commits fails', async () => {
    const { store, reader } = current()
    const texts = Array.from({ length: 9 }, (_, i) =>
      commitOf(`SM${i}`, { appends: [append(`live/P000${i}` as never, i === 4 ? 7 : 0, [attendance(i)])] }),
    )
    const settled = await Promise.allSettled(texts.map((text) => store.commit(text)))
    expect(settled.flatMap((one, i) => (one.status === 'rejected' ? [i] : []))).toEqual([4])
    expect((await reader.texts(1)).map(({ sid }) => sid)).toEqual([0, 1, 2, 3, 5, 6, 7, 8].map((i) => `SM${i}`))
    expect(await reader.entries(2)).toHaveLength(8)
  })
}
