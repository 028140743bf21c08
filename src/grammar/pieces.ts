import type { Names } from './names.ts'
import { keywords } from './words.ts'

/** A run of letters and digits, divided where letters meet digits. */
export interface Piece {
  readonly text: string
  readonly kind: 'letters' | 'digits' | 'doubt'
  /** A keyword cut off the front of the piece after it. */
  readonly glued: boolean
}

const part = /[a-z']+|\d(?:[\doil]*\d)?(?:[oil]+(?![a-z0-9']))?/g

/**
 * Divides "sanders45", "45sanders", "fsanders45", "4o". An o, i or l between a name and a digit could belong to either:
 * where both readings are possible the piece is a doubt, and is asked about.
 */
export function pieces(word: string, names: Names): readonly Piece[] {
  if (keywords.has(word) || names.exact(word).length > 0) return [{ text: word, kind: 'letters', glued: false }]
  if (/^[oil\d]+$/.test(word) && /\d/.test(word)) return [{ text: word, kind: 'digits', glued: false }]
  if (/^0k\d+$/.test(word))
    return [
      { text: '0k', kind: 'letters', glued: false },
      { text: word.slice(2), kind: 'digits', glued: false },
    ]
  const parts = word.match(part) ?? []
  if (parts.length === 1 && /^[a-z']/.test(word)) return unglue(word, names, false)
  return parts.flatMap((text, i): readonly Piece[] => {
    if (/^\d/.test(text)) return [{ text, kind: 'digits', glued: false }]
    const beforeDigit = i < parts.length - 1
    return doubtful(text, i > 0, beforeDigit, names)
      ? [{ text, kind: 'doubt', glued: false }]
      : unglue(text, names, beforeDigit)
  })
}

/** "sandersl0" is Sanders 10 or a misspelled name with 0; "4osanders" likewise. */
function doubtful(letters: string, afterDigit: boolean, beforeDigit: boolean, names: Names): boolean {
  const known = keywords.has(letters) || names.exact(letters).length > 0
  if (known) return false
  const startsLikeDigit = afterDigit && /^[oil]/.test(letters)
  const endsLikeDigit = beforeDigit && /[oil]$/.test(letters)
  if (!startsLikeDigit && !endsLikeDigit) return false
  if (unglue(letters, names, beforeDigit).length > 1) return false
  if (names.find(letters).how !== 'prefix') return true
  return endsLikeDigit && names.exact(letters.replace(/[oil]+$/, '')).length > 0
}

/**
 * Spaces matter only between digits: "fsanders" is F, then Sanders. Only a whole keyword before a whole name is cut off,
 * and a name of two letters only where its count is glued to it ("fsa45").
 */
function unglue(letters: string, names: Names, beforeDigit: boolean): readonly Piece[] {
  const whole: readonly Piece[] = [{ text: letters, kind: 'letters', glued: false }]
  if (
    letters.length < 3 ||
    keywords.has(letters) ||
    names.exact(letters).length > 0 ||
    names.find(letters).how === 'prefix'
  )
    return whole
  for (const front of gluable) {
    const back = letters.slice(front.length)
    if (back.length < (beforeDigit ? 2 : 3) || !letters.startsWith(front) || names.exact(back).length === 0) continue
    return [
      { text: front, kind: 'letters', glued: true },
      { text: back, kind: 'letters', glued: false },
    ]
  }
  return whole
}

/** Keywords that a name may follow. */
const gluable = [...keywords].filter(([, symbol]) => 'IFDXMW'.includes(symbol)).map(([word]) => word)
