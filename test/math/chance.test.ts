import { describe, expect, test } from 'vitest'
import { compareCards, holdersOfHighest, parseCard } from '../../src/math/cards.ts'
import { compute } from '../../src/math/compute.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { isPossibleEnding, openTie } from '../../src/math/tie.ts'
import type { PrecinctInput, Result } from '../../src/math/types.ts'

const codes = (r: Result) => r.findings.map(({ code }) => code)

/** Three equal groups and five delegates: one of them loses the sixth. */
const three = (change: Partial<PrecinctInput> = {}) => {
  const final = { B: 20, C: 20, D: 20 }
  return compute({ rules: ruleSets.nv2020!, delegates: 5, attendance: 60, initial: final, final, ...change })
}

describe('a tie', () => {
  test('outwardly always says how many of the tied get one more', () => {
    const among = ['A', 'B', 'C']
    expect(
      (['gain', 'lose', 'leave', 'elect'] as const).map((kind) => openTie({ kind, among, count: 1 }).seats),
    ).toEqual([1, 2, 2, 1])
  })

  test('stays open without a winner', () => {
    const r = three()
    expect([r.tie, r.settled, r.delegates]).toEqual([
      { kind: 'lose', among: ['B', 'C', 'D'], seats: 2 },
      null,
      { B: 1, C: 1, D: 1 },
    ])
    expect(codes(r)).toEqual(['TIE_NEEDS_WINNER'])
  })

  test('is settled by the names of the winners, in any order; Nevada still wants the cards', () => {
    const r = three({ winner: ['D', 'C'] })
    expect([r.tie, r.delegates]).toEqual([null, { B: 1, C: 2, D: 2 }])
    expect(r.settled).toEqual({ tie: { kind: 'lose', among: ['B', 'C', 'D'], seats: 2 }, winners: ['C', 'D'] })
    expect(codes(r)).toEqual(['CARDS_MISSING'])
    expect(codes(three({ winner: ['D', 'C'], rules: ruleSets.ia2020! }))).toEqual([])
  })

  test('is settled by the highest cards', () => {
    const r = three({ winner: { B: '10 of clubs', C: 'king of hearts', D: 'queen of diamonds' } })
    expect([r.settled?.winners, codes(r)]).toEqual([['C', 'D'], []])
  })

  test.each<[string, PrecinctInput['winner'], Record<string, number>]>([
    ['somebody who is not tied', ['C', 'E'], { seats: 2, strangers: 1, cards: 0 }],
    ['too few', ['C'], { seats: 2, strangers: 0, cards: 0 }],
    ['one name twice', ['C', 'C'], { seats: 2, strangers: 0, cards: 0 }],
    ['nobody', [], { seats: 2, strangers: 0, cards: 0 }],
    ['a card missing', { B: '2C', C: '3C' }, { seats: 2, strangers: 0, cards: 1 }],
    ['a card drawn twice', { B: '2C', C: '2 of clubs', D: '4C' }, { seats: 2, strangers: 0, cards: 1 }],
    ['a card of no deck', { B: '10 of stars', C: '2C', D: '4C' }, { seats: 2, strangers: 0, cards: 1 }],
    ['a card of a stranger', { B: '2C', C: '3C', D: '4C', E: '5C' }, { seats: 2, strangers: 1, cards: 0 }],
  ])('stays open with impossible winners: %s', (_, winner, numbers) => {
    const r = three({ winner: winner! })
    expect([r.tie?.seats, r.settled]).toEqual([2, null])
    expect(r.findings).toMatchObject([{ code: 'TIE_WINNER_IMPOSSIBLE', severity: 'hold', numbers }])
  })

  test('needs no question where the worksheet shows an outcome, but is not settled by it', () => {
    const r = three({ reported: { B: 1, C: 2, D: 2 } })
    expect([codes(r), r.tie?.seats]).toEqual([[], 2])
    expect(codes(three({ reported: { B: 3, C: 1, D: 1 } }))).toContain('TIE_NEEDS_WINNER')
  })

  test('a worksheet that gives all tied groups one, or another winner than the one named, differs', () => {
    const all = three({ reported: { B: 2, C: 2, D: 2 } })
    expect(all.findings.find(({ code }) => code === 'CLAIMED_DELEGATES_DIFFER')?.groups).toEqual(['B', 'C', 'D'])
    const other = three({ rules: ruleSets.ia2020!, winner: ['B', 'C'], reported: { B: 1, C: 2, D: 2 } })
    expect(other.findings).toMatchObject([{ code: 'CLAIMED_DELEGATES_DIFFER', groups: ['B', 'D'] }])
    expect(codes(three({ rules: ruleSets.ia2020!, winner: ['B', 'C'], reported: { B: 2, C: 2, D: 1 } }))).toEqual([])
  })

  test('is in nobody’s head: a game where nothing is tied is told and not applied', () => {
    const final = { B: 30, C: 20, D: 10 }
    const r = three({ initial: final, final, winner: ['D'] })
    expect([codes(r), r.delegates]).toEqual([['CHANCE_NOT_NEEDED'], { B: 2, C: 2, D: 1 }])
    expect(codes(three({ initial: final, final, winner: { D: '2C' } }))).toEqual(['CHANCE_NOT_NEEDED'])
    expect(codes(three({ final: null, initial: { ...final, E: 1 }, attendance: null, winner: ['D'] }))).toEqual([
      'ATTENDANCE_MISSING',
    ])
  })

  test('a claim is allowed only where the right number of tied groups has one more', () => {
    const tie = { kind: 'gain', among: ['A', 'B'], seats: 1 } as const
    const allowed = (a: number, b: number, c: number) =>
      isPossibleEnding({ A: 1, B: 1, C: 1 }, tie, (g) => ({ A: a, B: b, C: c })[g] ?? 0)
    expect([
      allowed(2, 1, 1),
      allowed(1, 2, 1),
      allowed(1, 1, 1),
      allowed(2, 2, 1),
      allowed(1, 1, 2),
      allowed(3, 1, 1),
    ]).toEqual([true, true, false, false, false, false])
  })
})

