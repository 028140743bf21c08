import nearley from 'nearley'
import { memoize } from './memoize.ts'
import grammar, { type Sentence } from './report.ts'

/** What nearley can say of a sentence; `at` is the place of the first symbol that does not fit. */
type Parsed =
  | { readonly outcome: 'one'; readonly sentence: Sentence }
  | { readonly outcome: 'unfinished' }
  | { readonly outcome: 'stuck'; readonly at: number }
  | { readonly outcome: 'ambiguous'; readonly readings: number }

const rules = nearley.Grammar.fromCompiled(grammar as Parameters<typeof nearley.Grammar.fromCompiled>[0])

/** nearley would tell at length what it had expected, which takes longer than the parse; the place is all that is asked. */
class Parser extends nearley.Parser {
  reportError(): string {
    return 'stuck'
  }
}

/** One parser, taken back to its start for each sentence: what may begin one is worked out once. */
const parser = new Parser(rules)
const start = parser.save()

/**
 * The sentence that a string of symbols is, by report.ne: its one reading; where it breaks off or gets stuck; or that it has
 * several. Depends on nothing but the symbols, so each sentence need be parsed only once. Throws nothing.
 * @example parse('PIgngn') // { outcome: 'one', sentence: { symbol: 'report', … } }
 */
export const parse = memoize((symbols): Parsed => {
  parser.restore(start)
  try {
    parser.feed(symbols)
  } catch (error) {
    return { outcome: 'stuck', at: (error as { offset?: number }).offset ?? 0 }
  }
  const { results } = parser
  if (results.length === 0) return { outcome: 'unfinished' }
  return results.length === 1
    ? { outcome: 'one', sentence: results[0] }
    : { outcome: 'ambiguous', readings: results.length }
})
