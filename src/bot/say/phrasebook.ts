import type { Alignment, CandidateName, Tallies } from '../../grammar/intent.ts'
import { type FindingCode, isCode } from '../../math/finding-codes.ts'
import type { Finding } from '../../math/types.ts'
import type { Language } from '../event.ts'
import type { Because, CountChange, Reply, ReplyOutcome } from '../reply.ts'

/** Where and to whom a reply is said. */
export interface VoiceSetting {
  readonly language: Language
  /** IANA name: times are told as on the wall of the room. */
  readonly timezone: string
  readonly hqPhone: string | null
  readonly practice: boolean
  readonly candidates: readonly CandidateName[]
  /** Date of the caucus, YYYY-MM-DD. */
  readonly date: string
}

/** Turns the pieces of a reply into words; made per reply and style, so that a phrase only joins them. */
export interface Voice {
  readonly setting: VoiceSetting
  /** A group's name, or its short form where space is short. */
  readonly name: (group: string) => string
  /** "Sanders 45, Warren 20". */
  readonly tallies: (counts: Tallies) => string
  /** "7:41 PM". */
  readonly time: (at: string) => string
}

/** One language's words. Every phrase gives its variants, richest first; the first that fits is sent. */
export type Phrasebook = {
  readonly [K in Exclude<Reply['kind'], 'none' | 'verbatim'>]: (
    reply: Extract<Reply, { readonly kind: K }>,
    voice: Voice,
  ) => readonly string[]
}

export interface LanguageWords {
  readonly phrases: Phrasebook
  readonly because: Readonly<Record<Because, string>>
  /** A finding as the chair hears it: no full stop, no advice. */
  readonly finding: (finding: Finding, voice: Voice) => string
  /** Who is in the counts no more: `groups` are names with their people. */
  readonly gone: (groups: readonly string[], most: number) => string
  /** A group whose count is another now. */
  readonly change: (group: string, from: number, to: number) => string
  /** Behind a number of things that are not named. */
  readonly more: string
  /** Before a question that is asked for the third time. */
  readonly stuck: string
  readonly repairs: (pairs: readonly string[], most: number) => string
  readonly practice: string
}

/** The letter of a list, the same in both languages: it is what the reader understands. */
export const letter: Readonly<Record<Alignment, string>> = { initial: 'I', final: 'F' }

/** Cards for an example of TOSS. */
export const cards = ['KH', '9S', '4D', '2C', 'JH', '7D']

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Warnings as sentences behind a result, each with a space before it. */
export const notesOf = (warnings: readonly Finding[], finding: LanguageWords['finding'], voice: Voice): string =>
  warnings.map((warning) => ` ${capitalized(finding(warning, voice))}.`).join('')

/**
 * Findings for which no language has words: most have a reply of their own, or are for headquarters alone. Should the chair
 * hear one all the same, they hear the name of its code. For every other, each language has words.
 */
const wordless = [
  'NOT_A_COUNT',
  'UNKNOWN_PRECINCT',
  'UNKNOWN_GROUP',
  'GROUP_TWICE',
  'DELEGATES_MISSING',
  'FINAL_BELOW_INITIAL',
  'SMALLEST_DISBANDED',
  'NONVIABLE_IN_FINAL',
  'MORE_VIABLE_THAN_DELEGATES',
  'DUPLICATE_OF_OTHER_PRECINCT',
  'TOO_MANY_DELEGATES',
  'TOO_FEW_DELEGATES',
  'NONVIABLE_GOT_DELEGATE',
  'VIABLE_GOT_NONE',
  'LARGER_GOT_FEWER',
  'CLAIMED_DELEGATES_DIFFER',
  'USED_FINAL_TOTAL',
  'TIE_NEEDS_WINNER',
  'CHANCE_NOT_NEEDED',
  'TIE_WINNER_IMPOSSIBLE',
  'CARDS_MISSING',
  'WINNER_MISSING',
  'BALLOT_SPOILED',
  'SDE_DIFFERS',
] as const satisfies readonly FindingCode[]

/** Whether a language has words for a finding. False for a code that only a program of another version knows. */
export const hasWords = (code: string): code is Exclude<FindingCode, (typeof wordless)[number]> =>
  isCode(code) && !(wordless as readonly FindingCode[]).includes(code)

/** The name of a finding without words: "tie needs winner". */
export const codeWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ')

export type UnclearReply = Extract<Reply, { readonly kind: 'unclear' }>

/**
 * What could not be read, behind its precinct where one is known.
 * @param sentenceOf the sentence, given the word that was not understood, cut so that the fix always fits, and the name of
 *   a candidate for an example
 */
export const unclearWith =
  (sentenceOf: (reply: UnclearReply, word: string, example: string, voice: Voice) => string): Phrasebook['unclear'] =>
  (reply, voice) => {
    const word = reply.word.length > 24 ? `${reply.word.slice(0, 24)}...` : reply.word
    const text = sentenceOf(reply, word, voice.setting.candidates[0]?.name ?? 'Warren', voice)
    return [reply.precinct ? `${reply.precinct}: ${text}` : capitalized(text)]
  }

interface CountPhraseWords {
  readonly and: string
  readonly to: string
  /** One, and several. */
  readonly delegate: readonly [string, string]
  readonly noDelegates: string
  readonly counted: string
  readonly attendance: string
  readonly winner: string
}

/** The phrases about counts, delegates and their changes in one language: "3 delegates: Sanders 2, Warren 1". */
export function countPhrases(words: CountPhraseWords) {
  const groups = (names: readonly string[], voice: Voice): string => {
    const items = names.map(voice.name)
    return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${words.and} ${items.at(-1)}`
  }
  const delegateCount = (n: number): string => `${n} ${words.delegate[n === 1 ? 0 : 1]}`
  const delegates = ({ countsOnly, counts, seats, delegates: won }: ReplyOutcome, voice: Voice): string => {
    if (countsOnly) return `${words.counted}: ${voice.tallies(counts)}`
    if (won.length === 0) return words.noDelegates
    if (seats === 1) return `1 ${words.delegate[0]}: ${won.map((d) => voice.name(d.group)).join(', ')}`
    const total = won.reduce((sum, d) => sum + d.delegates, 0)
    return `${total} ${words.delegate[1]}: ${won.map((d) => `${voice.name(d.group)} ${d.delegates}`).join(', ')}`
  }
  const change = ({ alignment, group, from, to }: CountChange, { name }: Voice): string => {
    if (alignment === 'attendance') return `${words.attendance} ${from} ${words.to} ${to}`
    if (alignment === 'toss') return `${words.winner} ${name(group)}`
    return `${letter[alignment]} ${name(group)} ${from} ${words.to} ${to}`
  }
  return { groups, delegateCount, delegates, change }
}
