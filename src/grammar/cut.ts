import type { Reading } from './lists.ts'

/** Lengths at which carriers and phones cut a text: 160, parts of 153, and 70, parts of 67 outside GSM-7; a blank may be gone. */
function cutLength(sent: string, plain: boolean): boolean {
  const at = (length: number): boolean => {
    const parts = length % 153 === 0 || length === 160
    return parts || (!plain && (length === 70 || (length > 70 && length % 67 === 0)))
  }
  const { length } = sent
  const points = plain ? length : [...sent].length
  return length > 60 && (at(length) || at(length + 1) || (points !== length && (at(points) || at(points + 1))))
}

/**
 * A report that fills a text to the last character may go on where we cannot see it: the last number may lack a digit, a
 * group may be missing. It is believed whole when its figures agree: a checksum, the attendance, or the other alignment.
 */
export function maybeCut(sent: string, readings: readonly Reading[]): boolean {
  const last = readings.at(-1)
  if (!last || last.part.symbol === 'W') return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is whether all of it is ASCII
  if (!cutLength(sent, /^[\x00-\x7f]*$/.test(sent))) return false
  if (last.part.pairs.length > 0 && last.number !== null) return last.number !== last.sum
  const sum = last.part.symbol === 'A' ? last.number : last.sum
  return !readings.some(
    (other) =>
      other !== last && (other.part.symbol === 'A' ? other.number : other.sum) === sum && other.part.symbol !== 'D',
  )
}
