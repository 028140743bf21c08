import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expected, Intent } from '../../src/grammar/intent.ts'
import { reader } from '../../src/grammar/read.ts'
import { notation } from './handwritten.ts'
import { codeOf, iowa } from './iowa.ts'

const read = reader(iowa)
const said = (text: string, expected?: Expected): string => notation(read(text, expected), codeOf)
const unclear = (text: string, expected?: Expected): Intent & { readonly kind: 'unclear' } => {
  const intent = read(text, expected)
  if (intent.kind !== 'unclear') throw new Error(`${text} was read as ${intent.kind}`)
  return intent
}

const noise = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'P0412',
      'I',
      'F',
      '1',
      '2',
      'OK',
      '4821',
      '482163',
      'TOTAL 9',
      'y',
      'Pete',
      'KH',
      '?',
      '"',
      '-',
      '.',
      ',',
      '%',
      'l',
      'O',
      '5',
      '\u200b',
      '🗳️',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
)
const pair = fc
  .tuple(fc.constantFrom('Sanders', 'Pete', 'Warren', 'bi', 'Klobachar', 'Joe'), noise, fc.nat(120).map(String))
  .map((parts) => parts.join(' '))
const part = fc
  .tuple(
    fc.constantFrom('I', 'F', 'A 90', 'FIX', '+', '1', '2', 'D', 'P0412 final'),
    fc.array(pair, { maxLength: 4 }),
    noise,
  )
  .map(([word, pairs, end]) => `${word} ${pairs.join(' ')} ${end}`)

/** Strings that come near to reports, some of them reports. */
const nearly = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('', ' ', '\n'), fc.constantFrom(' ', '', '  '))
  .map(([parts, gap, blank]) => parts.join(gap).replace(/(?<=\D) (?=\D)|(?<=[a-z]) (?=\d)/gi, blank === '' ? '' : ' '))

describe('any string', () => {
  it('gives an intent that is plain JSON, and the same one each time', () => {
    let kinds = 0
    fc.assert(
      fc.property(
        fc.oneof(
          nearly,
          fc.string({ unit: 'binary', maxLength: 5000 }),
          fc.string({ unit: 'grapheme', maxLength: 300 }),
        ),
        (text) => {
          const intent = read(text)
          kinds += intent.kind === 'unclear' ? 0 : 1
          expect(JSON.parse(JSON.stringify(intent))).toEqual(intent)
          expect(reader(iowa)(text)).toEqual(intent)
        },
      ),
      { numRuns: 1000, seed: 2 },
    )
    expect(kinds).toBeGreaterThan(30)
  })

  it('never gives a count that does not stand in it as a whole number', () => {
    let counted = 0
    fc.assert(
      fc.property(nearly, (text) => {
        const intent = read(text)
        if (intent.kind !== 'report' && intent.kind !== 'fix') return
        const lists = [intent.initial, intent.final, intent.delegates, intent.groups].flatMap((list) => list ?? [])
        const plain = text
          .normalize('NFKC')
          .toLowerCase()
          .replace(/(?<=\d)[oil]|[oil](?=[oil]*\d)/g, (l) => (l === 'o' ? '0' : '1'))
        const numbers = new Set((plain.match(/\d+/g) ?? []).map(Number))
        for (const { count } of lists) {
          counted++
          expect([text, numbers.has(count)]).toEqual([text, true])
        }
      }),
      { numRuns: 3000, seed: 3 },
    )
    expect(counted).toBeGreaterThan(100)
  })

  it('of more than 5,000 characters is not read', () => {
    expect(said(`I Sanders 45${' '.repeat(5000)}`)).toBe('ask unreadable')
  })

  it('with more words than a report has is not read', () => {
    expect(said('I '.repeat(700))).toBe('ask unreadable')
  })
})

