import { distance, keys, sound } from './distance.ts'
import type { CandidateName } from './intent.ts'
import { carrierWords, keywords, littleWords, numberWords } from './words.ts'

/** Which candidates a word can mean, by place in the configuration. `how` tells what had to be forgiven. */
export interface Found {
  readonly ids: readonly number[]
  readonly how: 'exact' | 'prefix' | 'close' | 'none'
}

export interface Names {
  readonly find: (word: string) => Found
  /** In full: a name, a code, an alias, or one word of these. */
  readonly exact: (word: string) => readonly number[]
}

interface Key {
  readonly text: string
  readonly id: number
  readonly keys: string
  readonly sound: string
}

const none: Found = { ids: [], how: 'none' }

/** Single letters are keywords, or look like digits: never names. */
const neverNames = new Set('afdyiol')

/** The names of a caucus, made ready to be looked up. `fold` brings a configured name into the lexer's script. */
export function makeNames(candidates: readonly CandidateName[], fold: (text: string) => string): Names {
  const whole = new Map<string, Set<number>>()
  const parts = new Map<string, Set<number>>()
  candidates.forEach(({ name, code, aliases }, id) => {
    const spellings = [name, ...aliases].map((text) => wordsOf(fold(text)))
    const last = spellings[0]?.join('') ?? ''
    add(whole, wordsOf(fold(code)).join(''), id)
    for (const [nth, spelling] of spellings.entries()) {
      add(whole, spelling.join(''), id)
      if (nth > 0) add(whole, spelling.join('') + last, id)
      if (spelling.length > 1) for (const word of spelling) add(parts, word, id)
    }
  })
  const codes = new Set(candidates.map(({ code }) => wordsOf(fold(code)).join('')))
  const every = [...pairs(whole), ...pairs(parts)]
  const spelled = every
    .filter(([text]) => text.length >= 4 && !codes.has(text))
    .map(([text, id]): Key => ({ text, id, keys: keys(text), sound: sound(text) }))
  const seen = new Map<string, Found>()
  const exact = (word: string): readonly number[] => [...(whole.get(word) ?? parts.get(word) ?? [])]
  const search = (word: string): Found => {
    const ids = exact(word)
    if (ids.length > 0) return { ids, how: 'exact' }
    if (neverNames.has(word) || littleWords.has(word)) return none
    const begun = distinct(every.filter(([text]) => text.startsWith(word)).map(([, id]) => id))
    return begun.length > 0 ? { ids: begun, how: 'prefix' } : close(word, spelled)
  }
  const find = (word: string): Found => {
    const before = seen.get(word)
    if (before) return before
    const found = search(word.replaceAll("'", ''))
    if (seen.size > 2000) seen.clear()
    seen.set(word, found)
    return found
  }
  return { find, exact }
}

/**
 * A misspelling that is near one name only. Nearness grows with the length of the name: one slip in four letters, two in
 * six, three in nine; any slips between letters of one key of the phone; other spellings of one sound.
 */
function close(word: string, spelled: readonly Key[]): Found {
  if (word.length < 3 || word.length > 24 || carrierWords.has(word) || numberWords.has(word)) return none
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
  if (ids.size === 0) return none
  for (const keyword of keywords.keys()) if (keyword.length >= 4 && distance(word, keyword, best) <= best) return none
  return { ids: [...ids], how: 'close' }
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

const wordsOf = (text: string): string[] => text.replaceAll("'", '').match(/[a-z0-9]+/g) ?? []
const distinct = (ids: readonly number[]): number[] => [...new Set(ids)]
const pairs = (map: ReadonlyMap<string, ReadonlySet<number>>): [string, number][] =>
  [...map].flatMap(([text, ids]) => [...ids].map((id): [string, number] => [text, id]))

function add(map: Map<string, Set<number>>, text: string, id: number): void {
  if (text === '') return
  const ids = map.get(text)
  if (ids) ids.add(id)
  else map.set(text, new Set([id]))
}
