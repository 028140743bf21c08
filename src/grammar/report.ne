# What a chair can text, over typed words: each terminal is the symbol of a word (words.ts, token.ts).
#
# A sentence is a string of symbols: "P0412 I Sanders 45 Warren 20" is PIgngn. Results hold places in that string.
# The grammar has one reading for each sentence; what is doubtful though it can be read (a bare 1 or 2, a glued
# keyword) is weighed afterwards, in ambiguity/ambiguity-check.ts.

@preprocessor typescript

@{%
import type { SentenceSymbol } from './words.ts'

export interface Pair { readonly group: number; readonly number: number }
export interface Part {
  /** A attendance, I F D 1 2 lists with their keyword, B a list without, W winners. */
  readonly symbol: string
  readonly at: number
  readonly pairs: readonly Pair[]
  /** The number came before the name. */
  readonly reversed: boolean
  /** The attendance, or a list's checksum. */
  readonly number: number | null
  readonly winners: readonly { readonly group: number; readonly card: number | null }[]
}
export interface Sentence { readonly symbol: SentenceSymbol; readonly at: number; readonly parts: readonly Part[] }

const nobody = { pairs: [], reversed: false, number: null, winners: [] }
const sentence = (symbol: SentenceSymbol, at: number, parts: readonly Part[]): Sentence => ({ symbol, at, parts })
const list = (symbol: string, at: number, pairs: readonly Pair[], reversed: boolean, number: number | null): Part =>
  ({ symbol, at, pairs, reversed, number, winners: [] })
%}

main      -> order                         {% d => d[0] %}
           | "P" order                     {% d => d[1] %}
           | order "P"                     {% d => d[0] %}
           | "P" order "P"                 {% d => d[1] %}
           | "P"                           {% (_, at) => sentence('P', at ?? 0, []) %}

# One thing at a time: a report, a change to it, the rest of it, or a word to us.

order     -> report                        {% (d, at) => sentence('report', at ?? 0, d[0]) %}
           | "X" report                    {% (d, at) => sentence('X', at ?? 0, d[1]) %}
           | "X" "P" report                {% (d, at) => sentence('X', at ?? 0, d[2]) %}
           | more report                   {% (d, at) => sentence('M', at ?? 0, d[1]) %}
           | more "P" report               {% (d, at) => sentence('M', at ?? 0, d[2]) %}
           | "O" code                      {% (_, at) => sentence('O', (at ?? 0) + 1, []) %}
           | "y" code                      {% (_, at) => sentence('O', (at ?? 0) + 1, []) %}
           | code "O"                      {% (_, at) => sentence('O', at ?? 0, []) %}
           | code                          {% (_, at) => sentence('O', at ?? 0, []) %}
           | "K" code                      {% (_, at) => sentence('K', (at ?? 0) + 1, []) %}
           | "Q" pin                       {% (_, at) => sentence('Q', (at ?? 0) + 1, []) %}
           | alone                         {% (d, at) => sentence(d[0], at ?? 0, []) %}
           | winners                       {% (d, at) => sentence('named', at ?? 0, [{ ...nobody, symbol: 'W', at: at ?? 0, winners: d[0] }]) %}
           | winners "W"                   {% (d, at) => sentence('won', at ?? 0, [{ ...nobody, symbol: 'W', at: at ?? 0, winners: d[0] }]) %}

more      -> "M" | "+" | "&"
code      -> "4" | "6"
pin       -> "n" | "4" | "6" | "b"
alone     -> "N" {% id %} | "S" {% id %} | "L" {% id %} | "H" {% id %} | "R" {% id %} | "E" {% id %}
           | "n" {% id %} | "1" {% id %} | "2" {% id %} | "I" {% id %} | "F" {% id %}

# Parts in any order. After a part that ends in a name no bare 1 or 2 can be a keyword: it would be that name's number.

report    -> counted                       {% id %}
           | named                         {% id %}

counted   -> part                          {% d => [d[0]] %}
           | "T" number                    {% (d, at) => [{ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] }] %}
           | digit                         {% d => [d[0]] %}
           | report between part           {% d => [...d[0], d[2]] %}
           | counted between digit         {% d => [...d[0], d[2]] %}

named     -> ending                        {% d => [d[0]] %}
           | bare                          {% d => [d[0]] %}
           | first bare                    {% d => [d[0], d[1]] %}
           | report between ending         {% d => [...d[0], d[2]] %}

first     -> "A" number                    {% (d, at) => ({ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] }) %}
           | "T" number                    {% (d, at) => ({ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] }) %}

between   -> null | link | "P" | link "P"
link      -> "&" | "e" | "+" | "y"

part      -> "A" number                    {% (d, at) => ({ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] }) %}
           | key pairs                     {% (d, at) => list(d[0], at ?? 0, d[1], false, null) %}
           | key pairs "T" number          {% (d, at) => list(d[0], at ?? 0, d[1], false, d[3]) %}
           | key reversed "T" number       {% (d, at) => list(d[0], at ?? 0, d[1], true, d[3]) %}

ending    -> key reversed                  {% (d, at) => list(d[0], at ?? 0, d[1], true, null) %}
           | "W" winners                   {% (d, at) => ({ ...nobody, symbol: 'W', at: at ?? 0, winners: d[1] }) %}

digit     -> one pairs                     {% (d, at) => list(d[0], at ?? 0, d[1], false, null) %}
           | one pairs "T" number          {% (d, at) => list(d[0], at ?? 0, d[1], false, d[3]) %}

bare      -> pairs                         {% (d, at) => list('B', at ?? 0, d[0], false, null) %}
           | pairs "T" number              {% (d, at) => list('B', at ?? 0, d[0], false, d[2]) %}
           | reversed                      {% (d, at) => list('B', at ?? 0, d[0], true, null) %}
           | reversed "T" number           {% (d, at) => list('B', at ?? 0, d[0], true, d[2]) %}

key       -> "I" {% id %} | "F" {% id %} | "D" {% id %}
one       -> "1" {% id %} | "2" {% id %}

# Sanders 45 Warren 20, or 45 Sanders 20 Warren; never both in one list.

pairs     -> pair                          {% d => [d[0]] %}
           | pairs pair                    {% d => [...d[0], d[1]] %}
           | pairs link pair               {% d => [...d[0], d[2]] %}
pair      -> "g" number                    {% (d, at) => ({ group: at ?? 0, number: d[1] }) %}

reversed  -> riap                          {% d => [d[0]] %}
           | reversed riap                 {% d => [...d[0], d[1]] %}
           | reversed and riap             {% d => [...d[0], d[2]] %}
riap      -> number "g"                    {% (d, at) => ({ group: (at ?? 0) + 1, number: d[0] }) %}
and       -> "&" | "e" | "+"

number    -> "n" {% (_, at) => at ?? 0 %}  | "4" {% (_, at) => at ?? 0 %}
           | "1" {% (_, at) => at ?? 0 %}  | "2" {% (_, at) => at ?? 0 %}

winners   -> winner                        {% d => [d[0]] %}
           | winners winner                {% d => [...d[0], d[1]] %}
           | winners link winner           {% d => [...d[0], d[2]] %}
winner    -> "g"                           {% (_, at) => ({ group: at ?? 0, card: null }) %}
           | "g" "c"                       {% (_, at) => ({ group: at ?? 0, card: (at ?? 0) + 1 }) %}
