import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Commit, EventStore, Inbound } from '../../../src/bot/ports.ts'
import type { MemoryStore } from '../../db/memory-store.ts'
import { botOn, inbound, phones, quarrel, room } from '../room.ts'

const texts = fc.array(
  fc.record({ from: fc.constantFrom(...phones), body: fc.constantFrom(...quarrel), twice: fc.boolean() }),
  {
    minLength: 2,
    maxLength: 6,
  },
)

/** The same store, every call of which waits until the scheduler lets it go on. */
function scheduled(store: MemoryStore, s: fc.Scheduler): EventStore {
  return {
    load: s.scheduleFunction(async (from, precinct) => store.load(from, precinct)),
    commit: s.scheduleFunction(async (commit: Commit) => store.commit(commit)),
    answered: store.answered,
  }
}

async function logOf(store: MemoryStore): Promise<unknown> {
  return (await store.entries()).map(({ stream, version, event, cause }) => ({ stream, version, event, cause }))
}

/** Replays the texts one by one in the order in which they were committed, and compares the record. */
async function agrees(store: MemoryStore, sent: readonly Inbound[]): Promise<boolean> {
  const alone = room()
  const handle = botOn(alone)
  for (const { sid } of await store.texts()) {
    const text = sent.find((t) => t.sid === sid)
    if (text) await handle(text)
  }
  return JSON.stringify(await logOf(alone)) === JSON.stringify(await logOf(store))
}

async function race(
  s: fc.Scheduler,
  drawn: readonly { from: string; body: string; twice: boolean }[],
  wrap = scheduled,
): Promise<boolean> {
  const store = room()
  const handle = botOn(wrap(store, s))
  const sent = drawn.map((d, i) => inbound(i, d.from, d.body))
  const answers = drawn.flatMap((d, i) => {
    const text = sent[i] as Inbound
    return d.twice ? [handle(text), handle(text)] : [handle(text)]
  })
  await s.waitFor(Promise.allSettled(answers))
  const settled = await Promise.allSettled(answers)
  // Five writers may be faster in a row: then the carrier sends the text again.
  const failed = settled.flatMap((a, i) => (a.status === 'rejected' ? [i] : []))
  if (failed.length === 0) expect(await store.texts()).toHaveLength(sent.length)
  return agrees(store, sent)
}

describe('two phones that text at the same time', () => {
  it('leave the record that the same texts leave one after the other, whatever the interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), texts, async (s, drawn) => race(s, drawn)),
      { numRuns: 400, seed: 20200203 },
    )
  })

  it('would not, if a stale commit were let through (so this property can fail)', async () => {
    const careless = (store: MemoryStore, s: fc.Scheduler): EventStore => ({
      ...scheduled(store, s),
      commit: s.scheduleFunction(async (commit: Commit) => store.commit(await renumbered(store, commit))),
    })
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), texts, async (s, drawn) => race(s, drawn, careless)),
      { numRuns: 400, seed: 20200203 },
    )
    expect(found.failed).toBe(true)
  })
})

/** What a store without the version check would do: it puts stale events behind whatever is there. */
async function renumbered(store: MemoryStore, commit: Commit): Promise<Commit> {
  const log = await store.entries()
  const appends = commit.appends.map((append) => {
    const expected = log.filter((e) => e.stream === append.stream).length
    return { ...append, expected, events: append.events.map((e, i) => ({ ...e, version: expected + i + 1 })) }
  })
  return { ...commit, appends }
}
