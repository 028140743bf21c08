import type { Intent } from '../intent.ts'
import { unclear } from '../intent.ts'
import type { Token } from '../text/token.ts'
import { courtesies } from '../words.ts'

/** "Thanks, Mary": it is Mary that cannot be placed. */
const courtesyWords = new Set(courtesies.flat())

const digits = /[n46b12]/
const named = /[g]/
const isCode = /[46]/

/**
 * Why a text is no sentence: the first thing that a person would ask about, always an `unclear`.
 * @param stuck the place of the first word that does not fit; null where the sentence is only unfinished
 * @param long the text may have been cut on the way
 */
export function diagnose(
  tokens: readonly Token[],
  stuck: number | null,
  precinct: string | null,
  long: boolean,
): Intent {
  const symbols = tokens.map(({ symbol }) => symbol).join('')
  const mixed = mixedApproval(tokens, symbols, precinct)
  if (mixed) return mixed
  const troubles = tokens.flatMap(({ problem }) => problem ?? [])
  const trouble = troubles.find(({ word }) => !courtesyWords.has(word.toLowerCase())) ?? troubles[0]
  if (trouble) {
    const chatter = trouble.reason === 'unknown_name' && !/[gn46bW]/.test(symbols)
    return unclear(chatter ? 'unreadable' : trouble.reason, precinct, trouble)
  }
  return (
    sideBySide(tokens, precinct) ??
    unfinished(tokens, symbols, precinct, long) ??
    misplaced(tokens, symbols, stuck, precinct)
  )
}

/** An approval or a KEEP with something else in it never counts; nor does one without its code. */
function mixedApproval(tokens: readonly Token[], symbols: string, precinct: string | null): Intent | null {
  const code = tokens.find(({ symbol }) => isCode.test(symbol))?.value ?? null
  const approval = tokens.find(
    ({ symbol, value }) =>
      symbol === 'O' || symbol === 'K' || (symbol === 'y' && value === 'y' && /y[46]/.test(symbols)),
  )
  if (/^P?[OKy]P?$/.test(symbols))
    return unclear('no_code', precinct, { word: tokens.find(({ symbol }) => symbol !== 'P')?.written ?? '' })
  if (approval) return unclear('mixed', precinct, { word: approval.written, code })
  return code !== null && !named.test(symbols) && /[!N]/.test(symbols) && !/[AIFDTXQ]/.test(symbols)
    ? unclear('mixed', precinct, { word: oddWord(tokens), code })
    : null
}

const oddWord = (tokens: readonly Token[]): string => tokens.find(({ symbol }) => /[!N]/.test(symbol))?.written ?? ''

/** Two numbers side by side, or two names. */
function sideBySide(tokens: readonly Token[], precinct: string | null): Intent | null {
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1]
    if (!next) break
    const word = `${token.written} ${next.written}`
    if (digits.test(token.symbol) && digits.test(next.symbol)) return unclear('bad_number', precinct, { word })
    if (token.symbol === 'g' && next.symbol === 'g') {
      const suggestions = [...new Set([token.name, next.name])]
      return suggestions.length === 2
        ? unclear('two_names', precinct, { word, suggestions })
        : unclear('no_number', precinct, { word: token.written })
    }
  }
  const large = tokens.find(({ symbol }) => /[6b]/.test(symbol))
  return large ? unclear('bad_number', precinct, { word: large.written }) : null
}

/** The text stops where something must follow. */
function unfinished(tokens: readonly Token[], symbols: string, precinct: string | null, long: boolean): Intent | null {
  const last = tokens.at(-1)
  if (!last) return null
  const word = last.written
  if (last.symbol === 'g' && /g[n412](?:[&e+y]?g[n412])*[&e+y]?g$/.test(symbols))
    return unclear(long ? 'cut' : 'no_number', precinct, { word })
  if (/[IF]/.test(last.symbol))
    return unclear('no_list', precinct, { word, alignment: last.symbol === 'I' ? 'initial' : 'final' })
  if (/[XMWD+&ey]/.test(last.symbol)) return unclear(symbols.length > 1 && long ? 'cut' : 'no_list', precinct, { word })
  if (/[ATQ]/.test(last.symbol)) return unclear(long ? 'cut' : 'no_number', precinct, { word })
  return null
}

/** Something in the middle stands where it cannot. */
function misplaced(tokens: readonly Token[], symbols: string, stuck: number | null, precinct: string | null): Intent {
  const lone = /g(?![n412gc])/.exec(symbols)
  const word = tokens[stuck ?? 0]?.written ?? ''
  if (/[NSLHREQP]/.test(symbols.replace(/^P|P$/, ''))) return unclear('several_texts', precinct, { word })
  if (/^P?[+M]?(?:[n412]g)+[n412]/.test(symbols))
    return unclear('which_order', precinct, { word: tokens.find(({ symbol }) => digits.test(symbol))?.written ?? '' })
  const empty = /[IFD](?![gn412])/.exec(symbols)
  if (empty)
    return unclear('no_list', precinct, {
      word: tokens[empty.index]?.written ?? '',
      alignment: empty[0] === 'I' ? 'initial' : empty[0] === 'F' ? 'final' : null,
    })
  if (lone && !/[W]/.test(symbols)) return unclear('no_number', precinct, { word: tokens[lone.index]?.written ?? '' })
  const number = stuck === null ? tokens.findLast(({ symbol }) => digits.test(symbol)) : undefined
  return number ? unclear('no_name', precinct, { word: number.written }) : unclear('unreadable', precinct, { word })
}
