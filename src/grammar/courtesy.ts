import type { Lexeme } from './lexer.ts'
import type { Names } from './names.ts'
import { courtesies } from './words.ts'

/** The pieces without the courtesies at their end; a courtesy that is also a name stays. */
export function withoutCourtesies(lexemes: readonly Lexeme[], names: Names): readonly Lexeme[] {
  let kept = lexemes
  for (;;) {
    const shorter = withoutOne(kept, names)
    if (shorter === null) return kept
    kept = shorter
  }
}

/** Few texts end in one of them: the others need no search. */
const endings: ReadonlySet<string | undefined> = new Set(courtesies.map((words) => words.at(-1)))

function withoutOne(lexemes: readonly Lexeme[], names: Names): readonly Lexeme[] | null {
  const last = lexemes.at(-1)
  if (last?.kind !== 'word' || !endings.has(last.text) || names.exact(last.text).length > 0) return null
  const phrase = courtesies.find(
    (words) =>
      words.length <= lexemes.length &&
      words.every((word, i) => lexemes[lexemes.length - words.length + i]?.text === word),
  )
  return phrase ? lexemes.slice(0, -phrase.length) : null
}
