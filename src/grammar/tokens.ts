import { leading } from './leading.ts'
import type { Lexeme } from './lexer.ts'
import { type Token, token, troubled } from './token.ts'
import { type Typing, wordTokens } from './word-tokens.ts'
import { alignmentNouns } from './words.ts'

/** Gives every word its type. What belongs to no type becomes `!`, with its reason; nothing is left out. */
export function typed(lexemes: readonly Lexeme[], typing: Typing): readonly Token[] {
  const led = leading(lexemes, typing)
  const tokens = [...led.tokens]
  for (let i = led.used; i < lexemes.length; i++) tokens.push(...typedOne(lexemes, i, tokens, typing))
  return tokens.some(isNoun)
    ? tokens.filter((t, i) => !(isNoun(t) && /^[IF]$/.test(tokens[i - 1]?.symbol ?? '')))
    : tokens
}

/** "Final alignment" is "final"; the noun anywhere else is a question. */
const isNoun = ({ symbol, value }: Token): boolean => symbol === '!' && alignmentNouns.has(value)

function typedOne(lexemes: readonly Lexeme[], i: number, before: readonly Token[], typing: Typing): readonly Token[] {
  const lexeme = lexemes[i]
  if (!lexeme) return []
  switch (lexeme.kind) {
    case 'word':
      return card(lexeme, before, typing) ?? wordTokens(lexeme.text, lexeme.at, typing)
    case 'plus':
      return [token('+', '+')]
    case 'and':
      return [token('e', '&')]
    case 'asks':
      return [token('?', '?')]
    case 'other':
      return [troubled('unreadable', typing.written(lexeme.at, lexeme.at + lexeme.text.length))]
    case 'joint':
    case 'signed':
    case 'bad':
      return spoiled(lexeme, lexemes[i + 1], before.at(-1), typing)
    default:
      return lexeme.kind satisfies never
  }
}

/** A mark that spoils the number beside it: "-5", "4.5", "45%". Between a precinct code and a number it only parts them. */
function spoiled(lexeme: Lexeme, next: Lexeme | undefined, last: Token | undefined, typing: Typing): readonly Token[] {
  if (lexeme.kind === 'joint' && last?.symbol === 'P') return []
  const to = lexeme.at + lexeme.text.length
  const number = /^[\doil]+/.exec(next?.kind === 'word' && next.at === to ? next.text : '')?.[0] ?? ''
  const front = lexeme.kind === 'joint' || lexeme.text.startsWith('%') ? (last?.written ?? '') : ''
  return [troubled('bad_number', front + typing.written(lexeme.at, to + number.length))]
}

function card({ text, at }: Lexeme, before: readonly Token[], typing: Typing): readonly Token[] | null {
  if (!typing.cards || before.at(-1)?.symbol !== 'g' || !/^(?:10|[2-9jqka])[shdc]$/.test(text)) return null
  const shown = typing.written(at, at + text.length)
  const isName = typing.names.exact(text).length > 0
  return [isName ? troubled('two_names', shown) : token('c', shown, { value: text.toUpperCase() })]
}
