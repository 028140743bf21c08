import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { demoFiles } from '../../src/cli/caucus/demonstration.ts'
import { readCaucusFile } from '../../src/files/caucus-file.ts'
import { jsonLineNumbers } from '../../src/files/json-line-numbers.ts'
import { problemSentence } from '../../src/files/problem.ts'
import { reader } from '../../src/grammar/read.ts'
import { sharedData } from '../shared.ts'

type Candidate = readonly [name: string, code: string, ...aliases: string[]]

/** A configuration as people lay it out, its first candidate on line 8. */
const fileOf = (candidates: readonly Candidate[], practice: readonly Candidate[] = []): string => {
  const lines = (list: readonly Candidate[]) =>
    list.map(([name, code, ...aliases]) => `    ${JSON.stringify({ name, code, aliases })}`).join(',\n')
  const head = [
    '"name": "T"',
    '"date": "2028-02-07"',
    '"timezone": "America/Chicago"',
    '"rules": "ia2020"',
    '"phone": "+15155550100"',
  ]
  const rest = practice.length > 0 ? `,\n  "practice": { "candidates": [\n${lines(practice)}\n  ] }` : ''
  return `{\n  ${head.join(',\n  ')},\n  "candidates": [\n${lines(candidates)}\n  ]${rest}\n}`
}
const warnings = (candidates: readonly Candidate[], practice?: readonly Candidate[]): string[] => {
  const read = readCaucusFile('caucus.json', new TextEncoder().encode(fileOf(candidates, practice)))
  expect(read.problems).toEqual([])
  return read.warnings.map(problemSentence)
}

describe('init warns of a candidate’s code', () => {
  it('that is made of letters that read as digits: beside its count it is one', () => {
    expect(
      warnings([
        ['Ollie', 'OIL'],
        ['Biden', 'BI'],
      ]),
    ).toEqual([
      'caucus.json, line 8, code: "OIL" - beside a count this code of Ollie’s reads as a number (OIL45), and the chair is asked what they mean. Take another code, such as OE.',
    ])
    for (const code of ['O', 'L', 'io', 'Lo', 'O1', 'I0'])
      expect(
        warnings([
          ['Nora', code],
          ['Biden', 'BI'],
        ]).join(),
        code,
      ).toMatch(/line 8, code: ".*such as NO/)
    const read = reader({
      candidates: [{ name: 'Ollie', code: 'OIL', aliases: [] }],
      precinctCode: { letters: 1, digits: 4 },
    })
    expect(read('I OIL45', { answer: 'nothing' }).kind).toBe('unclear')
  })

  it('that begins another’s name: who means that one is counted for this one, unasked', () => {
    const candidates: readonly Candidate[] = [
      ['Ollie', 'SA'],
      ['Sanders', 'SN'],
      ['Biden', 'BI'],
    ]
    expect(warnings(candidates)).toEqual([
      'caucus.json, line 8, code: "SA" - it is Ollie’s and begins Sanders: a chair who means Sanders is counted for Ollie without a question. Take another code, such as OE.',
    ])
    const vocabulary = {
      candidates: candidates.map(([name, code]) => ({ name, code, aliases: [] })),
      precinctCode: { letters: 1, digits: 4 },
    }
    expect(reader(vocabulary)('I SA 45', { answer: 'nothing' })).toMatchObject({
      initial: [{ group: 'Ollie', count: 45 }],
    })
    expect(
      warnings([
        ['Biden', 'B'],
        ['Bloomberg', 'BL'],
        ['Buttigieg', 'BU'],
      ]),
    ).toEqual([
      expect.stringMatching(/line 8, code: "B" - it is Biden’s and begins Bloomberg and Buttigieg: .* such as BI\.$/),
    ])
  })

  it('that is a word of the bot’s own, or a letter that is never a name', () => {
    for (const code of ['F', 'OK', 'FIX', 'A', 'Y', 'WON'])
      expect(
        warnings([
          ['Warren', code],
          ['Biden', 'BI'],
        ]),
        code,
      ).toEqual([
        `caucus.json, line 8, code: "${code}" - this word of Warren’s is also one of the bot’s own, or reads as something else: chairs who text it are asked what they mean. Take another code, such as WA.`,
      ])
  })

  it('that carriers seize', () => {
    for (const code of ['END', 'stop'])
      expect(warnings([['Warren', code]])[0]).toMatch(/carriers seize this word .* Take another code, such as WA\.$/)
  })

  it('but of no whole name that begins a longer one', () => {
    expect(
      warnings([
        ['John', 'JH'],
        ['Johnson', 'JS'],
      ]),
    ).toEqual([])
  })

  it('names the line of each, in practice too, and the fix for an alias', () => {
    expect(
      warnings(
        [
          ['Biden', 'BI', 'Ready', 'San'],
          ['Sanders', 'SA'],
        ],
        [
          ['Apple', 'AP'],
          ['Lovegood', 'LO'],
        ],
      ).map((line) => /^caucus.json, line (\d+), (\w+): "(\w+)".* ([^.]*)\.$/.exec(line)?.slice(1, 4).join(' ')),
    ).toEqual(['8 aliases Ready', '8 aliases San', '13 code LO'])
    expect(
      warnings([
        ['Biden', 'BI', 'San'],
        ['Sanders', 'SA'],
      ])[0],
    ).toMatch(/Leave this alias out\.$/)
  })

  it('and of nothing in a configuration whose codes are its own', () => {
    expect(
      warnings([
        ['Biden', 'BI', 'Joe'],
        ['Sanders', 'SA', 'Bernie'],
        ['O’Rourke', 'OR', 'Beto'],
        ['Other', 'OT'],
      ]),
    ).toEqual([])
    const demo = readCaucusFile('caucus.json', readFileSync(demoFiles.config))
    expect(demo.warnings).toEqual([])
  })

  it('with a fix that is none of these itself', () => {
    expect(
      warnings([
        ['Lynn', 'OIL'],
        ['Lyle', 'LE'],
      ])[0],
    ).toMatch(/such as LYN\.$/)
    const candidates: readonly Candidate[] = [
      ['Lil', 'L'],
      ['Lilly', 'LIL2'],
      ['Fi', 'F'],
      ['Al', 'A'],
    ]
    for (const warning of warnings(candidates)) {
      const [, code] = /such as (\w+)\.$/.exec(warning) ?? []
      if (code)
        expect(
          warnings([
            ['Xu', code],
            ['Zed', 'ZE'],
          ]),
        ).toEqual([])
      else expect(warning).toMatch(/Take another code\.$/)
    }
  })

  it('finds in Iowa’s own file only the one of practice that reads as a number', (context) => {
    const shared = sharedData()
    if (shared === null) return context.skip('the shared data is not here')
    const read = readCaucusFile('caucus.json', readFileSync(join(shared, 'iowa2020/caucus.json')))
    expect(read.warnings.map(({ line, word }) => [line, word])).toEqual([[30, 'LO']])
  })
})

describe('the lines of a JSON text', () => {
  it('are known for each value by its path, whatever stands in strings', () => {
    const lines = jsonLineNumbers('{\n "a": [1,\n  {"b}\\"": "x{[",\n   "c": null}],\n "d": {"e": []}\n}')
    expect(Object.fromEntries(lines)).toEqual({
      '': 1,
      a: 2,
      'a.0': 2,
      'a.1': 3,
      'a.1.b}"': 3,
      'a.1.c': 4,
      d: 5,
      'd.e': 5,
    })
  })
})
