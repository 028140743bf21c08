import type { Chance } from './chance.ts'
import type { Candidate, Room } from './night.ts'
import { type Speller, spellers } from './spell.ts'

/** What a text means, fixed before the text is written. */
export type Truth =
  | {
      readonly kind: 'report'
      readonly precinct: string | null
      readonly attendance?: number
      readonly initial?: Counts
      readonly final?: Counts
      readonly delegates?: Counts
      readonly groups?: Counts
      readonly more?: boolean
    }
  | {
      readonly kind: 'fix'
      readonly precinct: string | null
      readonly attendance?: number
      readonly initial?: Counts
      readonly final?: Counts
      readonly groups?: Counts
    }
  | { readonly kind: 'approve' | 'keep'; readonly precinct: string | null; readonly code: string }
  | { readonly kind: 'toss'; readonly precinct: string | null; readonly winners: readonly string[] }
  | { readonly kind: 'reject' | 'status' | 'last' | 'guide' | 'ready' | 'language'; readonly precinct: string | null }
  | { readonly kind: 'pin'; readonly precinct: string | null; readonly pin: string }
  /** Nobody could know: the reader must ask. */
  | { readonly kind: 'unclear' }
export type Counts = Readonly<Record<string, number>>

/** How one text is written. */
export interface Style {
  readonly spell: Speller
  /** Between name and number; between groups; between parts. */
  readonly inside: string
  readonly between: string
  readonly parts: string
  readonly reversed: boolean
  readonly number: (n: number) => string
  readonly words: 'en' | 'es'
}

export const plain: Style = {
  spell: spellers.full!,
  inside: ' ',
  between: ' ',
  parts: ' ',
  reversed: false,
  number: String,
  words: 'en',
}

export const keywordsOf = {
  en: {
    A: ['A', 'ATT', 'ALL', 'a', 'Att'],
    I: ['I', 'FIRST', 'INITIAL', 'Initial', '1ST', 'i', '1'],
    F: ['F', 'FINAL', 'SECOND', 'Final', '2ND', 'f', '2'],
  },
  es: {
    A: ['ASISTENCIA', 'asistencia', 'A'],
    I: ['INICIAL', 'PRIMERA', 'primera', 'I'],
    F: ['FINAL', 'SEGUNDA', 'segunda', 'F'],
  },
} as const

export type Pairs = readonly (readonly [string, number])[]
export const counts = (pairs: Pairs): Counts => Object.fromEntries(pairs)

export function writeList(pairs: Pairs, style: Style, all: readonly Candidate[], by: Chance): string {
  return pairs
    .map(([name, n]) => {
      const word = style.spell(name, all, by) ?? name
      return style.reversed ? `${style.number(n)}${style.inside}${word}` : `${word}${style.inside}${style.number(n)}`
    })
    .join(style.between)
}

export interface Written {
  readonly text: string
  readonly truth: Truth & { readonly kind: 'report' }
}

/** A report of one to three parts, in any order. Numbers-first lists never stand beside a bare 1 or 2. */
export function writeReport(room: Room, style: Style, all: readonly Candidate[], by: Chance, wanted?: string): Written {
  const which = wanted ?? by.pick(['A', 'I', 'F', 'I', 'F', 'AI', 'IF', 'AIF'])
  const order = by.often(0.3) ? by.shuffled([...which]) : [...which]
  const words = keywordsOf[style.words]
  const digitsToo = !style.reversed && style.parts.trim() === '' && style.inside !== ''
  const keyword = (part: 'A' | 'I' | 'F'): string => {
    const word = by.pick(words[part])
    return /^\d$/.test(word) && !digitsToo ? part : word
  }
  const written = order.map((part) => {
    if (part === 'A')
      return `${keyword('A')}${style.inside === '' && by.often(0.5) ? '' : ' '}${style.number(room.present)}`
    return `${keyword(part as 'I' | 'F')} ${writeList(part === 'I' ? room.initial : room.final, style, all, by)}`
  })
  const precinct = by.often(0.7) ? room.precinct : null
  const text = [...(precinct ? [precinct] : []), ...written].join(style.parts)
  const truth = {
    kind: 'report' as const,
    precinct,
    ...(which.includes('A') && { attendance: room.present }),
    ...(which.includes('I') && { initial: counts(room.initial) }),
    ...(which.includes('F') && { final: counts(room.final) }),
  }
  return { text, truth }
}
