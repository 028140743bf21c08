import moo from 'moo'

type LexemeKind = 'word' | 'other' | 'joint' | 'signed' | 'bad' | 'plus' | 'and' | 'asks'

/** A piece of the normalised text, and where it stands. */
export interface Lexeme {
  readonly kind: LexemeKind
  readonly text: string
  readonly at: number
}

/**
 * The order matters: what spoils a number comes before what merely parts two words.
 * A mark parts words ("Sanders-45", "Sanders = 45"), unless it makes another number of the digits after it ("-45", "4.5", "~45", "45%").
 * The blank is first because nothing else begins with it, and moo knows a first rule of one character without its expression.
 */
const lexer = moo.compile({
  blank: ' ',
  word: /[a-z0-9]+(?:'[a-z]+)*/,
  joint: /(?<=[0-9])[.,:'/-]+(?=[0-9])(?!(?:1st|2nd)(?![a-z0-9]))/,
  signed: /(?<![a-z])[-+](?=[.,]?[0-9])|(?<![a-z0-9\s.])[.,](?=[0-9])|(?<=[\s])[.](?=[0-9])/,
  bad: /[%$^\\]+|(?<![-=])>(?=\s?[0-9])|[~<](?=\s?[0-9])/,
  plus: '+',
  and: '&',
  asks: '?',
  other: /[\u0080-\uffff]+/,
  gap: { match: /[^a-z0-9+&?%$^\\\u0080-\uffff]/, lineBreaks: true },
})

/** More pieces than any report has: such a text is not read further. */
const mostLexemes = 600

/** The pieces of a normalised text, what only parts them left out; null where there are too many to be a report. */
export function lex(text: string): readonly Lexeme[] | null {
  const lexemes: Lexeme[] = []
  lexer.reset(text)
  for (let token = lexer.next(); token; token = lexer.next()) {
    if (token.type === 'blank' || token.type === 'gap') continue
    if (lexemes.length === mostLexemes) return null
    lexemes.push({ kind: token.type as LexemeKind, text: token.text, at: token.offset })
  }
  return lexemes
}
