import type { CandidateName } from '../intent.ts'
import { memoize } from '../memoize.ts'
import { littleWords } from '../words.ts'
import { close, distance, type Key, keys, sound } from './misspelling.ts'

/** Which candidates a word can mean, by place in the configuration. `how` tells what had to be forgiven. */
interface Found {
  readonly ids: readonly number[]
  readonly how: 'exact' | 'prefix' | 'close' | 'none'
}

export interface Names {
  readonly find: (word: string) => Found
  /** In full: a name, a code, an alias, or one word of these. */
  readonly exact: (word: string) => readonly number[]
}

const none: Found = { ids: [], how: 'none' }

/** Single letters that are keywords, look like digits, or stand for total and (in Spanish) and: never names. */
const neverNames = new Set('afdyiolte')

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
  const own = new Set(candidates.flatMap(({ name }) => wordsOf(fold(name))))
  const every = [...pairs(whole), ...pairs(parts)]
  const spelled = every
    .filter(([text]) => text.length >= 3 && !codes.has(text))
    .map(([text, id]): Key => ({ text, id, alias: !own.has(text), keys: keys(text), sound: sound(text) }))
  const exact = (word: string): readonly number[] => [...(whole.get(word) ?? parts.get(word) ?? [])]
  const search = (word: string): Found => {
    const ids = exact(word)
    if (ids.length > 0) return { ids, how: 'exact' }
    if (neverNames.has(word) || littleWords.has(word)) return none
    const begun = distinct(every.filter(([text]) => text.startsWith(word)).map(([, id]) => id))
    if (begun.length > 0) return { ids: distinct([...begun, ...slipped(word, spelled)]), how: 'prefix' }
    const near = close(word, spelled)
    return near.length > 0 ? { ids: near, how: 'close' } : none
  }
  return { find: memoize((word) => search(word.replaceAll("'", ''))), exact }
}

/** "Joh" begins John, and is one letter from Joe; "Ben" begins Bennet, and is Biden without two. */
function slipped(word: string, spelled: readonly Key[]): number[] {
  if (word.length < 3) return []
  const most = ({ text, alias }: Key): number =>
    word.length === 3 && text.length >= 5 && !alias && text[0] === word[0] ? 2 : 1
  const near = spelled.filter((key) => !key.text.startsWith(word) && distance(word, key.text, 2) <= most(key))
  return near.map(({ id }) => id)
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
