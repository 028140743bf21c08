import { expect, it } from 'vitest'
import { precinctStream } from '../../../src/bot/ids.ts'
import type { CommitResult } from '../../../src/bot/ports.ts'
import { append, attendance, type Current, chair, commitOf, p0412, receipt, reportRow } from '../fixtures.ts'

const live = precinctStream('live', p0412.id)

/** What a store does with many at once. */
export function racing(current: Current): void {
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
