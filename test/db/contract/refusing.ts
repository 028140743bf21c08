import { expect, it } from 'vitest'
import { phoneStream, precinctStream } from '../../../src/bot/ids.ts'
import type { Commit, CommitResult, Receipt } from '../../../src/bot/ports.ts'
import {
  alert,
  append,
  at,
  attendance,
  type Current,
  chair,
  commitOf,
  everything,
  outgoing,
  p0412,
  receipt,
  reportRow,
} from '../fixtures.ts'

const live = precinctStream('live', p0412.id)

/** What a store refuses, leaving nothing behind. */
export function refusing(current: Current): void {
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
        readVersions: [
          { stream: phoneStream(chair), version: 0 },
          { stream: live, version },
        ],
        outbox: [outgoing(sid)],
      })
    expect(await unchanged(resting('SM2', 0))).toEqual({ ok: false, reason: 'conflict' })
    expect(await store.commit(resting('SM3', 1))).toEqual({ ok: true })
    expect(await unchanged(resting('SM3', 0))).toEqual({ ok: false, reason: 'duplicate', reply: 'reply to SM3' })
  })

  it("refuses an answer to a stranger beyond the hour's budget, and a text without one takes nothing of it", async () => {
    const { store } = current()
    const since = new Date(Date.parse(at) - 3_600_000).toISOString()
    const answered = (sid: string, more: Partial<Receipt> = {}) =>
      commitOf(sid, { strangers: { since, most: 2 }, receipt: receipt(sid, { kind: 'stranger', ...more }) })
    await store.commit(commitOf('SM1', { receipt: receipt('SM1', { kind: 'stranger', at: since }) }))
    await store.commit(commitOf('SM2', { receipt: receipt('SM2', { kind: 'stranger', reply: '' }) }))
    await store.commit(commitOf('SM3'))
    expect(await store.commit(answered('SM4'))).toEqual({ ok: true })
    expect(await store.commit(answered('SM5'))).toEqual({ ok: true })
    expect(await unchanged(answered('SM6'))).toEqual({ ok: false, reason: 'conflict' })
    expect(await unchanged(answered('SM5'))).toMatchObject({ ok: false, reason: 'duplicate' })
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
