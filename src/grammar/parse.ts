import nearley from 'nearley'
import grammar, { type Sentence } from './report.ts'

const rules = nearley.Grammar.fromCompiled(grammar as Parameters<typeof nearley.Grammar.fromCompiled>[0])

/** What nearley can say of a sentence; `at` is the place of the first symbol that does not fit. */
export type Parsed =
  | { readonly outcome: 'one'; readonly sentence: Sentence }
  | { readonly outcome: 'unfinished' }
  | { readonly outcome: 'stuck'; readonly at: number }
  | { readonly outcome: 'ambiguous'; readonly readings: number }

/** Parses a string of symbols. Depends on nothing but the symbols. */
export function parse(symbols: string): Parsed {
  const parser = new nearley.Parser(rules)
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
}
