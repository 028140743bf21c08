import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/grammar/parse.ts'
import { compileGrammar, generated } from './compile.ts'
import { sentence, terminals } from './sentences.ts'

describe('the grammar', () => {
  it('is the one that report.ne describes: `npm run grammar` changes nothing', () => {
    expect(generated()).toBe(compileGrammar())
  })

  it('reads each sentence that it can make in exactly one way', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.integer({ min: 5, max: 80 }), (stream, steps) => {
        const made = sentence((n) => (stream.next().value as number) % n, steps)
        seen.add(made)
        expect([made, parse(made).outcome]).toEqual([made, 'one'])
      }),
      { numRuns: 4000, seed: 1 },
    )
    expect(seen.size).toBeGreaterThan(1000)
  })

  it('has no sentence of up to six symbols with two readings', () => {
    let frontier = ['']
    let tried = 0
    for (let length = 1; length <= 6; length++) {
      const alphabet = length <= 3 ? terminals : [...'PgnI1W2AT&c']
      frontier = frontier.flatMap((start) =>
        alphabet.flatMap((symbol) => {
          const { outcome } = parse(start + symbol)
          tried++
          expect([start + symbol, outcome]).not.toContain('ambiguous')
          return outcome === 'stuck' ? [] : [start + symbol]
        }),
      )
    }
    expect(tried).toBeGreaterThan(50_000)
  })

  it('tells where a sentence stops making sense, and when it only lacks its end', () => {
    expect(parse('IgnX')).toEqual({ outcome: 'stuck', at: 3 })
    expect(parse('Igng')).toEqual({ outcome: 'unfinished' })
  })
})
