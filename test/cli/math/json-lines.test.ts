import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerText } from '../../../src/cli/answer-lines.ts'
import { answerMathLine, type MathAnswer, type MathError } from '../../../src/cli/math/json-lines.ts'

const sound = {
  id: 'x',
  rules: 'ia2020',
  delegates: 7,
  attendance: 113,
  initial: { Sanders: 45, Buttigieg: 38, Biden: 10, Warren: 20 },
  final: { Sanders: 45, Buttigieg: 38, Warren: 30 },
}
const answer = (json: unknown) => answerMathLine(json, JSON.stringify(json))
const answerOf = (line: string): unknown => JSON.parse(answerText(line, answerMathLine))
const ask = (change: Record<string, unknown> = {}) => answer({ ...sound, ...change }) as MathAnswer
const error = (change: Record<string, unknown>) => (answer({ ...sound, ...change }) as MathError).error
const codes = ({ findings }: MathAnswer) => findings.map(({ code }) => code)

describe('one line', () => {
  test('is answered with everything the contract names', () => {
    expect(ask()).toEqual({
      id: 'x',
      threshold: 17,
      viable: ['Buttigieg', 'Sanders', 'Warren'],
      raw: { Biden: '0/1', Buttigieg: '266/113', Sanders: '315/113', Warren: '210/113' },
      delegates: { Biden: 0, Buttigieg: 2, Sanders: 3, Warren: 2 },
      tie: null,
      settled: null,
      findings: [],
    })
  })

  test('keys may come in any order, groups too: the answer is the same', () => {
    const turned = Object.fromEntries(Object.entries(sound).reverse())
    expect(JSON.stringify(answer(turned))).toBe(JSON.stringify(ask()))
    const final = { Warren: 30, Buttigieg: 38, Sanders: 45 }
    expect(JSON.stringify(ask({ final }))).toBe(JSON.stringify(ask()))
  })

  test('may say first for initial, and leave out what it does not know', () => {
    const { initial, ...rest } = sound
    expect(answer({ ...rest, first: initial })).toEqual(ask())
    expect(
      answer({
        ...rest,
        initial: null,
        first: initial,
        winner: null,
        reported: null,
        ballots: null,
        order: null,
      }),
    ).toEqual(ask())
    expect(codes(answer(rest) as MathAnswer)).toEqual(['INITIAL_MISSING'])
    expect(ask({ attendance: null }).raw.Sanders).toBe('315/113')
    expect(ask({ attendance: undefined }).findings).toMatchObject([{ code: 'ATTENDANCE_MISSING', severity: 'note' }])
  })

  test('restates every tie as one delegate more for so many of the tied', () => {
    const final = { B: 20, C: 20, D: 20 }
    const tied = { rules: 'nv2020', delegates: 5, attendance: 60, initial: final, final }
    expect(ask(tied)).toMatchObject({
      delegates: { B: 1, C: 1, D: 1 },
      tie: { kind: 'lose', among: ['B', 'C', 'D'], seats: 2 },
      settled: null,
      findings: [
        { code: 'TIE_NEEDS_WINNER', severity: 'confirm', message: expect.stringMatching(/B, C and D are tied/) },
      ],
    })
    const winner = { B: '10 of clubs', C: 'king of hearts', D: 'queen of diamonds', E: null }
    expect(ask({ ...tied, winner })).toMatchObject({
      delegates: { B: 1, C: 2, D: 2 },
      tie: null,
      settled: { kind: 'lose', among: ['B', 'C', 'D'], seats: 2, winners: ['C', 'D'] },
      findings: [],
    })
    expect(ask({ ...tied, winner: ['C', 'B'] }).delegates).toEqual({ B: 2, C: 2, D: 1 })
  })

  test('one delegate takes a name; without one nobody has it', () => {
    const one = { delegates: 1, attendance: 113 }
    expect(ask(one)).toMatchObject({
      threshold: null,
      viable: [],
      delegates: { Sanders: 0 },
      findings: [{ code: 'WINNER_MISSING' }],
    })
    expect(ask({ ...one, winner: 'Sanders' })).toMatchObject({
      delegates: { Sanders: 1, Warren: 0 },
      tie: null,
      findings: [],
    })
  })

  test('without a final alignment says what the first one tells', () => {
    const pending = ask({ final: null })
    expect([pending.threshold, pending.viable, codes(pending)]).toEqual([
      17,
      ['Buttigieg', 'Sanders', 'Warren'],
      ['FINAL_MISSING'],
    ])
    const stands = ask({ final: undefined, initial: { Sanders: 60, Warren: 53 } })
    expect([stands.delegates, codes(stands)]).toEqual([{ Sanders: 4, Warren: 3 }, []])
    expect(codes(ask({ final: null, delegates: 1, winner: 'Sanders' }))).toEqual(['FINAL_MISSING'])
    expect(ask({ final: null, delegates: 1, rules: 'nv2020' }).delegates.Sanders).toBe(1)
    expect(ask({ final: null, initial: null })).toMatchObject({ threshold: 17, delegates: {}, findings: [] })
    expect(codes(ask({ final: null, initial: {} }))).toEqual([])
  })

  test('compares the chair’s delegates, and knows the neighbours on Iowa’s ballot', () => {
    expect(codes(ask({ reported: { Sanders: 4, Buttigieg: 2, Warren: 2 } }))).toEqual([
      'TOO_MANY_DELEGATES',
      'CLAIMED_DELEGATES_DIFFER',
    ])
    const shifted = { final: { Sanders: 45, Buttigieg: 38, Steyer: 30 } }
    expect(codes(ask(shifted))).toContain('ADJACENT_SHIFT')
    expect(codes(ask({ ...shifted, order: ['Steyer', 'Sanders', 'Warren'] }))).not.toContain('ADJACENT_SHIFT')
  })

  test('takes early ballots where the rules know them, and own rules', () => {
    const ballots = [['Sanders', 'Warren', 'Biden']]
    expect(ask({ rules: 'nv2020', attendance: 114, ballots }).raw.Sanders).toBe('161/57')
    expect(error({ ballots })).toBe('The rules ia2020 know no early ballots.')
    expect(ask({ rules: { name: 'xx', base: 'ia2020', lock: false } }).threshold).toBe(17)
  })
})

