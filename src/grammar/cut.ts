import { slot } from './doubts.ts'
import type { Reading } from './lists.ts'

/**
 * Lengths at which carriers and phones cut a text: 160, and parts of 153, a blank at the end perhaps gone with the rest;
 * outside GSM-7 also several parts of 67. A character may be two units, and either may have been counted.
 */
function cutLength(sent: string): boolean {
  const wide = /[\u0080-\uffff]/.test(sent)
  return [sent.length, [...sent].length].some(
    (n) => (n > 67 && [n, n + 1].some((m) => m === 160 || m % 153 === 0)) || (wide && n > 67 && n % 67 === 0),
  )
}

/**
 * A report that fills a text to the last character may go on where we cannot see it: the last number may lack a digit, a
 * group or a part may be missing. Its own figures can show that it is whole: a checksum, or all three parts, the final
 * alignment last and with as many people as the initial one (people do not join late, so a list that was cut has fewer).
 */
export function maybeCut(sent: string, readings: readonly Reading[]): boolean {
  const last = readings.at(-1)
  if (!last || last.part.symbol === 'W' || !cutLength(sent)) return false
  if (last.part.pairs.length > 0 && last.number !== null) return last.number !== last.sum
  const by = (what: string): Reading | undefined => readings.find(({ part }) => slot(part.symbol) === what)
  return slot(last.part.symbol) !== 'F' || !by('A') || by('I')?.sum !== last.sum
}
