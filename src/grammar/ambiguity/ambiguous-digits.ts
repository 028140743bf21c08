import type { Names } from '../names/names.ts'
import { type Token, troubled } from '../text/token.ts'
import { keywords } from '../words.ts'

/**
 * Where a letter may belong to the word or to the number beside it: "K L18" is KL 18 or K 118, "23O ther" is 23 Other or
 * 230, "2 lBuffett" may be 21. Both readings are possible, so it is asked about.
 */
export function ambiguousDigits(tokens: readonly Token[], names: Names): readonly Token[] {
  return tokens.map((token, i) => {
    const next = tokens[i + 1]
    const before = tokens[i - 1]
    const written = token.repair && isNumber(token) ? token.repair.from.toLowerCase() : ''
    if (
      written !== '' &&
      (fits(before, leadingLetters(written), '', names) || fits(next, '', trailingLetters(written), names))
    ) {
      return troubled('bad_number', token.written)
    }
    if (
      token.misspelled &&
      ((before && isNumber(before) && extra(token.value, 0, names)) ||
        (next && isNumber(next) && extra(token.value, -1, names)))
    ) {
      return troubled('bad_number', token.written)
    }
    return token
  })
}

const isNumber = ({ symbol }: Token): boolean => /[n4b12]/.test(symbol)
const leadingLetters = (text: string): string => /^[oil]*/.exec(text)?.[0] ?? ''
const trailingLetters = (text: string): string => /[oil]*$/.exec(text)?.[0] ?? ''

/** Whether the number's letters would complete the word beside it. */
function fits(word: Token | undefined, after: string, before: string, names: Names): boolean {
  if (!word || after + before === '' || !/^[a-z']+$/.test(word.value || word.written.toLowerCase())) return false
  const whole = before + (word.value || word.written.toLowerCase()) + after
  return keywords.has(whole) || names.exact(whole).length > 0
}

/** Whether a misspelled name is right but for a letter at this end that looks like a digit. */
function extra(word: string, end: 0 | -1, names: Names): boolean {
  const rest = end === 0 ? word.replace(/^[oil]+/, '') : word.replace(/[oil]+$/, '')
  return rest !== word && names.exact(rest).length > 0
}