describe('a line that cannot be computed', () => {
  test.each<[Record<string, unknown>, RegExp]>([
    [{ rules: 'zz' }, /no rules called "zz"/],
    [{ rules: undefined }, /"rules" is the name/],
    [{ rules: { name: 'x', chance: 'dice' } }, /"chance" is one of/],
    [{ delegates: undefined }, /"delegates" is missing/],
    [{ delegates: -1 }, /"delegates" must be a whole number/],
    [{ delegates: 1.5 }, /"delegates" must be a whole number/],
    [{ delegates: '7' }, /"delegates" must be a whole number/],
    [{ delegates: 10_000 }, /"delegates" is above 9999/],
    [{ attendance: -3 }, /"attendance" must be/],
    [{ attendance: 1e9 }, /"attendance" is above/],
    [{ final: [] }, /"final" must be an object/],
    [{ final: 7 }, /"final" must be an object/],
    [{ final: { Sanders: '45' } }, /"final: Sanders" must be a whole number/],
    [{ final: { Sanders: null } }, /"final: Sanders" must be a whole number/],
    [{ final: { '': 3 } }, /has a name that cannot be used/],
    [{ final: JSON.parse('{"__proto__": 3}') }, /has a name that cannot be used/],
    [{ final: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`g${i}`, 1])) }, /more than 500 groups/],
    [{ first: {} }, /"initial" and "first" are the same thing/],
    [{ attendance: null, initial: null, final: null }, /nothing to compute/],
    [{ winner: 7 }, /"winner" must be a name/],
    [{ winner: '' }, /has a name that cannot be used/],
    [{ winner: [7] }, /has a name that cannot be used/],
    [{ winner: { Sanders: 7 } }, /A card is a text/],
    [{ ballots: 'x' }, /"ballots" must be a list/],
    [{ ballots: ['Sanders'], rules: 'nv2020' }, /"ballots" must hold lists of names/],
    [{ order: 'x' }, /"order" must hold/],
  ])('%j is answered with its id and a sentence', (change, sentence) => {
    expect(answer({ ...sound, ...change })).toEqual({ id: 'x', error: expect.stringMatching(sentence) })
  })

  test.each([[null], [7], ['x'], [[]]])('%j is no object', (line) => {
    expect(answer(line)).toEqual({ id: null, error: 'A line is one JSON object.' })
  })

  test('may lack an id', () => {
    expect(answer({})).toMatchObject({ id: null, error: expect.any(String) })
  })
})

