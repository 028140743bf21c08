import { describe, expect, it } from 'vitest'
import { readCounties } from '../../src/files/counties.ts'
import { type Problem, problemSentence } from '../../src/files/problem.ts'
import { type RosterTerms, readRoster } from '../../src/files/roster.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const terms: RosterTerms = {
  precinctCode: { letters: 1, digits: 4 },
  languages: ['en', 'es'],
  country: 'US',
  ownPhone: '+15155550100',
}
const header = 'precinct,county,name,congressional_district,delegates,phone,language'
const roster = (...lines: string[]) => readRoster('roster.csv', bytes([header, ...lines].join('\n')), terms, null)
const told = (problems: readonly Problem[]) => problems.map(problemSentence)

describe('the roster', () => {
  it('takes phones as people write them, and keeps them in E.164', () => {
    const written = ['(515) 555-0001', '515.555.0001', '1-515-555-0001', '+1 515 555 0001', '5155550001']
    const { value, problems } = roster(...written.map((phone, i) => `P000${i},Adair,Gym,3,8,${phone},en`))
    expect(problems).toEqual([])
    expect(value.map(({ phone }) => phone)).toEqual(written.map(() => '+15155550001'))
  })

  it('reads what spreadsheets write: a byte order mark, CRLF, quoted commas and line breaks, empty lines', () => {
    const text = `\ufeff${header}\r\nP0001,Adair,"Gym, upper\r\nfloor",3,8,5155550001,EN\r\n\r\n,,,,,,\r\nP0002,Adair,Fire "House" 2,3,x,5155550002,en\r\n`
    const { value, problems } = readRoster('roster.csv', bytes(text), terms, null)
    expect(value.map(({ name, language }) => [name, language])).toEqual([['Gym, upper\nfloor', 'en']])
    expect(told(problems)).toEqual([
      'roster.csv, line 6, delegates: "x" - write the whole number of delegates to elect, such as 7.',
    ])
  })

  it('names every bad cell of every line: the line, the column, the word and the fix', () => {
    const { problems } = roster(
      'P0001,Adair,Gym,3,3.5,555-0001,fr',
      'PX,,Gym,3,8,(515) 555-0002 x12,en',
      'P0003,Adair,Gym,3,0,515-555-CATS,es',
      'P0004,Adair,Gym,3,8',
    )
    expect(told(problems)).toEqual([
      'roster.csv, line 2, delegates: "3.5" - write the whole number of delegates to elect, such as 7.',
      'roster.csv, line 2, phone: "555-0001" - write a number that can be texted, with its area code, such as (515) 555-0101 or +15155550101.',
      'roster.csv, line 2, language: "fr" - write one of the caucus\' languages: en, es.',
      'roster.csv, line 3, precinct: "PX" - write 1 letter and 4 digits, such as P0412.',
      'roster.csv, line 3, county: "" - the county is missing.',
      'roster.csv, line 3, phone: "(515) 555-0002 x12" - write a number that can be texted, with its area code, such as (515) 555-0101 or +15155550101.',
      'roster.csv, line 4, delegates: "0" - write the whole number of delegates to elect, such as 7.',
      'roster.csv, line 4, phone: "515-555-CATS" - write a number that can be texted, with its area code, such as (515) 555-0101 or +15155550101.',
      'roster.csv, line 5: 5 cells where the header has 7. Put quotes around a cell that holds a comma.',
    ])
  })

  it('refuses a precinct that stands in two lines, naming both', () => {
    const { problems } = roster('P0001,Adair,Gym,3,8,5155550001,en', 'p0001,Adair,Gym,3,8,5155550002,en')
    expect(told(problems)).toEqual([
      'roster.csv, line 3, precinct: "P0001" - this precinct stands in line 2 already. Keep one of the two.',
    ])
  })

  it('refuses a county that is not in the file of counties', () => {
    const file = bytes(`${header}\nP0001,Adiar,Gym,3,8,5155550001,en\n`)
    const { problems } = readRoster('roster.csv', file, terms, new Set(['Adair']))
    expect(told(problems)).toEqual([
      'roster.csv, line 2, county: "Adiar" - this county is not in the file of counties. Write it as it stands there, or add it.',
    ])
  })

  it('refuses the number that chairs text as a chair’s own', () => {
    expect(told(roster('P0001,Adair,Gym,3,8,515-555-0100,en').problems)).toEqual([
      'roster.csv, line 2, phone: "+15155550100" - this is the number that chairs text. Write the chair’s own.',
    ])
  })

  it('loads a blank phone and the same phone twice in one precinct with a warning, a phone of two precincts without', () => {
    const text = [
      `${header},backup_phone`,
      'P0001,Adair,Gym,3,8,,en,',
      'P0002,Adair,Gym,3,8,5155550002,en,(515) 555-0002',
      'P0003,Adair,Gym,3,8,5155550002,en,5155550003',
      'P0004,Adair,Gym,3,8,5555550101,en,',
    ].join('\n')
    const { value, problems, warnings } = readRoster('roster.csv', bytes(text), terms, null)
    expect(problems).toEqual([])
    expect(value.map(({ phone, backupPhone }) => [phone, backupPhone])).toEqual([
      [null, null],
      ['+15155550002', '+15155550002'],
      ['+15155550002', '+15155550003'],
      ['+15555550101', null],
    ])
    expect(told(warnings)).toEqual([
      'roster.csv, line 2, phone: P0001 has no phone: its chair must call in, or text with a PIN.',
      'roster.csv, line 3, backup_phone: "+15155550002" - this is the same phone again; it counts once.',
      'roster.csv, line 5, phone: "+15555550101" - no such number is given out there. Check it with the chair.',
    ])
  })

  it('names columns that are missing, unknown or twice, and then reads no line', () => {
    const file = bytes('precinct,county,name,delegates,delegates,phone,language,email\nP0001,x\n')
    const { value, problems } = readRoster('roster.csv', file, terms, null)
    expect(value).toEqual([])
    expect(told(problems).map((line) => line.slice(0, 80))).toEqual([
      'roster.csv, line 1, congressional_district: this column is missing.',
      'roster.csv, line 1, email: this column is not known. Columns are precinct, count',
      'roster.csv, line 1, delegates: this column stands in the header twice.',
    ])
  })

  it('takes the optional columns in any order', () => {
    const text = `timezone,kind,${header},registered,pool,chair\nAmerica/Denver,satellite,P0001,Adair,Gym,3,8,5155550001,es,1200,CD1,Ann Lee\nMars/One,shop,P0002,Adair,Gym,3,8,5155550001,es,many,,\n`
    const { value, problems } = readRoster('roster.csv', bytes(text), terms, null)
    expect(value[0]).toMatchObject({
      timezone: 'America/Denver',
      kind: 'satellite',
      registered: 1200,
      pool: 'CD1',
      chair: 'Ann Lee',
    })
    expect(problems.map(({ line, column, word }) => [line, column, word])).toEqual([
      [3, 'kind', 'shop'],
      [3, 'registered', 'many'],
      [3, 'timezone', 'Mars/One'],
    ])
  })
})

describe('any table', () => {
  it('says where a quote was opened that is never closed, and still names what is wrong above it', () => {
    const { problems } = roster(
      'P0001,Adair,Gym,3,x,5155550001,en',
      'P0002,Adair,"Gym,3,8,5155550001,en',
      'P0003,Adair,Gym,3,y,,en',
    )
    expect(problems.map(({ line, fix }) => [line, fix.slice(0, 22)])).toEqual([
      [2, 'write the whole number'],
      [3, 'a quote is opened here'],
    ])
  })

  it('refuses bytes that are not UTF-8, an empty file, and a header alone', () => {
    const latin1 = new Uint8Array([...bytes(`${header}\nP0001,`), 0xe9, 10])
    for (const file of [latin1, bytes(''), bytes(header)])
      expect(readRoster('roster.csv', file, terms, null).problems).toHaveLength(1)
  })

  it('says that cells are separated by commas where they are not', () => {
    const { problems } = readCounties('counties.csv', bytes('county;county_delegates;state_delegates\nAdair;51;4\n'))
    expect(told(problems)[0]).toBe('counties.csv, line 1, county: this column is missing. Separate cells by commas.')
  })
})