describe('after a question', () => {
  it('the bare answer is taken', () => {
    expect(said('113', { answer: 'attendance' })).toBe('r A113')
    expect(said('1', { answer: 'attendance' })).toBe('r A1')
    expect(said('P0412 113', { answer: 'attendance' })).toBe('r P0412 A113')
    expect(said('Warren', { answer: 'toss', among: ['Warren', 'Biden'] })).toBe('toss WA')
    expect(said('liz warren', { answer: 'toss', among: ['Warren', 'Biden'] })).toBe('toss WA')
    expect(said('Warren KH Biden 9S', { answer: 'toss', among: ['Warren', 'Biden'] })).toBe('toss WA=KH BI=9S')
    expect(said('P0412', { answer: 'precinct' })).toBe('precinct P0412')
  })

  it('a list without a keyword is the one that was asked for', () => {
    expect(said('Sanders 45 Warren 20', { answer: 'list', alignment: 'final' })).toBe('r F SA45 WA20')
    expect(said('Sanders 45 Warren 20', { answer: 'list', alignment: 'initial' })).toBe('r I SA45 WA20')
    expect(said('I Sanders 45 Warren 20', { answer: 'list', alignment: 'final' })).toBe('r I SA45 WA20')
    expect(said('45 Sanders 20 Warren', { answer: 'list', alignment: 'final' })).toBe('ask which_order')
    expect(said('A 65 Sanders 45 Warren 20', { answer: 'list', alignment: 'initial' })).toBe('r A65 I SA45 WA20')
  })

  it('a bare I or F says which alignment was meant', () => {
    expect(unclear('F', { answer: 'alignment' })).toMatchObject({ reason: 'no_list', alignment: 'final' })
    expect(unclear('1', { answer: 'alignment' })).toMatchObject({ reason: 'no_list', alignment: 'initial' })
    expect(unclear('primera', { answer: 'alignment' })).toMatchObject({ reason: 'no_list', alignment: 'initial' })
  })

  it('a number of four to eight digits is a code, whatever was asked', () => {
    for (const code of ['4821', '48213', '482163', '4821630', '48216307'])
      expect(said(code, { answer: 'attendance' })).toBe(`ok ${code}`)
    expect(said('482163079', { answer: 'attendance' })).toBe('ask bad_number')
  })

  it('a code may be written in groups of one length behind OK, KEEP or YES, and nowhere else', () => {
    for (const text of [
      'OK 482 163',
      'yes 482 163.',
      'Ok482 163',
      'P0412 ok: 48 21 63 thanks',
      'y 482\n163',
      '0K 482 163',
    ])
      expect(said(text)).toMatch(/^ok 482163/)
    expect(said('OK 4821 6307')).toBe('ok 48216307')
    expect(said('KEEP 482 163')).toBe('keep 482163')
    expect(said('SI 482 163')).toBe('ok 482163')
    for (const text of [
      'OK 482 163 but Yang is 5',
      'not ok 482 163',
      'F Sanders 45 OK 482 163',
      'OK 482 163 45',
      'OK 4821 63',
    ])
      expect(said(text)).toBe('ask mixed')
    expect(said('482 163')).toBe('ask bad_number')
    expect(said('482 163 OK')).toMatch(/^ask/)
    expect(said('I Sanders 482 163')).toBe('ask bad_number')
  })

  it('a number of six digits is no count', () => {
    expect(said('A 482163')).toMatch(/^ask/)
    expect(said('I Sanders 482163')).toBe('ask bad_number')
    expect(said('F Sanders 45 TOTAL 482163')).toMatch(/^ask/)
  })

  it('anything else is still anything else', () => {
    expect(said('OK 482163', { answer: 'attendance' })).toBe('ok 482163')
    expect(said('F Sanders 45', { answer: 'attendance' })).toBe('r F SA45')
    expect(said('Warren', { answer: 'attendance' })).toBe('ask no_number')
    expect(said('113', { answer: 'toss', among: ['Warren'] })).toBe('ask no_name')
  })
})

