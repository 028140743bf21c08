import { describe, expect, test } from 'vitest'
import { compute } from '../../src/math/compute.ts'
import { type FindingCode, finding, severities } from '../../src/math/finding-codes.ts'
import { findingForChair, findingForHq } from '../../src/math/finding-sentences.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { stepSentence, stepSentences } from '../../src/math/step-sentences.ts'
import type { PrecinctInput } from '../../src/math/types.ts'

describe('findings in words', () => {
  const codes = Object.keys(severities) as FindingCode[]

  test.each(codes)('%s is a sentence for the chair and one for headquarters', (code) => {
    const about = finding(code, ['Sanders', 'Warren'], {})
    for (const sentence of [findingForChair(about), findingForHq(about)]) {
      expect(sentence).toMatch(/^["A-Z0-9].*[.?)]$/)
      expect(sentence).not.toMatch(/undefined|NaN/)
    }
  })

  test('names the groups and numbers it is about', () => {
    const shrank = finding('VIABLE_GROUP_SHRANK', ['Buttigieg'], { initial: 38, final: 30 })
    expect(findingForChair(shrank)).toBe(
      'Buttigieg was viable with 38 and now has 30. People of a viable group stay in it, even if they go home.',
    )
    expect(findingForHq(finding('NONVIABLE_IN_FINAL', ['A', 'B', 'C'], { threshold: 17 }))).toMatch(/: A, B and C\.$/)
  })

  test('says of impossible winners what is impossible', () => {
    const say = (numbers: Record<string, number>) => {
      const impossible = finding('TIE_WINNER_IMPOSSIBLE', ['Yang'], { seats: 2, strangers: 0, cards: 0, ...numbers })
      return [findingForChair(impossible), findingForHq(impossible)]
    }
    expect(say({ cards: 1 })).toEqual([
      expect.stringMatching(/cards cannot be right/),
      expect.stringMatching(/no draw of one deck/),
    ])
    expect(say({ strangers: 1 })).toEqual([
      expect.stringMatching(/Yang cannot have won/),
      expect.stringMatching(/without being tied: Yang/),
    ])
    expect(say({})).toEqual(['2 winners must be named, once.', expect.stringMatching(/2 expected/)])
  })

  test('says more to headquarters where there is more', () => {
    expect(findingForHq(finding('NO_VIABLE_GROUP', [], { threshold: 9, largest: 6, lowered: 3 }))).toMatch(
      /Half of the leader \(3\)/,
    )
    expect(findingForHq(finding('DUPLICATE_OF_OTHER_PRECINCT', ['P0002'], { initial: 40, final: 1 }))).toMatch(
      /final ones too/,
    )
    expect(findingForHq(finding('WINNER_MISSING', [], {}))).toMatch(/nobody/)
  })

  test('an unknown code is named as it is', () => {
    expect(findingForChair({ code: 'NEW_CODE', severity: 'note', groups: [], numbers: {} })).toBe('NEW_CODE.')
  })
})

describe('the worksheet in words', () => {
  const told = (
    delegates: number,
    attendance: number | null,
    final: Record<string, number> | null,
    change: Partial<PrecinctInput> = {},
  ) =>
    stepSentences(
      compute({
        rules: ruleSets.ia2020!,
        delegates,
        attendance,
        initial: null,
        final,
        order: Object.keys(final ?? {}),
        ...change,
      }),
    )

  test('an ordinary precinct', () => {
    expect(told(7, 113, { Sanders: 45, Buttigieg: 38, Warren: 30 })).toEqual([
      '113 people are present.',
      'A group needs 17 people to be viable (7 delegates, 113 present).',
      'Viable at the end: Sanders 45, Buttigieg 38, Warren 30.',
      'Exact shares, members x 7 / 113: Sanders 45 x 7 / 113 = 2.7876, Buttigieg 38 x 7 / 113 = 2.3540, Warren 30 x 7 / 113 = 1.8584.',
      'Rounded: Sanders 3, Buttigieg 2, Warren 2. Together 7 of 7.',
    ])
  })

  test('a delegate too few, and two', () => {
    expect(told(7, 100, { A: 20, B: 18, C: 27, D: 19, E: 16 }).at(-1)).toBe(
      '1 too few: A, closest to the next delegate, gains one. Now A 2, B 1, C 2, D 1, E 1.',
    )
    expect(told(7, 70, { Red: 24, Blue: 24 }).slice(-2)).toEqual([
      '3 too few: Red and Blue, closest to the next delegate, gain one. Now Red 3, Blue 3.',
      'Still 1 too few, and Red and Blue are exactly tied: chance decides which 1 of them gains one.',
    ])
  })

  test('a delegate too many, and a tie for it', () => {
    expect(told(6, 44, { Red: 19, Blue: 14, Green: 11 }).at(-1)).toBe(
      '1 too many: Green, furthest above the exact share, loses one. Now Red 3, Blue 2, Green 1.',
    )
    const tie = told(9, 72, { Red: 28, Blue: 28, Green: 16 }, { winner: ['Red'] })
    expect(tie.slice(-2)).toEqual([
      'Still 1 too many, and Red and Blue are exactly tied: chance decides which 1 of them loses one.',
      'Chance decided for Red.',
    ])
  })

  test('more groups than delegates', () => {
    expect(told(3, 44, { Red: 14, Blue: 12, Green: 10, Gold: 8 }).at(-1)).toBe(
      'More viable groups than delegates: 1 must dissolve, the smallest first. Gold dissolves.',
    )
    expect(told(2, 60, { Red: 15, Blue: 15, Green: 15, Gold: 15 }).slice(-2)).toEqual([
      'More viable groups than delegates: 2 must dissolve, the smallest first.',
      'Red, Blue, Green and Gold are equally small: chance decides which 2 of them dissolve.',
    ])
    expect(told(3, 44, { Red: 14, Blue: 12, Green: 10, Gold: 8 }, { rules: ruleSets.nv2020! }).at(-1)).toBe(
      'More viable groups than delegates: each keeps one, 1 more than the 3 to elect.',
    )
  })

  test('before the end, and where the first count is the end', () => {
    const first = { initial: { Red: 60, Blue: 30, Gold: 10 } }
    expect(told(5, null, null, first)).toEqual([
      '100 people are in the groups; nobody gave another attendance.',
      'A group needs 15 people to be viable (5 delegates, 100 present).',
      'Viable at first: Blue 30, Red 60.',
    ])
    expect(told(5, 100, null, { initial: { Red: 60, Blue: 40 } })[2]).toBe(
      'Every group is viable: Blue 40, Red 60. Nobody realigns.',
    )
    expect(told(5, 100, null, { initial: { Red: 10, Blue: 10 } })[2]).toBe('Nobody is viable at first.')
  })

  test('nobody, nobody viable, half of the leader', () => {
    expect(told(5, 0, { Red: 0 })).toEqual(['Nobody is present: there is nothing to share.'])
    expect(told(5, 100, { Red: 9, Blue: 3 }).slice(-2)).toEqual([
      'Nobody is viable at the end.',
      'No group is viable, so no delegate can be given.',
    ])
    expect(told(5, 100, { Red: 9, Blue: 3 }, { rules: ruleSets.nv2020! })).toContain(
      'Nobody reached the threshold; groups of at least half of the largest count, 5.',
    )
  })

  test('one delegate', () => {
    expect(told(1, 20, { Red: 12, Blue: 8 }, { winner: ['Red'] })).toEqual([
      '20 people are present.',
      'One delegate is elected: Red.',
    ])
    expect(told(1, 20, { Red: 10, Blue: 10 }, { rules: ruleSets.nv2020! }).at(-1)).toBe(
      'Red and Blue are equally large: chance decides who is elected.',
    )
  })

  test('early ballots, and votes instead of people', () => {
    const ballots = [['Red', 'Blue', 'Red']]
    expect(told(5, 41, { Red: 20, Blue: 20 }, { rules: ruleSets.nv2020!, ballots })[1]).toBe(
      '1 early ballot counted with the people in the room.',
    )
    expect(told(5, null, { Red: 47, Blue: 53 }, { rules: ruleSets.prop15! })[1]).toBe(
      'A group needs 15 people to be viable (5 delegates, 100 votes).',
    )
  })

  test('a step without its numbers is still a sentence', () => {
    expect(stepSentence({ step: 'round', groups: [], numbers: {} })).toBe('Rounded: . Together 0 of 0.')
    expect(stepSentence({ step: 'raw', groups: [], numbers: {} })).toBe('Exact shares, members x 0 / 0: .')
  })
})
