import { attendance, repairs, report, toss } from './assemble.ts'
import type { Alignment, Expected, Intent, Reason } from './intent.ts'
import type { Reading } from './lists.ts'
import type { Sentence } from './report.ts'
import type { Token } from './token.ts'
import { unclear } from './unclear.ts'

export interface Read {
  readonly tokens: readonly Token[]
  readonly expected: Expected
  readonly precinct: string | null
  /** A doubtful picture or a question mark stands in the text: no approval. */
  readonly hesitant: boolean
  /** Whether the text may have lost its end. */
  readonly cut: (readings: readonly Reading[]) => boolean
}

/** What a sentence of the grammar means. */
export function interpret(sentence: Sentence, read: Read): Intent {
  const { tokens, precinct, expected } = read
  const value = tokens[sentence.at]?.value ?? ''
  const word = tokens[sentence.at]?.written ?? ''
  const ask = (reason: Reason, alignment: Alignment | null = null): Intent =>
    unclear(reason, precinct, { word, alignment })
  switch (sentence.symbol) {
    case 'report':
    case 'X':
    case 'M':
      return report(sentence, read)
    case 'O':
    case 'K':
      if (read.hesitant) return unclear('mixed', precinct, { word, code: value })
      return { kind: sentence.symbol === 'O' ? 'approve' : 'keep', precinct, code: value }
    case 'named':
    case 'won':
      if (sentence.symbol === 'named' && expected.answer !== 'toss') return ask('no_number')
      return winners(sentence, read)
    case 'n':
      return expected.answer === 'attendance' ? attendance(sentence.at, read) : ask('no_name')
    case '1':
    case '2':
      if (expected.answer === 'attendance') return attendance(sentence.at, read)
      return ask('no_list', sentence.symbol === '1' ? 'initial' : 'final')
    case 'I':
      return ask('no_list', 'initial')
    case 'F':
      return ask('no_list', 'final')
    case 'Q':
      return value.length >= 4 && value.length <= 10 ? { kind: 'pin', precinct, pin: value } : ask('bad_number')
    case 'E':
      return {
        kind: 'language',
        precinct,
        language: (value.startsWith('e') && value !== 'espanol') || value === 'ingles' ? 'en' : 'es',
      }
    case 'P':
      return precinct === null ? ask('unreadable') : { kind: 'precinct', precinct }
    default:
      return { kind: plain[sentence.symbol] ?? 'status', precinct }
  }
}

const plain: Readonly<Record<string, 'reject' | 'status' | 'last' | 'guide' | 'ready'>> = {
  N: 'reject',
  S: 'status',
  L: 'last',
  H: 'guide',
  R: 'ready',
}

function winners({ at, parts }: Sentence, { tokens, precinct }: Read): Intent {
  const drawn = toss(parts[0], tokens)
  if (drawn === null) return unclear('unreadable', precinct, { word: tokens[at]?.written ?? '' })
  return { kind: 'toss', precinct, repairs: repairs(tokens), ...drawn }
}
