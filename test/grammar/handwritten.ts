import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Intent, Tallies } from '../../src/grammar/intent.ts'

export interface Written {
  readonly line: number
  readonly text: string
  readonly meaning: string
}

/** test/texts/as-people-write.txt: texts and their meanings, as the head of the file explains. */
export function handwritten(): readonly Written[] {
  const file = fileURLToPath(new URL('../texts/as-people-write.txt', import.meta.url))
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((row, i) => {
      const at = row.lastIndexOf(' => ')
      if (at === -1 || row.startsWith('#')) return []
      return [
        {
          line: i + 1,
          text: row.slice(0, at).replaceAll('\\n', '\n').replaceAll('\\t', '\t'),
          meaning: row.slice(at + 4),
        },
      ]
    })
}

/** An intent in the notation of that file. `code` gives a candidate's code. */
export function notation(intent: Intent, code: (name: string) => string): string {
  const precinct = intent.precinct ?? ''
  const list = (mark: string, tallies: Tallies | null): string =>
    tallies ? `${mark} ${tallies.map((t) => code(t.group) + t.count).join(' ')}` : ''
  switch (intent.kind) {
    case 'report':
    case 'fix': {
      const more = intent.kind === 'report' && intent.more ? '+' : ''
      const total = intent.kind === 'report' && intent.checksum ? `T${intent.checksum.said}` : ''
      const toss = intent.toss ? `W ${intent.toss.winners.map(code).join(' ')}` : ''
      const attendance = intent.attendance === null ? '' : `A${intent.attendance}`
      const lists = [
        list('I', intent.initial),
        list('F', intent.final),
        list('D', intent.delegates),
        list('G', intent.groups),
      ]
      return words(intent.kind === 'fix' ? 'fix' : 'r', precinct, more, attendance, ...lists, total, toss)
    }
    case 'approve':
      return words('ok', intent.code, precinct)
    case 'keep':
      return words('keep', intent.code, precinct)
    case 'toss':
      return words(
        'toss',
        ...intent.winners.map((name) => code(name) + (intent.cards?.[name] ? `=${intent.cards[name]}` : '')),
        precinct,
      )
    case 'pin':
      return words('pin', intent.pin, precinct)
    case 'language':
      return words(intent.language, precinct)
    case 'reject':
      return words('no', precinct)
    case 'unclear':
      return words('ask', intent.reason)
    default:
      return words(intent.kind, precinct)
  }
}

const words = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ')
