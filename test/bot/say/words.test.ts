import { expect, it } from 'vitest'
import type { Reply } from '../../../src/bot/reply.ts'
import { say } from '../../../src/bot/say/say.ts'
import {
  alignmentNouns,
  carrierWords,
  conjunctions,
  courtesies,
  keywords,
  precinctNouns,
  type Word,
} from '../../../src/grammar/words.ts'
import { becauses, everyReply, settingsOf, typicalSample } from './replies.ts'

const meanings: Readonly<Record<Word, string>> = {
  A: 'attendance',
  T: "after a list, the list's checksum; else the attendance",
  I: 'first (initial) count; the digit 1 too',
  F: 'final count; the digit 2 too',
  D: "delegates on the chair's own worksheet",
  X: 'change the groups named, keep the rest',
  M: 'go on with a list; the sign + too',
  '&': 'go on with a list; between two groups it says nothing',
  y: 'yes, with a code; between two groups Spanish "and"',
  O: 'approve, with the code; the code alone does too',
  K: 'record as it is and hold for HQ, with the code',
  N: 'not right: drop the proposal',
  S: 'where the precinct stands; the sign ? too',
  L: 'the last reply again',
  H: 'the guide',
  R: 'check-in',
  E: 'language of the replies',
  Q: 'report from a borrowed phone, with the number on the card',
  W: 'winner of a game of chance, or who was elected',
}

const inCapitals = (words: Iterable<string>): string => [...words].map((word) => `\`${word.toUpperCase()}\``).join(' ')

function words(): string[] {
  const by = Map.groupBy(keywords, ([, symbol]) => symbol)
  const rows = [...by].map(([symbol, found]) => `| ${inCapitals(found.map(([word]) => word))} | ${meanings[symbol]} |`)
  return ['| words | meaning |', '|---|---|', ...rows]
}

function replies(): string[] {
  const settings = settingsOf(typicalSample)
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rows = everyReply(typicalSample).map(
    (reply) => `| \`${nameOf(reply)}\` | ${settings.map((s) => cell(say(reply, s))).join(' | ')} |`,
  )
  return ['| reply | English | Spanish |', '|---|---|---|', ...rows]
}

const nameOf = (reply: Reply): string => (reply.kind === 'unclear' ? `unclear: ${reply.reason}` : reply.kind)

function becauseRows(): string[] {
  const bare: Reply = { kind: 'nothing_pending' }
  const settings = settingsOf(typicalSample)
  const before = (text: string, without: string) => text.slice(0, text.length - without.length).trim()
  const rows = becauses.map(
    (because) =>
      `| \`${because}\` | ${settings.map((s) => before(say({ ...bare, because }, s), say(bare, s))).join(' | ')} |`,
  )
  return ['| when | English | Spanish |', '|---|---|---|', ...rows]
}

const page = (): string =>
  [
    '# Words',
    '',
    'Generated. Every word that is understood, and every reply that can be said. Case, line breaks and punctuation do not matter;',
    'accents may be left out. Keywords of both languages are understood at all times.',
    '',
    '## Understood',
    '',
    ...words(),
    '',
    `Left out behind a word for the first or final count ("final alignment"): ${inCapitals(alignmentNouns)}.`,
    '',
    `Left out before the precinct's code: ${inCapitals(precinctNouns)}.`,
    '',
    `Asked about behind a count, even if it begins a candidate's name, since a count may be put right by it ("Sanders 45 but 38"): ${inCapitals(conjunctions)}.`,
    '',
    `Left out at the very end of a text: ${courtesies.map((c) => c.join(' ')).join(', ')}.`,
    '',
    `Never ours, because carriers seize them: ${inCapitals(carrierWords)}.`,
    '',
    '## Said',
    '',
    'With the numbers of one room, so that each can be read as a chair reads it.',
    '',
    ...replies(),
    '',
    'Said in front, where something is told again:',
    '',
    ...becauseRows(),
    '',
  ].join('\n')

it('docs/words.md is up to date (if this fails: npx vitest run --project node test/bot/say/words.test.ts -u, and read the difference)', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/words.md')
})
