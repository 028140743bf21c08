import type { Reading } from './lists.ts'

/** Lengths at which carriers and phones cut a text: 160, and parts of 153. A character may be two units, and either may have been counted. */
const surely = (n: number): boolean => n === 160 || (n > 0 && n % 153 === 0)

/** Less surely: a blank at the end may have gone with the rest; outside GSM-7 the parts are of 67. */
function perhaps(sent: string, n: number): boolean {
  return surely(n + 1) || (n > 67 && n % 67 === 0 && /[\u0080-\uffff]/.test(sent))
}

/**
 * A report that fills a text to the last character may go on where we cannot see it: the last number may lack a digit, a
 * group or a part may be missing. Only a checksum shows that it is whole; where a cut is less sure, two equal totals do.
 */
export function maybeCut(sent: string, readings: readonly Reading[]): boolean {
  const last = readings.at(-1)
  if (!last || last.part.symbol === 'W') return false
  const lengths = [sent.length, [...sent].length]
  if (!lengths.some((n) => surely(n) || perhaps(sent, n))) return false
  if (last.part.pairs.length > 0 && last.number !== null) return last.number !== last.sum
  if (lengths.some(surely) || last.part.symbol === 'D') return true
  const sums = readings.filter(({ part }) => /[IF12]/.test(part.symbol)).map(({ sum }) => sum)
  return sums.length < 2 || sums[0] !== sums[1]
}
