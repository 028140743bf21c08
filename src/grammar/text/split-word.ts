import type { NameIndex } from '../names/name-index.ts'
import { keywords } from '../words.ts'

/** A piece of a word: letters, or digits, or what may belong to either. */
interface Piece {
  readonly text: string
  readonly kind: 'letters' | 'digits' | 'ambiguous'
  /** A keyword cut off the front of the piece after it. */
  readonly glued: boolean
}

const piece = (text: string, kind: Piece['kind'] = 'letters', glued = false): Piece => ({ text, kind, glued })

const lettersOrDigits = /[a-z']+|\d(?:[\doil]*\d)?(?:[oil]+(?![a-z0-9']))?/g

/**
 * Divides "sanders45", "45sanders", "fsanders45", "4o" where letters meet digits. An o, i or l between a name and a digit
 * could belong to either: if both readings are possible the piece is ambiguous, and is asked about.
 */
export function splitWord(word: string, names: NameIndex): readonly Piece[] {
  if (keywords.has(word) || names.exact(word).length > 0) return [piece(word)]
  if (/^[oil\d]+$/.test(word) && /\d/.test(word)) return [digitsPiece(word, names)]
  if (/^0k\d+$/.test(word)) return [piece('0k'), piece(word.slice(2), 'digits')]
  const ordinal = /^(?:1st|2nd)(?=[a-z])/.exec(word)?.[0]
  const rest = ordinal === undefined ? '' : word.slice(ordinal.length)
  if (ordinal !== undefined && names.exact(/^[a-z]+/.exec(rest)?.[0] ?? '').length > 0)
    return [piece(ordinal, 'letters', true), ...splitWord(rest, names)]
  const parts = word.match(lettersOrDigits) ?? []
  if (parts.length === 1 && /^[a-z']/.test(word)) return splitKeyword(word, names, false)
  return parts.flatMap((text, i): readonly Piece[] => {
    if (/^\d/.test(text)) return [digitsPiece(text, names)]
    const beforeDigit = i < parts.length - 1
    if (isAmbiguous(text, i > 0, beforeDigit, names)) return [piece(text, 'ambiguous')]
    return splitKeyword(text, names, beforeDigit)
  })
}

/** A number with letters to be repaired, unless they are somebody's code: "9LI1" may be 9, and LI 1. */
function digitsPiece(text: string, names: NameIndex): Piece {
  const hidden = text.match(/[oil]{2,}/g)?.some((letters) => names.exact(letters).length > 0)
  return piece(text, hidden ? 'ambiguous' : 'digits')
}

/** "sandersl0" is Sanders 10 or a misspelled name with 0; "4osanders" likewise. */
function isAmbiguous(letters: string, afterDigit: boolean, beforeDigit: boolean, names: NameIndex): boolean {
  if (keywords.has(letters) || names.exact(letters).length > 0) return false
  const startsLikeDigit = afterDigit && /^[oil]/.test(letters)
  const endsLikeDigit = beforeDigit && /[oil]$/.test(letters)
  if (!startsLikeDigit && !endsLikeDigit) return false
  if (splitKeyword(letters, names, beforeDigit).length > 1) return false
  if (names.find(letters).how !== 'prefix') return true
  return endsLikeDigit && names.exact(letters.replace(/[oil]+$/, '')).length > 0
}

/**
 * Spaces matter only between digits: "fsanders" is F, then Sanders. Only a whole keyword before a whole name is cut off,
 * and a name of two letters only if its count is glued to it ("fsa45").
 */
function splitKeyword(letters: string, names: NameIndex, beforeDigit: boolean): readonly Piece[] {
  const isName = names.exact(letters).length > 0 || names.find(letters).how === 'prefix'
  if (letters.length < 3 || keywords.has(letters) || isName) return [piece(letters)]
  for (const keyword of keywordsBeforeNames) {
    const name = letters.slice(keyword.length)
    if (name.length < (beforeDigit ? 2 : 3) || !letters.startsWith(keyword) || names.exact(name).length === 0) continue
    return [piece(keyword, 'letters', true), piece(name)]
  }
  return [piece(letters)]
}

const keywordsBeforeNames = [...keywords].filter(([, symbol]) => 'IFDXMW'.includes(symbol)).map(([word]) => word)