describe('a line as text', () => {
  test('is answered as JSON', () => {
    expect(answerOf(JSON.stringify(sound))).toEqual(ask())
    expect(answerOf('{"id": 1, ')).toEqual({ id: null, error: 'This line is not JSON.' })
    expect(answerOf('null')).toEqual({ id: null, error: 'A line is one JSON object.' })
  })

  test('a group named twice is refused, not read as the last of its numbers', () => {
    const line =
      '{"id":9,"rules":"ia2020","delegates":7,"attendance":113,"final":{"Sanders":45,"Warren":30,"Sanders":54}}'
    expect(answerOf(line)).toEqual({ id: 9, error: '"Sanders" is named twice.' })
    expect(answerOf('{"final":{"A":1},"final":{"A":2}}')).toEqual({
      id: null,
      error: '"final" is named twice.',
    })
  })

  test('colons, brackets and quotes inside texts are no keys', () => {
    const odd = { ...sound, id: 'a:b', note: '12: {"x": [1, "x":', list: [{ a: 1 }, { a: 2 }, 'a', ['b:']] }
    expect(answerOf(JSON.stringify(odd))).toEqual({ ...ask(), id: 'a:b' })
  })
})

describe('anything at all', () => {
  const answered = (line: string) => line.trim() === '' || Object.keys(answerOf(line) as object).includes('id')

  test('gets an answer: any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (line) => answered(line)),
      { numRuns: 2_000, seed: 20200203 },
    )
  })

  test('gets an answer: any text', () => {
    fc.assert(
      fc.property(fc.string(), (line) => answered(line)),
      { numRuns: 2_000, seed: 20200203 },
    )
  })

  test('gets an answer: lines nearly right', () => {
    const name = fc.constantFrom('Sanders', 'Warren', 'constructor', 'toString', 'hasOwnProperty', '1')
    const odd = fc.constantFrom(-1, 0.5, null, '7', 1e9)
    const count = fc.oneof({ weight: 40, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: odd })
    const groups = fc.oneof(fc.dictionary(name, count), fc.constant(null))
    const names = fc.array(name, { maxLength: 4 })
    const line = fc.record(
      {
        rules: fc.constantFrom('ia2020', 'nv2020', 'nv2008', 'mn_dfl', 'prop15', 'ia_gop'),
        delegates: fc.nat(8),
        attendance: count,
        initial: groups,
        final: groups,
        reported: groups,
        winner: fc.oneof(name, names, fc.dictionary(name, fc.constantFrom('KH', '2C', '9S', 'x'))),
        ballots: fc.array(names, { maxLength: 4 }),
        order: names,
      },
      { requiredKeys: ['rules', 'delegates'] },
    )
    let computed = 0
    fc.assert(
      fc.property(line, (each) => {
        const made = answer(each)
        if (!('error' in made)) computed += 1
        return !/NaN|undefined|\[native/.test(JSON.stringify(made))
      }),
      { numRuns: 5_000, seed: 20200203 },
    )
    expect(computed).toBeGreaterThan(1_000)
  })
})
