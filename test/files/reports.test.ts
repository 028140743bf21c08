import { describe, expect, it } from 'vitest'
import { readCounties } from '../../src/files/counties.ts'
import { type Problem, problemSentence } from '../../src/files/problem.ts'
import { readReports } from '../../src/files/reports.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const told = (problems: readonly Problem[]) => problems.map(problemSentence)

describe('the counties', () => {
  it('are read with their delegates, a county twice is refused', () => {
    const { value, problems } = readCounties(
      'counties.csv',
      bytes('county,county_delegates,state_delegates\nAdair,51,4\nAdair,51,-4\nAdair,51,4\n'),
    )
    expect(value[0]).toEqual({ county: 'Adair', countyDelegates: 51, stateDelegates: 4 })
    expect(told(problems)).toEqual([
      'counties.csv, line 3, state_delegates: "-4" - write the whole number of delegates to the state convention, such as 4.',
      'counties.csv, line 4, county: "Adair" - this county stands in line 2 already.',
    ])
  })
})

describe('a night’s reports', () => {
  const vocabulary = {
    candidates: ['Warren', 'Yang'].map((name) => ({ name, code: name.slice(0, 2).toUpperCase(), aliases: [] })),
    precinctCode: { letters: 1, digits: 4 },
  }
  const read = (...lines: string[]) =>
    readReports(
      'reports.csv',
      bytes(['precinct,candidate,initial,final,delegates,sde', ...lines].join('\n')),
      vocabulary,
      ['P0002', 'P0001'] as never,
    )

  it('are gathered by precinct, in the order of the roster, without groups of nobody', () => {
    const { value, problems } = read('P0001,Warren,9,10,2,0.1', 'P0002,yang,0,4,1,', 'P0001,YA,3,0,0,0')
    expect(problems).toEqual([])
    expect(value).toEqual([
      { precinct: 'P0002', initial: {}, final: { Yang: 4 }, delegates: { Yang: 1 } },
      { precinct: 'P0001', initial: { Warren: 9, Yang: 3 }, final: { Warren: 10 }, delegates: { Warren: 2 } },
    ])
  })

  it('name every bad line', () => {
    const { problems } = read(
      'P0001,Bloomberg,9,10,2,0.1',
      'P0003,Warren,1,1,1,x',
      'P0001,Warren,1.5,,1,0',
      'P0002,Warren,1,1,1,0',
      'P0002,WA,1,1,1,0',
    )
    expect(told(problems)).toEqual([
      'reports.csv, line 2, candidate: "Bloomberg" - not a candidate of this caucus. They are Warren, Yang.',
      'reports.csv, line 3, sde: "x" - write a decimal number such as 0.1569.',
      'reports.csv, line 4, initial: "1.5" - write the whole number of people, 0 where there was nobody.',
      'reports.csv, line 4, final: "" - write the whole number of people, 0 where there was nobody.',
      'reports.csv, line 6, candidate: "Warren" - P0002 has this candidate in line 5 already.',
    ])
  })

  it('of a precinct that the roster does not have are refused', () => {
    expect(told(read('P0003,Warren,1,1,1,0').problems)).toEqual([
      'reports.csv, line 2, precinct: "P0003" - this precinct is not in the roster.',
    ])
  })
})
