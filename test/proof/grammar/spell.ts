import type { Chance } from './chance.ts'
import type { Candidate } from './night.ts'

/** How people spell names. Every function answers with a spelling that means this candidate, or null where it cannot. */
export type Speller = (name: string, all: readonly Candidate[], by: Chance) => string | null

const owner = (name: string, all: readonly Candidate[]): Candidate => all.find((c) => c.name === name)!
const wordsOf = (c: Candidate): string[] => [c.name, c.code, ...c.aliases].map((w) => w.toLowerCase())
const keyLetters = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']

/** Whether somebody else could be meant: the word is, begins, or is two slips away from, another's name. */
function elsewhere(word: string, mine: Candidate, all: readonly Candidate[]): boolean {
  return all.some(
    (c) => c !== mine && wordsOf(c).some((w) => w.startsWith(word) || (w.length > 3 && slips(word, w) <= 2)),
  )
}

/** Levenshtein's distance, the textbook way. */
function slips(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i])
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      rows[i]![j] = Math.min(
        rows[i - 1]![j]! + 1,
        rows[i]![j - 1]! + 1,
        rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
  return rows[a.length]![b.length]!
}

function edit(word: string, by: Chance): string {
  const at = by.below(word.length)
  const letter = String.fromCharCode(97 + by.below(26))
  switch (by.below(5)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1)
    case 1:
      return word.slice(0, at) + word[at] + word.slice(at)
    case 2:
      return word.slice(0, at) + letter + word.slice(at)
    case 3:
      return word.slice(0, at) + letter + word.slice(at + 1)
    default:
      return at > 0 ? word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1) : word.slice(1)
  }
}

function misspelled(edits: number, shortest: number): Speller {
  return (name, all, by) => {
    const mine = owner(name, all)
    if (name.length < shortest) return null
    let word = name.toLowerCase()
    for (let i = 0; i < edits; i++) word = edit(word, by)
    return wordsOf(mine).includes(word) || elsewhere(word, mine, all) || /^(?:other|stop|end|more|all|no)$/.test(word)
      ? null
      : word
  }
}

export const spellers: Readonly<Record<string, Speller>> = {
  full: (name) => name,
  code: (name, all) => owner(name, all).code,
  alias: (name, all, by) => (owner(name, all).aliases.length > 0 ? by.pick(owner(name, all).aliases) : null),
  both: (name, all, by) =>
    owner(name, all).aliases.length > 0 ? `${by.pick(owner(name, all).aliases)} ${name}` : null,
  prefix: (name, all, by) => {
    const word = name.slice(0, 2 + by.below(name.length - 2))
    const taken = all.some((c) => c.name !== name && wordsOf(c).some((w) => w.startsWith(word.toLowerCase())))
    return taken ? null : word
  },
  slip: misspelled(1, 5),
  twoSlips: misspelled(2, 7),
  keypad: (name, all, by) => {
    if (name.length < 4) return null
    const letters = [...name.toLowerCase()]
    for (let n = 1 + by.below(2); n > 0; n--) {
      const at = by.below(letters.length)
      letters[at] = by.pick([...(keyLetters.find((key) => key.includes(letters[at]!)) ?? letters[at]!)])
    }
    const word = letters.join('')
    return elsewhere(word, owner(name, all), all) ? null : word
  },
  accent: (name, _, by) =>
    name.replace(by.pick(['e', 'a', 'n', 'o', 'i']), (l) => `${l}\u0301`).normalize(by.pick(['NFC', 'NFD'])),
}
