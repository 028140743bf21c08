import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StreamId } from '../../../src/bot/ids.ts'
import { countIn } from '../../../src/bot/report/diff-counts.ts'
import { fold } from '../../../src/bot/report/evolve.ts'
import type { Draft } from '../../../src/bot/report/state.ts'
import { botOn, inbound, phones, room } from '../room.ts'
import { transcriptKeys } from '../transcript.ts'

/** Product.md, Replies: a text never takes people out of the counts in hand without the reply or the text naming them. */
const groups = ['Sanders', 'Buttigieg', 'Biden', 'Warren', 'Klobuchar', 'Yang'] as const
const tally = fc.tuple(fc.constantFrom(...groups), fc.integer({ min: 0, max: 60 }))
const list = fc
  .uniqueArray(tally, { minLength: 1, maxLength: 5, selector: ([group]) => group })
  .map((tallies) => tallies.map(([group, count]) => `${group} ${count}`).join(' '))
const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom('I', 'F', 'I', 'F', '', '+', '+ I', '+ F'), list).map(([a, b]) => `${a} ${b}`),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('FIX', 'FIX I', 'FIX F'), list).map(([a, b]) => `${a} ${b}`) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('I', 'F', '+', 'MORE', 'FIX', 'NO', '?', 'OK', 'KEEP', 'A 113', 'A 45', 'thanks'),
  },
  { weight: 1, arbitrary: fc.tuple(list, list).map(([a, b]) => `A 113 I ${a} F ${b}`) },
)

/** Groups that have fewer people after a text than before it, and that neither the text nor its reply names. */
function unsaid(before: Draft, after: Draft, body: string, reply: string): readonly string[] {
  return (['initial', 'final'] as const).flatMap((alignment) =>
    (before[alignment] ?? [])
      .filter(({ count, group }) => countIn(after[alignment] ?? [], group) < count)
      .map(({ group }) => group)
      .filter((group) => !body.includes(group) && !reply.includes(group.slice(0, 5))),
  )
}

const stream = 'live/P0412' as StreamId
const keysPerson = transcriptKeys.person(phones[0])
const seed = Number(process.env.CAUCUSLINE_SEED ?? 20200203)
const conversations = 400

describe('nobody vanishes unsaid', () => {
  it(`in ${conversations} conversations of seed ${seed}`, { timeout: 120_000 }, async () => {
    const seen = { texts: 0, gone: 0, asked: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 9 }), async (texts) => {
        const store = room()
        const bot = botOn(store)
        let before = fold([]).draft
        for (const [i, body] of texts.entries()) {
          const { reply } = await bot(inbound(i, phones[0], body))
          const after = fold((await store.load(keysPerson)).streams.get(stream) ?? []).draft
          expect(unsaid(before, after, body, reply), `${texts.slice(0, i + 1).join(' | ')} -> ${reply}`).toEqual([])
          seen.texts += 1
          if (/ (is|are) gone\./.test(reply)) seen.gone += 1
          if (/replaces? the list|Is that everybody/.test(reply)) seen.asked += 1
          before = after
        }
      }),
      { seed, numRuns: conversations },
    )
    // What was never met was never tried.
    expect(seen.gone).toBeGreaterThan(20)
    expect(seen.asked).toBeGreaterThan(100)
    console.log(`${seen.texts} texts, ${seen.asked} questions about a list, ${seen.gone} times somebody gone was named`)
  })
})
