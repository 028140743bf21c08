import type { Names } from '../names/names.ts'
import { keywords } from '../words.ts'

/** A run of letters and digits, divided where letters meet digits. */
interface Piece {
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
  if (/^[oil\d]+$/.test(word) && /\d/.test(word)) return [digits(word, names)]
  if (/^0k\d+$/.test(word))
    return [
      { text: '0k', kind: 'letters', glued: false },
      { text: word.slice(2), kind: 'digits', glued: false },
    ]
  const ordinal = /^(?:1st|2nd)(?=[a-z])/.exec(word)?.[0]
  const rest = ordinal === undefined ? '' : word.slice(ordinal.length)
  if (ordinal !== undefined && names.exact(/^[a-z]+/.exec(rest)?.[0] ?? '').length > 0)
    return [{ text: ordinal, kind: 'letters', glued: true }, ...pieces(rest, names)]
  const parts = word.match(part) ?? []
  if (parts.length === 1 && /^[a-z']/.test(word)) return unglue(word, names, false)
  return parts.flatMap((text, i): readonly Piece[] => {
    if (/^\d/.test(text)) return [digits(text, names)]
    const beforeDigit = i < parts.length - 1
    return doubtful(text, i > 0, beforeDigit, names)
      ? [{ text, kind: 'doubt', glued: false }]
      : unglue(text, names, beforeDigit)
  })
}

/** A number with letters to be repaired, unless they are somebody's code: "9LI1" may be 9, and LI 1. */
function digits(text: string, names: Names): Piece {
  const hidden = text.match(/[oil]{2,}/g)?.some((letters) => names.exact(letters).length > 0)
  return { text, kind: hidden ? 'doubt' : 'digits', glued: false }
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
