import type { Reading } from '../lists.ts'
import { content, slot } from './ambiguity-check.ts'

/** Lengths at which carriers and phones cut a text: 160, and parts of 153. A character may be two units; either may have been counted. */
const surely = (sent: string, gone: number): boolean =>
  lengths(sent).some((n) => n > 0 && (n + gone === 160 || (n + gone) % 153 === 0))

const lengths = (sent: string): readonly number[] => [sent.length, [...sent].length]

/** Two parts of 67 characters: what is shorter was not cut. */
const shortest = 134

/** A blank at the end may have gone with the rest; outside GSM-7 the parts are of 67. */
const perhaps = (sent: string): boolean =>
  surely(sent, 1) || (/[\u0080-\uffff]/.test(sent) && lengths(sent).some((n) => n > 67 && n % 67 === 0))

/**
 * A report that fills a text to the last character may go on where we cannot see it: the last number may lack a digit, a
 * group or a part may be missing. Only a checksum, or the same list once more, shows that it is whole. Where a cut is less sure, it is enough that all
 * three parts stand there, the final alignment last and with as many people as the initial one.
 */
export function maybeTruncated(sent: string, readings: readonly Reading[]): boolean {
  const last = readings.at(-1)
  if (sent.length < shortest || !last || last.part.symbol === 'W') return false
  const sure = surely(sent, 0)
  if (!sure && !perhaps(sent)) return false
  if (last.part.pairs.length > 0 && last.number !== null) return last.number !== last.sum
  if (
    readings.some(
      (one) => one !== last && slot(one.part.symbol) === slot(last.part.symbol) && content(one) === content(last),
    )
  )
    return false
  const by = (what: string): Reading | undefined => readings.find(({ part }) => slot(part.symbol) === what)
  return sure || slot(last.part.symbol) !== 'F' || !by('A') || by('I')?.sum !== last.sum
}