describe('a question', () => {
  it('keeps a list that was read whole but lacks its alignment', () => {
    expect(unclear('P0412 Sanders 45, Warren 20').groups).toEqual([
      { group: 'Sanders', count: 45 },
      { group: 'Warren', count: 20 },
    ])
  })

  it('keeps no list beside which something else was said, so that nothing is lost unseen', () => {
    expect(unclear('A 113 Sanders 45 Warren 20').groups).toBeNull()
    expect(unclear('Sanders 45 Warren 20 TOTAL 75').groups).toBeNull()
  })

  it('quotes a word as it was written this time, in whatever letters it came before', () => {
    for (const word of ['Castro', 'CASTRO', 'castro', 'Cas\u200btro', 'Ｃａｓｔｒｏ', 'Cástro', 'Castro'])
      expect(unclear(`I Sanders 45 ${word} 5`).word).toBe(word)
    for (const number of ['1O', '1o', '１O', '1o'])
      expect(read(`I Sanders ${number}`)).toMatchObject({ repairs: [{ from: number, to: '10' }] })
  })

  it('quotes the word as it was written, and names the choices', () => {
    expect(unclear('I Sanders 45 Castro 5').word).toBe('Castro')
    expect(unclear('I “Wárrén” 20 Ŝmith 5').word).toBe('Ŝmith')
    expect(unclear('I Joe Sanders 45')).toMatchObject({ word: 'Joe Sanders', suggestions: ['Biden', 'Sanders'] })
    expect(unclear('I Berne 4')).toMatchObject({ word: 'Berne', suggestions: ['Bennet', 'Sanders'] })
    expect(unclear('I Sanders 4 5').word).toBe('4 5')
    expect(unclear('I Wharton 9').suggestions).toEqual(['Warren'])
  })

  it('carries the code that it did not take for an approval', () => {
    expect(unclear('OK 482163 but Yang is 5')).toMatchObject({ reason: 'mixed', code: '482163' })
  })
})

describe('repairs', () => {
  it('are told: digits, misspelled names, mended precinct codes; an alias needs none', () => {
    const intent = read('p412 I Bernie 4O Waren 12 mayor Pete l0')
    expect(intent.kind === 'report' && intent.repairs).toEqual([
      { from: 'p412', to: 'P0412' },
      { from: '4O', to: '40' },
      { from: 'Waren', to: 'Warren' },
      { from: 'l0', to: '10' },
    ])
  })
})

describe('a text that fills 160 characters', () => {
  const long =
    'P0412 I Joe Biden 10 Mayor Pete Buttigieg 38 Amy Klobuchar 19 Bernie Sanders 45 Tom Steyer 13 Undecided Uncommitted 12 Elizabeth Warren 20 Andrew Yang 14 Tulsi Gabbard 11'

  it.each([153, 160])('or %i is asked about when its end is a number that may lack a digit', (at) => {
    const cut = `${' '.repeat(at)}${long.slice(0, 150).replace(/\D*$/, '')}`.slice(-at)
    expect(said(cut)).toBe('ask cut')
    expect(said(`${cut} `.replace('  ', ' '))).not.toMatch(/^ask [^c]/)
  })

  it('is believed when its own checksum agrees', () => {
    const whole = 'I Sanders 45 Warren 20 TOTAL 65'
    expect(said(`${' '.repeat(160 - whole.length)}${whole}`)).toBe('r I SA45 WA20')
  })

  it('and ends in a name without its number is cut', () => {
    expect(said(long.slice(0, 160).replace(/ \d*$/, ''))).toBe('ask cut')
  })
})

