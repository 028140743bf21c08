import fc from 'fast-check'
import nearley from 'nearley'
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/grammar/parse.ts'
import grammar from '../../src/grammar/report.ts'
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

  it('parses each sentence, whole or spoiled, as a parser would that has parsed nothing before', () => {
    const rules = nearley.Grammar.fromCompiled(grammar as Parameters<typeof nearley.Grammar.fromCompiled>[0])
    const anew = (symbols: string): unknown => {
      const parser = new nearley.Parser(rules)
      try {
        parser.feed(symbols)
      } catch (error) {
        return { outcome: 'stuck', at: (error as { offset: number }).offset }
      }
      return parser.results.length === 0 ? { outcome: 'unfinished' } : { outcome: 'one', sentence: parser.results[0] }
    }
    const outcomes = new Map<string, number>()
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 5, max: 60 }),
        fc.nat(80),
        fc.constantFrom('', ...terminals),
        (stream, steps, at, symbol) => {
          const made = sentence((n) => (stream.next().value as number) % n, steps)
          for (const symbols of [made, made.slice(0, at) + symbol + made.slice(at + 1), made]) {
            const parsed = parse(symbols)
            outcomes.set(parsed.outcome, (outcomes.get(parsed.outcome) ?? 0) + 1)
            expect([symbols, parsed]).toEqual([symbols, anew(symbols)])
          }
        },
      ),
      { numRuns: 2000, seed: 4 },
    )
    expect(outcomes.get('stuck')).toBeGreaterThan(300)
    expect(outcomes.get('unfinished')).toBeGreaterThan(100)
  })

  it('tells where a sentence stops making sense, and when it only lacks its end', () => {
    expect(parse('IgnX')).toEqual({ outcome: 'stuck', at: 3 })
    expect(parse('Igng')).toEqual({ outcome: 'unfinished' })
  })
})