describe('cards', () => {
  test.each([
    ['KH', 54],
    ['10 of clubs', 40],
    ['ace of spades', 59],
    ['2c', 8],
    [' Q♦ ', 49],
    ['10♥️', 42],
    ['j of Hearts', 46],
  ])('%s', (text, value) => expect(parseCard(text)).toBe(value))

  test.each(['10 of stars', '1C', '11H', 'joker', '', 'K', 'hearts', 'KHH'])('no card: %s', (text) => {
    expect(parseCard(text)).toBeNull()
  })

  test('aces are high; equal ranks go spades, hearts, diamonds, clubs', () => {
    expect(compareCards('AC', 'KS')).toBe(1)
    expect(compareCards('7D', '7H')).toBe(-1)
    expect(compareCards('7D', '7 of diamonds')).toBe(0)
    expect(compareCards('7D', 'x')).toBeNull()
    expect(compareCards('x', '7D')).toBeNull()
    expect(
      holdersOfHighest(
        [
          ['A', '7C'],
          ['B', '7S'],
          ['C', '7H'],
        ],
        2,
      ),
    ).toEqual(['B', 'C'])
  })
})

describe('one delegate', () => {
  const one = (change: Partial<PrecinctInput> = {}) => {
    const initial = { Biden: 12, Sanders: 9, Warren: 3 }
    return compute({ rules: ruleSets.ia2020!, delegates: 1, attendance: 24, initial, final: initial, ...change })
  }
  const nevada = (change: Partial<PrecinctInput> = {}) => one({ rules: ruleSets.nv2020!, ...change })
  const tied = { Biden: 9, Sanders: 9, Warren: 3 }

  test('Iowa: nobody until the chair says who', () => {
    const r = one()
    expect([r.threshold, r.viable, r.tie, Object.values(r.delegates)]).toEqual([null, [], null, [0, 0, 0]])
    expect(r.findings).toMatchObject([{ code: 'WINNER_MISSING', severity: 'confirm', groups: ['Biden'] }])
    expect(codes(one({ initial: null, final: null }))).toEqual([])
  })

  test('Iowa: the room’s vote stands, with a question where another group is larger', () => {
    expect([one({ winner: ['Biden'] }).delegates.Biden, codes(one({ winner: ['Biden'] }))]).toEqual([1, []])
    const r = one({ winner: ['Warren'] })
    expect([r.delegates.Warren, r.settled]).toEqual([1, null])
    expect(r.findings).toMatchObject([
      {
        code: 'ONE_DELEGATE_NOT_PLURALITY',
        severity: 'confirm',
        groups: ['Warren', 'Biden'],
        numbers: { members: 3, largest: 12 },
      },
    ])
  })

  test('Iowa: even somebody whom no group stood for', () => {
    const r = one({ winner: ['Yang'] })
    expect([r.delegates.Yang, codes(r)]).toEqual([1, ['ONE_DELEGATE_NOT_PLURALITY']])
  })

  test('Iowa: an empty final list leaves the initial one to compare with', () => {
    const empty = { Biden: 0, Sanders: 0, Warren: 0 }
    const r = one({ final: empty, winner: ['Warren'] })
    expect(codes(r)).toEqual(['FINAL_MISSING', 'ONE_DELEGATE_NOT_PLURALITY'])
    expect(r.findings[1]?.numbers).toEqual({ members: 3, largest: 12 })
    expect(codes(one({ final: null, winner: ['Biden'] }))).toEqual([])
    expect(codes(one({ initial: null, final: null, winner: ['Biden'] }))).toEqual([])
  })

  test('Iowa: equal largest groups make it a settled tie', () => {
    const r = one({ initial: tied, final: tied, attendance: 21, winner: ['Sanders'] })
    expect(r.settled).toEqual({ tie: { kind: 'elect', among: ['Biden', 'Sanders'], seats: 1 }, winners: ['Sanders'] })
    expect([r.tie, codes(r)]).toEqual([null, []])
  })

  test('two names, or cards where nothing is tied, elect nobody', () => {
    expect(codes(one({ winner: ['Biden', 'Warren'] }))).toEqual(['TIE_WINNER_IMPOSSIBLE'])
    expect(codes(one({ winner: { Biden: 'KH', Sanders: '9S' } }))).toEqual(['TIE_WINNER_IMPOSSIBLE'])
  })

  test('Nevada 2008: reported, and cards among equals', () => {
    const rest = { rules: ruleSets.nv2008!, initial: tied, final: tied, attendance: 21 }
    expect(one({ ...rest, winner: { Biden: '9S', Sanders: 'KH' } }).delegates.Sanders).toBe(1)
    expect(codes(one({ ...rest, winner: ['Biden'] }))).toEqual(['CARDS_MISSING'])
  })

  test('Nevada 2020: the largest final group, cards among equals', () => {
    expect([nevada().delegates, codes(nevada())]).toEqual([{ Biden: 1, Sanders: 0, Warren: 0 }, []])
    const rest = { initial: tied, final: tied, attendance: 21 }
    const open = nevada(rest)
    expect([open.tie, codes(open)]).toEqual([
      { kind: 'elect', among: ['Biden', 'Sanders'], seats: 1 },
      ['TIE_NEEDS_WINNER'],
    ])
    const drawn = nevada({ ...rest, winner: { Biden: '9S', Sanders: 'KH' } })
    expect([drawn.delegates.Sanders, drawn.tie, codes(drawn)]).toEqual([1, null, []])
    expect(codes(nevada({ ...rest, winner: ['Warren'] }))).toEqual(['TIE_WINNER_IMPOSSIBLE'])
  })

  test('Nevada 2020: nothing is known before the final count, or without anybody', () => {
    expect(Object.values(nevada({ final: null }).delegates)).toEqual([0, 0, 0])
    expect(nevada({ initial: null, final: { Biden: 0 } }).delegates).toEqual({ Biden: 0 })
  })

  test('Nevada 2020: another name than the largest group’s is questioned and not applied', () => {
    const r = nevada({ winner: ['Yang'] })
    expect([r.delegates, codes(r)]).toEqual([
      { Biden: 1, Sanders: 0, Warren: 0, Yang: 0 },
      ['ONE_DELEGATE_NOT_PLURALITY'],
    ])
    expect(codes(nevada({ winner: ['Biden'] }))).toEqual([])
    expect(codes(nevada({ winner: { Biden: 'KH' } }))).toEqual(['CHANCE_NOT_NEEDED'])
  })

  test('the worksheet’s one delegate is compared, and asked about, like a name', () => {
    expect(codes(one({ reported: { Warren: 1 } }))).toEqual(['WINNER_MISSING', 'ONE_DELEGATE_NOT_PLURALITY'])
    expect(codes(one({ reported: { Biden: 1 }, winner: ['Sanders'] }))).toContain('CLAIMED_DELEGATES_DIFFER')
    expect(codes(one({ reported: { Biden: 1 }, winner: ['Biden'] }))).toEqual([])
    expect(codes(one({ reported: { Biden: 1, Sanders: 1 } }))).toEqual(['WINNER_MISSING', 'TOO_MANY_DELEGATES'])
    expect(codes(nevada({ initial: tied, final: tied, attendance: 21, reported: { Sanders: 1 } }))).toEqual([])
  })
})