describe('what only looks like a report', () => {
  it.each([
    ['two lists that share no group', 'I Sanders 45 f Warren 20', 'which_alignment'],
    ['a second list whose keyword was lost', 'I Sanders 45 Warren 20 / Sanders 45 Warren 20', 'twice'],
    ['a letter between a name and a number', 'I SA 45 K L18', 'bad_number'],
    ['a letter between a number and a name', 'I Sanders 45 23O ther 1', 'bad_number'],
    ['a keyword torn from its number', 'P0412A LL16', 'bad_number'],
    ['an attendance smaller than a group before it', 'I BI 23 WA 16 A 2', 'unreadable'],
    ['numbers shown from right to left', 'I Sanders \u202e54', 'bad_number'],
    ['little words as the beginnings of names', 'I Sanders 45 to 46', 'unknown_name'],
    ['a lone letter among winners', 'TOSS Buttigie g', 'unreadable'],
    ['F glued to a misspelled name', 'FIX fSandrs 48', 'which_alignment'],
  ])('%s is asked about', (_, text, reason) => expect(unclear(text).reason).toBe(reason))

  it('FIX may change different groups in the two alignments', () => {
    expect(said('FIX I Sanders 45 F Warren 20')).toBe('fix I SA45 F WA20')
  })
})

describe('other vocabularies', () => {
  const practice = reader({
    candidates: [
      { name: 'Potter', code: 'PO', aliases: ['Harry'] },
      { name: 'Bernie Sanders', code: 'S', aliases: [] },
      { name: 'Van Buren', code: 'VB', aliases: ['Martin Van Buren'] },
      { name: 'O’Rourke', code: 'OR', aliases: ['Beto'] },
      { name: 'Muñoz', code: 'MU', aliases: [] },
    ],
    precinctCode: { letters: 2, digits: 3 },
  })
  const short = (text: string): string => notation(practice(text), (name) => name.slice(0, 2))

  it('names of several words, with apostrophes and accents, are found by their parts', () => {
    expect(short('I Van Buren 4 buren 4')).toBe('r I Va4')
    expect(short('I Martin Van Buren 4')).toBe('r I Va4')
    expect(short("I O'Rourke 4 ORourke 4 beto 4")).toBe('r I O’4')
    expect(short('I munoz 4 MUÑOZ 4')).toBe('r I Mu4')
    expect(short('I Sanders 4 Bernie Sanders 4 S 4')).toBe('r I Be4')
  })

  it('precinct codes have their own form, and what may be a group is not taken for one', () => {
    expect(short('DM012 A 40')).toBe('r DM012 A40')
    expect(short('dm12 A 40')).toBe('r DM012 A40')
    expect(short('PO123')).toBe('precinct PO123')
    expect(short('PO123 Sanders 4')).toMatch(/^ask /)
    expect(short('PO123 A 40')).toBe('r PO123 A40')
  })

  it('a code made of letters that look like digits is never taken for a part of a number', () => {
    const lincoln = { name: 'Lincoln', code: 'LI', aliases: [] }
    const alike = reader({ ...iowa, candidates: [...iowa.candidates, lincoln] })
    const told = (text: string): string => notation(alike(text), (name) => name.slice(0, 2).toUpperCase())
    expect(told('ISA9LI1BI18')).toMatch(/^ask /)
    expect(told('I SA 9 LI1')).toMatch(/^ask /)
    expect(told('I SA 9LI')).toMatch(/^ask /)
    expect(told('I SA 9 LI 1')).toBe('r I SA9 LI1')
    expect(told('I SA 9 BI l2')).toBe('r I SA9 BI12')
  })

  it('the beginning of one name that is one slip from another is asked about', () => {
    expect(read('F Joh 4')).toMatchObject({ reason: 'two_names', suggestions: ['Delaney', 'Biden'] })
    expect(read('F Ben 4')).toMatchObject({ reason: 'two_names', suggestions: ['Bennet', 'Biden'] })
  })

  it('OK with a code is an approval even where codes have two letters and four digits', () => {
    const four = reader({ ...iowa, precinctCode: { letters: 2, digits: 4 } })
    expect(notation(four('OK482163'), codeOf)).toBe('ok 482163')
  })
})
