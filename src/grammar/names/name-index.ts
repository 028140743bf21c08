import type { CandidateName } from '../intent.ts'
import { memoize } from '../memoize.ts'
import { plainText } from '../text/normalize.ts'
import { littleWords } from '../words.ts'
import { distance, findMisspelled, type Spelling, spellingOf } from './misspelling.ts'

/** Which candidates a word can mean, by place in the configuration. `how` tells what had to be forgiven. */
interface FoundName {
  readonly ids: readonly number[]
  readonly how: 'exact' | 'prefix' | 'close' | 'none'
}

/** The names, codes and aliases of a caucus by the words that can mean them, in the lexer's script. */
export interface NameIndex {
  /** Also by the beginning of a name, or misspellings. */
  readonly find: (word: string) => FoundName
  /** In full only: a name, a code, an alias, or one word of these. */
  readonly exact: (word: string) => readonly number[]
}

const unknown: FoundName = { ids: [], how: 'none' }

/** Single letters that are keywords, look like digits, or stand for total and (in Spanish) and: never names. */
const neverNames = new Set('afdyiolte')

/** The names of a caucus, made ready to be looked up. */
export function indexNames(candidates: readonly CandidateName[]): NameIndex {
  const whole = new Map<string, Set<number>>()
  const parts = new Map<string, Set<number>>()
  candidates.forEach(({ name, code, aliases }, id) => {
    const spellings = [name, ...aliases].map(wordsOf)
    const last = spellings[0]?.join('') ?? ''
    add(whole, wordsOf(code).join(''), id)
    for (const [nth, spelling] of spellings.entries()) {
      add(whole, spelling.join(''), id)
      if (nth > 0) add(whole, spelling.join('') + last, id)
      if (spelling.length > 1) for (const word of spelling) add(parts, word, id)
    }
  })
  const codes = new Set(candidates.map(({ code }) => wordsOf(code).join('')))
  const own = new Set(candidates.flatMap(({ name }) => wordsOf(name)))
  const every = [...pairs(whole), ...pairs(parts)]
  const spellings = every
    .filter(([text]) => text.length >= 3 && !codes.has(text))
    .map(([text, id]): Spelling => spellingOf(text, id, !own.has(text)))
  const exact = (word: string): readonly number[] => [...(whole.get(word) ?? parts.get(word) ?? [])]
  const search = (word: string): FoundName => {
    const ids = exact(word)
    if (ids.length > 0) return { ids, how: 'exact' }
    if (neverNames.has(word) || littleWords.has(word)) return unknown
    const begun = distinct(every.filter(([text]) => text.startsWith(word)).map(([, id]) => id))
    if (begun.length > 0) return { ids: distinct([...begun, ...slipsFromPrefix(word, spellings)]), how: 'prefix' }
    const near = findMisspelled(word, spellings)
    return near.length > 0 ? { ids: near, how: 'close' } : unknown
  }
  return { find: memoize((word) => search(word.replaceAll("'", ''))), exact }
}

/** "Joh" begins John, and is one letter from Joe; "Ben" begins Bennet, and is Biden without two. */
function slipsFromPrefix(word: string, spellings: readonly Spelling[]): number[] {
  if (word.length < 3) return []
  const most = ({ text, alias }: Spelling): number =>
    word.length === 3 && text.length >= 5 && !alias && text[0] === word[0] ? 2 : 1
  const near = spellings.filter((name) => !name.text.startsWith(word) && distance(word, name.text, 2) <= most(name))
  return near.map(({ id }) => id)
}

const wordsOf = (name: string): string[] =>
  plainText(name)
    .replaceAll("'", '')
    .match(/[a-z0-9]+/g) ?? []
const distinct = (ids: readonly number[]): number[] => [...new Set(ids)]
const pairs = (map: ReadonlyMap<string, ReadonlySet<number>>): [string, number][] =>
  [...map].flatMap(([text, ids]) => [...ids].map((id): [string, number] => [text, id]))

function add(map: Map<string, Set<number>>, text: string, id: number): void {
  if (text === '') return
  const ids = map.get(text)
  if (ids) ids.add(id)
  else map.set(text, new Set([id]))
}
