import { distance, keys, sound } from './distance.ts'
import type { CandidateName } from './intent.ts'
import { carrierWords, keywords, numberWords } from './words.ts'

/** A name as it can be misspelled. `id`: its candidate's place in the configuration. */
export interface Key {
  readonly text: string
  readonly id: number
  readonly keys: string
  readonly sound: string
}

/**
 * A misspelling that is near one name only. Nearness grows with the length of the name: one slip in four letters, two in
 * six, three in nine; any slips between letters of one key of the phone; other spellings of one sound.
 */
export function close(word: string, spelled: readonly Key[]): readonly number[] {
  if (word.length < 3 || word.length > 24 || carrierWords.has(word) || numberWords.has(word)) return []
  const wordKeys = keys(word)
  const wordSound = sound(word)
  let best = 9
  const ids = new Set<number>()
  for (const key of spelled) {
    const cost = nearness(word, key, wordKeys, wordSound)
    if (cost === null) continue
    ids.add(key.id)
    best = Math.min(best, cost)
  }
  if (ids.size === 0) return []
  for (const keyword of keywords.keys()) if (keyword.length >= 4 && distance(word, keyword, best) <= best) return []
  return [...ids]
}

function nearness(word: string, key: Key, wordKeys: string, wordSound: string): number | null {
  const { length } = key.text
  if (wordKeys === key.keys) return 1
  const allowed = length >= 9 ? 3 : length >= 6 ? 2 : 1
  const sameStart = word[0] === key.text[0]
  const apart = distance(word, key.text, 3)
  if (apart <= allowed && (apart === 1 || sameStart || (apart === 2 && length >= 7))) return apart
  const sounds = wordSound === key.sound && key.sound.length >= 3 && length >= 5 && apart <= (length >= 6 ? 3 : 2)
  return sounds ? apart : null
}

/** Up to three names near a word, nearest first, to be offered with the question. */
export function nearest(word: string, candidates: readonly CandidateName[], fold: (text: string) => string): string[] {
  const plain = word.slice(0, 24)
  const apart = (text: string): number => {
    const limit = Math.min(4, Math.floor(text.length / 2))
    const d = distance(plain, fold(text), limit)
    return d <= limit && d < plain.length ? d : 9
  }
  return candidates
    .map(({ name, aliases }) => ({ name, apart: Math.min(...[name, ...aliases].map(apart)) }))
    .filter((near) => near.apart < 9)
    .sort((a, b) => a.apart - b.apart)
    .slice(0, 3)
    .map(({ name }) => name)
}
