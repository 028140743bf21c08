import { type Exact, exact, fourDecimals } from '../../math/fraction.ts'

const known = new WeakMap<Exact, string[]>()

/** SDE of `n` delegates that are worth `each`, four decimals. A county's precincts share one worth: computed once. */
export function sdeText(each: Exact, n: number): string {
  const texts = known.get(each) ?? []
  known.set(each, texts)
  const text = texts[n] ?? fourDecimals(exact(each.n * BigInt(n), each.d))
  texts[n] = text
  return text
}
