import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { precinctStream } from '../../src/bot/ids.ts'
import type { EventStore } from '../../src/bot/ports.ts'
import { append, attendance, chair, commitOf, p0412, type Subject } from './fixtures.ts'

const live = precinctStream('live', p0412.id)

/**
 * Several writers go the way of a text (load, decide on what was seen, commit, again on conflict) while fast-check
 * decides whose turn it is at every await. What each writes depends on what it saw, so that a lost write shows.
 */
export function interleavings(open: () => Promise<Subject>, runs: number): void {
  it('numbers versions 1 to n under any interleaving, each text once and after what it saw', async () => {
    let conflicts = 0
    const property = fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), async (scheduler, writers) => {
      const subject = await open()
      try {
        const store = scheduled(subject.store, scheduler)
        const texts = Array.from({ length: writers }, (_, i) => write(store, `SM${i % (writers - 1)}`))
        await scheduler.waitFor(Promise.all(texts))
        conflicts += (await Promise.all(texts)).reduce((sum, tries) => sum + tries - 1, 0)
        const events = (await subject.store.load(chair)).streams.get(live) ?? []
        expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1))
        // One delivery was repeated, so there are as many events as different texts; each counted those before it.
        expect(events.map(({ event }) => event)).toEqual(events.map((_, i) => attendance(i)))
        expect(events.map(({ cause }) => cause).sort()).toEqual(Array.from({ length: writers - 1 }, (_, i) => `SM${i}`))
      } finally {
        await subject.close()
      }
    })
    await fc.assert(property, { numRuns: runs, seed: 20_200_203 })
    // A schedule in which nobody was ever in another's way would have tested nothing.
    expect(conflicts).toBeGreaterThan(runs / 4)
  })
}

function scheduled(store: EventStore, scheduler: fc.Scheduler): Pick<EventStore, 'load' | 'commit'> {
  return {
    load: scheduler.scheduleFunction((from, precinct) => store.load(from, precinct)),
    commit: scheduler.scheduleFunction((commit) => store.commit(commit)),
  }
}

/** @returns how many tries it took. */
async function write(store: Pick<EventStore, 'load' | 'commit'>, sid: string, tries = 1): Promise<number> {
  const seen = (await store.load(chair)).streams.get(live)?.length ?? 0
  const result = await store.commit(commitOf(sid, { appends: [append(live, seen, [attendance(seen)], sid)] }))
  return result.ok || result.reason === 'duplicate' ? tries : write(store, sid, tries + 1)
}
