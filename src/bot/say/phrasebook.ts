import type { CandidateName, Tallies } from '../../grammar/intent.ts'
import type { Finding } from '../../math/types.ts'
import type { Language } from '../event.ts'
import type { Because, Reply } from '../reply.ts'

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
  readonly [K in Reply['kind']]: (reply: Extract<Reply, { readonly kind: K }>, voice: Voice) => readonly string[]
}

export interface LanguageWords {
  readonly phrases: Phrasebook
  readonly because: Readonly<Record<Because, string>>
  /** A finding as the chair hears it: no full stop, no advice. */
  readonly finding: (finding: Finding, voice: Voice) => string
  readonly repairs: (pairs: readonly string[], most: number) => string
  readonly practice: string
}
