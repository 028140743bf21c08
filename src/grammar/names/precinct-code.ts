import type { Vocabulary } from '../intent.ts'
import { keywords } from '../words.ts'
import type { NameIndex } from './name-index.ts'

/** A precinct code found at the front of a word, or in two words ("P 0412"). */
export interface FoundPrecinctCode {
  readonly id: string
  /** How much of the word it takes. */
  readonly length: number
  readonly words: 1 | 2
  /** How many digits were written. */
  readonly digits: number
  /** Not in its full form: digits padded or repaired, or a space inside. */
  readonly repaired: boolean
  /** Its letters mean something else as well, so that what follows must tell. */
  readonly alsoMeans: 'keyword' | 'name' | null
}

export type PrecinctCodeFinder = (word: string, next: string | null) => FoundPrecinctCode | null

/** Finds codes of this caucus' form in a word, and in the word after it. Only a code that stands first in a text may be repaired. */
export function precinctCodeFinder(
  { letters, digits }: Vocabulary['precinctCode'],
  names: NameIndex,
): PrecinctCodeFinder {
  const full = new RegExp(`^[a-z]{${letters}}\\d{${digits}}(?!\\d)`)
  const repairable = new RegExp(`^([a-z]{${letters}})([\\doil]{1,${digits}})$`)
  const front = new RegExp(`^[a-z]{${letters}}$`)
  const rest = new RegExp(`^[\\doil]{1,${digits}}$`)
  const make = (head: string, tail: string, length: number, words: 1 | 2, repaired: boolean): FoundPrecinctCode => {
    const id = (head + repairDigits(tail).padStart(digits, '0')).toUpperCase()
    const alsoMeans =
      letters === 0
        ? 'name'
        : keywords.has(head)
          ? 'keyword'
          : names.find(head).ids.length > 0 && (repaired || digits < 4)
            ? 'name'
            : null
    return { id, length, words, digits: tail.length, repaired, alsoMeans }
  }
  return (word, next) => {
    const whole = full.exec(word)
    if (whole) return make(word.slice(0, letters), whole[0].slice(letters), whole[0].length, 1, false)
    if (letters === 0) return null
    const [, head = '', tail = ''] = repairable.exec(word) ?? []
    if (tail !== '' && /\d/.test(tail) && !/^[oil]+$/.test(head)) return make(head, tail, word.length, 1, true)
    const apart = next !== null && front.test(word) && rest.test(next) && /\d/.test(next)
    return apart ? make(word, next, word.length, 2, true) : null
  }
}

/** The letter O for 0, l and I for 1: only in what holds a true digit. */
export function repairDigits(text: string): string {
  return text.replace(/o/g, '0').replace(/[il]/g, '1')
}
