import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/bot/config.ts'
import { messageSid, person, phone, precinctId } from '../../src/bot/ids.ts'

const candidate = (name: string, code: string, aliases: readonly string[] = []) => ({ name, code, aliases })
const whole = {
  name: 'Test',
  date: '2020-02-03',
  timezone: 'America/Chicago',
  rules: 'ia2020',
  phone: '+15155550000',
  candidates: [candidate('Sanders', 'S'), candidate('Warren', 'W')],
}
const problemsOf = (change: object): readonly string[] => {
  const parsed = parseConfig({ ...whole, ...change })
  return parsed.ok ? [] : parsed.problems
}

describe('caucus.json', () => {
  it('with the least in it is enough: practice borrows the candidates, and what is not said is off', () => {
    const parsed = parseConfig(whole)
    if (!parsed.ok) throw new Error(parsed.problems.join())
    expect(parsed.caucus).toMatchObject({ hqPhone: null, state: null, languages: ['en'] })
    expect(parsed.caucus.practice.candidates).toEqual(parsed.caucus.vocabulary.candidates)
  })
  it.each([
    [{ timezone: 'Iowa' }, /^timezone: must be a time zone/],
    [{ phone: '515-555-0000' }, /^phone: must be a number/],
    [{ rules: 'ia1846' }, /^rules: /],
    [{ colour: 'blue' }, /^the file: unknown key "colour"/],
    [{ candidates: [{ ...candidate('Sanders', 'S'), nick: 'B' }] }, /^candidates\.0: unknown key "nick"/],
    [{ candidates: [candidate('__proto__', 'P')] }, /^candidates\.0\.name: is no name that can be counted/],
    [{ candidates: [candidate('Sanders', 'S'), candidate('Warren', 's')] }, /"s" means both Sanders and Warren/],
    [{ practice: { candidates: [candidate('Potter', 'P'), candidate('Pike', 'X', ['potter'])] } }, /^practice\.cand/],
  ])('%j is refused with its key named', (change, problem) => {
    expect(problemsOf(change).join('\n')).toMatch(problem)
  })
  it('is refused where it is no object at all', () => {
    expect(parseConfig(null)).toMatchObject({ ok: false })
  })
})

describe('ids', () => {
  it('are made only of what they name', () => {
    expect([phone('15155550000'), phone('+05155550000')]).toEqual([null, null])
    expect([precinctId('p0412'), precinctId('P'), precinctId('P0412')]).toEqual([null, null, 'P0412'])
    expect([messageSid(''), messageSid('a b'), messageSid('SM1')]).toEqual([null, null, 'SM1'])
    expect([person('Mary'), person('p_0123456789abcdef')]).toEqual([null, 'p_0123456789abcdef'])
  })
})
