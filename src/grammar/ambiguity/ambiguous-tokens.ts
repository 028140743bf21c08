import type { NameIndex } from '../names/name-index.ts'
import { problemToken, type Token } from '../text/token.ts'
import { conjunctions, keywords } from '../words.ts'

/**
 * Asks about a letter that may belong to the word or to the number beside it: "K L18" is KL 18 or K 118, "23O ther" is
 * 23 Other or 230, "2 lBuffett" may be 21.
 */
export function questionDigits(tokens: readonly Token[], names: NameIndex): readonly Token[] {
  return tokens.map((token, i) => {
    const [before, next] = [tokens[i - 1], tokens[i + 1]]
    const written = token.repair && isNumber(token) ? token.repair.from.toLowerCase() : ''
    const ambiguous =
      completesWord(before, leadingLetters(written), '', names) ||
      completesWord(next, '', trailingLetters(written), names) ||
      (token.misspelled &&
        ((isNumber(before) && isNameWithout(/^[oil]+/, token.value, names)) ||
          (isNumber(next) && isNameWithout(/[oil]+$/, token.value, names))))
    return ambiguous ? problemToken('bad_number', token.written) : token
  })
}

const isNumber = (token: Token | undefined): boolean => token !== undefined && /[n46b12]/.test(token.symbol)
const leadingLetters = (text: string): string => /^[oil]*/.exec(text)?.[0] ?? ''
const trailingLetters = (text: string): string => /[oil]*$/.exec(text)?.[0] ?? ''

/** Whether the number's letters would complete the word beside it. */
function completesWord(word: Token | undefined, after: string, before: string, names: NameIndex): boolean {
  if (!word || after + before === '' || !/^[a-z']+$/.test(word.value || word.written.toLowerCase())) return false
  const whole = before + (word.value || word.written.toLowerCase()) + after
  return keywords.has(whole) || names.exact(whole).length > 0
}

/** Whether a misspelled name is right but for letters at one end that look like digits. */
function isNameWithout(digitLetters: RegExp, word: string, names: NameIndex): boolean {
  const rest = word.replace(digitLetters, '')
  return rest !== word && names.exact(rest).length > 0
}

/**
 * Asks about a conjunction that is also the beginning of a name: after a count it is that name only in a list whose other
 * names are shortened too ("San 45 But 38 War 20"). "Sanders 45 but 38" may be one count put right.
 */
export function questionConjunctions(tokens: readonly Token[], names: NameIndex): readonly Token[] {
  const shortened = tokens.filter(
    ({ symbol, value }) => symbol === 'g' && (value.length <= 2 || names.find(value).how === 'prefix'),
  )
  const [only] = shortened
  if (shortened.length !== 1 || !only || !conjunctions.has(only.value)) return tokens
  return tokens.map((token, i) =>
    token === only && /[n412]/.test(tokens[i - 1]?.symbol ?? '')
      ? problemToken('unknown_name', token.written, [token.name])
      : token,
  )
}
