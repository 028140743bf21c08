import { partKind, type ReadPart, sayTheSame } from '../read-part.ts'

/** Carriers and phones cut a text at 160 characters, or into parts of 153. `gone`: characters at its end that may be missing. */
const isFull = (sent: string, gone: number): boolean =>
  lengths(sent).some((n) => n > 0 && (n + gone === 160 || (n + gone) % 153 === 0))

/** A character may be two units; either may have been counted. */
const lengths = (sent: string): readonly number[] => [sent.length, [...sent].length]

/** Two parts of 67 characters: what is shorter was not cut. */
const shortestCut = 134

/** A blank at the end may have gone with the rest; outside GSM-7 the parts are of 67. */
const isPerhapsFull = (sent: string): boolean =>
  isFull(sent, 1) || (/[\u0080-\uffff]/.test(sent) && lengths(sent).some((n) => n > 67 && n % 67 === 0))

/**
 * A report that fills a text to the last character may go on out of sight: the last number may lack a digit, a group or a
 * part may be missing. Only a checksum, or the same list once more, shows that it is whole. If the cut is less sure, it is
 * enough that all three parts stand there, the final alignment last and with as many people as the initial one.
 */
export function maybeTruncated(sent: string, parts: readonly ReadPart[]): boolean {
  const last = parts.at(-1)
  if (sent.length < shortestCut || !last || last.part.symbol === 'W') return false
  const full = isFull(sent, 0)
  if (!full && !isPerhapsFull(sent)) return false
  if (last.part.pairs.length > 0 && last.number !== null) return last.number !== last.sum
  const kind = partKind(last)
  if (parts.some((other) => other !== last && partKind(other) === kind && sayTheSame(other, last))) return false
  const find = (wanted: string): ReadPart | undefined => parts.find((part) => partKind(part) === wanted)
  return full || kind !== 'F' || !find('A') || find('I')?.sum !== last.sum
}
