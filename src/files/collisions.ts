import type { Caucus } from '../bot/caucus.ts'
import type { CandidateName, Vocabulary } from '../grammar/intent.ts'
import { reader } from '../grammar/read.ts'
import { plainText } from '../grammar/text/normalize.ts'
import { carrierWords, keywords } from '../grammar/words.ts'
import type { Problem } from './problem.ts'

/** A word by which chairs may call a candidate, and where it stands in caucus.json. */
interface Spelling {
  readonly word: string
  readonly of: CandidateName
  readonly field: 'name' | 'code' | 'aliases'
  readonly path: string
}

/**
 * Names, codes and aliases by which chairs would be misunderstood, each with its line and what to take instead. Worst
 * first: a code that begins another's name is counted for the wrong one without a question.
 * @param lines the line of each value, by its path
 */
export function nameCollisions(
  { vocabulary, practice }: Pick<Caucus, 'vocabulary' | 'practice'>,
  file: string,
  lines: ReadonlyMap<string, number>,
): Problem[] {
  const ofPractice =
    practice.candidates === vocabulary.candidates ? [] : collidingSpellings(practice, 'practice.candidates')
  return [...collidingSpellings(vocabulary, 'candidates'), ...ofPractice].map(
    ({ spelling: { word, field, path }, fix }) => ({
      file,
      line: lines.get(path) ?? null,
      column: field,
      word,
      fix,
    }),
  )
}

interface Collision {
  readonly spelling: Spelling
  readonly fix: string
}

function collidingSpellings(words: Vocabulary, path: string): Collision[] {
  const read = reader(words)
  const understood = ({ word, of }: Spelling): boolean => {
    const intent = read(`I ${word} 45`, { answer: 'nothing' })
    return intent.kind === 'report' && intent.initial?.length === 1 && intent.initial[0]?.group === of.name
  }
  return spellingsOf(words.candidates, path).flatMap((spelling) => {
    const what = whyMisread(spelling, understood(spelling), words.candidates)
    return what === null ? [] : [{ spelling, fix: `${what} ${remedy(spelling, words.candidates)}` }]
  })
}

/** A sentence, or null where chairs are understood by this word. */
function whyMisread(spelling: Spelling, understood: boolean, candidates: readonly CandidateName[]): string | null {
  const { word, of, field } = spelling
  // A whole name is what it is, though it begin a longer one.
  const others = understood && field !== 'name' ? namesThatBeginLike(spelling, candidates) : []
  if (others.length > 0)
    return `it is ${of.name}’s and begins ${listed(others)}: a chair who means ${others[0]} is counted for ${of.name} without a question.`
  if (field === 'code' && readsAsNumber(word))
    return `beside a count this code of ${of.name}’s reads as a number (${word}45), and the chair is asked what they mean.`
  if (carrierWords.has(lettersOf(word)))
    return `carriers seize this word of ${of.name}’s: texted alone, as after a coin toss, it never comes here.`
  return understood
    ? null
    : `this word of ${of.name}’s is also one of the bot’s own, or reads as something else: chairs who text it are asked what they mean.`
}

const spellingsOf = (candidates: readonly CandidateName[], path: string): Spelling[] =>
  candidates.flatMap((of, n) => {
    const spellings: Spelling[] = [
      { word: of.name, of, field: 'name', path: `${path}.${n}.name` },
      { word: of.code, of, field: 'code', path: `${path}.${n}.code` },
      ...of.aliases.map((word, i): Spelling => ({ word, of, field: 'aliases', path: `${path}.${n}.aliases.${i}` })),
    ]
    return spellings.filter(({ word }, i) => spellings.findIndex((other) => other.word === word) === i)
  })

const lettersOf = (text: string): string => plainText(text).replaceAll(/[^a-z0-9 ]/g, '')

/** The others whose name, or a word of it, begins like this. */
const namesThatBeginLike = (
  { word, of }: Pick<Spelling, 'word' | 'of'>,
  candidates: readonly CandidateName[],
): string[] =>
  candidates
    .filter((other) => other.name !== of.name)
    .filter(({ name }) =>
      [lettersOf(name), ...lettersOf(name).split(' ')].some((part) => part.startsWith(lettersOf(word))),
    )
    .map(({ name }) => name)

/** O, I and L are repaired to digits where they touch one. */
const readsAsNumber = (code: string): boolean => /^[oil\d]+$/i.test(code)

function remedy({ of, field }: Spelling, candidates: readonly CandidateName[]): string {
  if (field === 'aliases') return 'Leave this alias out.'
  const code = field === 'code' ? freeCode(of, candidates) : null
  if (field === 'name') return 'Write the name as it is told from the others.'
  return `Take another code${code === null ? '' : `, such as ${code.toUpperCase()}`}.`
}

/** The shortest beginning of the candidate's own name that is free of all this, else its first letter with a later one. */
function freeCode(of: CandidateName, candidates: readonly CandidateName[]): string | null {
  const taken = new Set(candidates.flatMap(({ name, code, aliases }) => [name, code, ...aliases].map(lettersOf)))
  const name = lettersOf(of.name).replaceAll(' ', '')
  const beginnings = [2, 3, 4].map((length) => name.slice(0, length)).filter((code, i) => code.length === i + 2)
  const pairs = [...name.slice(2)].map((letter) => `${name[0]}${letter}`)
  const free = [...beginnings, ...pairs].find(
    (code) =>
      !readsAsNumber(code) &&
      !keywords.has(code) &&
      !carrierWords.has(code) &&
      (!taken.has(code) || code === name) &&
      namesThatBeginLike({ word: code, of }, candidates).length === 0,
  )
  return free ?? null
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
