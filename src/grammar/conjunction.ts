import type { Names } from './names.ts'
import { type Token, troubled } from './token.ts'
import { conjunctions } from './words.ts'

/**
 * A conjunction that is also the beginning of a name: after a count it is that name only in a list where others are
 * shortened too ("San 45 But 38 War 20"). "Sanders 45 but 38" may be one count put right.
 */
export function unjoined(tokens: readonly Token[], names: Names): readonly Token[] {
  const cut = tokens.filter((token) => isShort(token, names))
  return tokens.map((token, i) =>
    cut.length === 1 && cut[0] === token && conjunctions.has(token.value) && /[n412]/.test(tokens[i - 1]?.symbol ?? '')
      ? troubled('unknown_name', token.written, [token.name])
      : token,
  )
}

const isShort = ({ symbol, value }: Token, names: Names): boolean =>
  symbol === 'g' && (value.length <= 2 || names.find(value).how === 'prefix')
