import type { CandidateName } from '../intent.ts'
import { plainText } from '../text/normalize.ts'
import { carrierWords, keywords, numberWords } from '../words.ts'

/** Rows that every comparison writes anew: words of up to 63 letters, nothing kept from one to the next. */
const width = 64
const rows = [new Uint8Array(width), new Uint8Array(width), new Uint8Array(width)] as const

/**
 * How far apart two words are: letters missed, added, changed, swapped with their neighbour (Damerau-Levenshtein, each
 * place touched once). More than `limit`, or a word of 64 letters: `limit` + 1.
 */
export function distance(a: string, b: string, limit: number): number {
  const far = limit + 1
  if (Math.abs(a.length - b.length) > limit || a.length >= width || b.length >= width) return far
  let [beforeLast, last, row] = rows as readonly [Uint8Array, Uint8Array, Uint8Array]
  for (let j = 0; j <= b.length; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    const letter = a.charCodeAt(i - 1)
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1)
      let d = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (letter === other ? 0 : 1))
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        d = Math.min(d, (beforeLast[j - 2] ?? 0) + 1)
      row[j] = d
      if (d < least) least = d
    }
    if (least > limit) return far
    ;[beforeLast, last, row] = [last, row, beforeLast]
  }
  return Math.min(last[b.length] ?? far, far)
}

const keyOf = new Map(
  'abc def ghi jkl mno pqrs tuv wxyz'
    .split(' ')
    .flatMap((letters, i) => [...letters].map((letter) => [letter, String(i + 2)] as const)),
)

/** The digits under a word's letters on a phone's keypad: "warren" and "wappdm" are one to the thumb. */
function keypadDigits(word: string): string {
  let pressed = ''
  for (const letter of word) pressed += keyOf.get(letter) ?? letter
  return pressed
}

/** How a word sounds: its consonants, those that English and Spanish spell in several ways made one. */
function soundCode(word: string): string {
  const spelled = word
    .replace(/^kn/, 'n')
    .replace(/^wr/, 'r')
    .replace(/ph/g, 'f')
    .replace(/sch|sh|ch|tch/g, 'x')
    .replace(/[ckq]+/g, 'k')
    .replace(/dg|j/g, 'g')
    .replace(/z/g, 's')
  const first = spelled.slice(0, 1)
  const rest = spelled.slice(1).replace(/[aeiouyhw]/g, '')
  return (/[aeiou]/.test(first) ? 'a' : first) + rest.replace(/(.)\1+/g, '$1')
}

/** A name as it can be misspelled. `id`: its candidate's place in the configuration. */
export interface Spelling {
  readonly text: string
  readonly id: number
  /** Not the name itself: fewer write it, so it is a rival only where it is as near. */
  readonly alias: boolean
  readonly keypad: string
  readonly sound: string
}

/** A name or alias of candidate `id` (its place in the configuration), with what it is compared by. */
export const spellingOf = (text: string, id: number, alias: boolean): Spelling => ({
  text,
  id,
  alias,
  keypad: keypadDigits(text),
  sound: soundCode(text),
})

/**
 * A misspelling that is near one name only. Nearness grows with the length of both: one slip in four letters, two in six,
 * three in nine; any slips between letters of one key of the phone; other spellings of one sound. A second candidate's word
 * that is no farther, or whose name itself is hardly farther, makes it doubtful.
 * @returns the places of the candidates it can mean, in the configuration; several are a question, none is an unknown name
 */
export function findMisspelled(word: string, spellings: readonly Spelling[]): readonly number[] {
  if (word.length < 3 || word.length > 24 || carrierWords.has(word) || numberWords.has(word)) return []
  const typed = spellingOf(word, -1, false)
  const measured = spellings.map((name) => ({ name, apart: slips(typed, name) }))
  const near = measured.filter(({ name, apart }) => isNear(typed, name, apart))
  if (near.length === 0) return []
  const best = Math.min(...near.map(({ apart }) => apart))
  for (const keyword of keywords.keys()) if (keyword.length >= 4 && distance(word, keyword, best) <= best) return []
  const wellBegun = best === 1 && near.some(({ name, apart }) => apart === 1 && !name.alias && name.text[0] === word[0])
  const meant = measured.filter(
    ({ name, apart }) => apart <= best || isRival(name, apart, wellBegun ? word[0] : undefined),
  )
  return [...new Set(meant.map(({ name }) => name.id))].sort((a, b) => a - b)
}

/** How many slips there are between a word and a name: to the thumb and to the ear several can be one. */
function slips(typed: Spelling, name: Spelling): number {
  if (typed.keypad === name.keypad) return 1
  const apart = distance(typed.text, name.text, 3)
  if (name.alias || typed.text[0] !== name.text[0]) return apart
  const short = Math.min(typed.text.length, name.text.length)
  if (apart === 2 && short >= 5 && name.sound.length >= 3 && typed.sound === name.sound) return 1
  return apart > 3 && short >= 8 && withoutVoicing(typed.sound) === withoutVoicing(name.sound) ? 3 : apart
}

/** "Boodajudge": in a long name even d and t are one sound. */
const withoutVoicing = (sound: string): string => sound.replace(/[dt]+/g, 't')

/** Two slips from another's own name make one slip doubtful, unless only the nearer name begins like the word. */
const isRival = (name: Spelling, apart: number, start: string | undefined): boolean =>
  apart === 2 && !name.alias && name.text.length >= 5 && (start === undefined || name.text[0] === start)

function isNear(typed: Spelling, name: Spelling, apart: number): boolean {
  const { length } = name.text
  if (length < 4) return false
  if (apart <= 1) return true
  const short = Math.min(length, typed.text.length)
  const sameStart = typed.text[0] === name.text[0]
  if (apart === 2 && ((short >= 6 && (sameStart || length >= 7)) || (short === 5 && length >= 7 && sameStart)))
    return true
  if (apart === 3 && short >= 8 && length >= 9 && sameStart) return true
  const sameSound = typed.sound === name.sound && name.sound.length >= 3 && short >= 5
  return (
    sameSound && (sameStart || /^[ckq]{2}$/.test(`${typed.text[0]}${name.text[0]}`)) && apart <= (length >= 6 ? 3 : 2)
  )
}

/** Up to three candidates' names near a word, nearest first, to be offered with the question. */
export function suggestNames(word: string, candidates: readonly CandidateName[]): string[] {
  const plain = plainText(word).slice(0, 24)
  const apart = (text: string): number => {
    const limit = Math.min(4, Math.floor(text.length / 2))
    const d = distance(plain, plainText(text), limit)
    return d <= limit && d < plain.length ? d : 9
  }
  return candidates
    .map(({ name, aliases }) => ({ name, apart: Math.min(...[name, ...aliases].map(apart)) }))
    .filter((near) => near.apart < 9)
    .sort((a, b) => a.apart - b.apart)
    .slice(0, 3)
    .map(({ name }) => name)
}
