import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { timeShown } from '../../../src/bot/say/format.ts'
import { say } from '../../../src/bot/say/say.ts'
import { fitted, septets, toGsm } from '../../../src/bot/say/segments.ts'
import { becauses, everyReply, settingsOf, worstSample } from './replies.ts'

const carrierWord = /^\W*(stop|stopall|end|cancel|quit|unsubscribe|revoke|optout|start|unstop|help|info|yes)\W*$/i

const worst = everyReply(worstSample)
const slips = ['Sandrs', 'Butigieg', 'Bidn', 'Waren', 'Klobchar', 'Yng', 'Stayer', 'Gabard', 'Blomberg', 'Castor']
/** Every name misspelt in both lists, and two words as long as a text. */
const manyRepairs = [...slips, ...slips, 'x'.repeat(140), 'y'.repeat(140)].map((from, i) => ({
  from,
  to: `Name ${i % 10}`,
}))

describe.each(settingsOf(worstSample))('every reply in $language', (setting) => {
  const said = worst.flatMap((reply) => [
    say(reply, setting),
    say(reply, { ...setting, practice: true }),
    ...becauses.map((because) => say({ ...reply, because }, setting)),
    say(
      {
        ...reply,
        repairs: [
          { from: 'Buttigeg', to: 'Buttigieg' },
          { from: '4O', to: '40' },
        ],
      },
      setting,
    ),
  ])

  it(`fits two GSM-7 segments at its worst (${said.length} replies)`, () => {
    for (const text of said) {
      const message = new SegmentedMessage(text)
      expect(message.getEncodingName(), text).toBe('GSM-7')
      expect(message.segmentsCount, text).toBeLessThanOrEqual(2)
    }
  })
  it('is never a word that carriers seize', () => {
    for (const text of said) expect(text).not.toMatch(carrierWord)
  })
  it('says something, with every number filled in', () => {
    for (const text of said) expect(text).toMatch(/\S.{8}/)
    for (const text of said) expect(text).not.toMatch(/undefined|NaN|null|\{|\}|\[object/)
  })
  it('keeps the code through every shortening', () => {
    for (const reply of worst) {
      if (!('code' in reply)) continue
      expect(say(reply, setting)).toContain(worstSample.code)
      for (const because of becauses) {
        const said = say({ ...reply, because, repairs: manyRepairs }, { ...setting, practice: true })
        expect(said).toContain(worstSample.code)
        expect(septets(said)).toBeLessThanOrEqual(305)
      }
    }
  })
})

describe('what was read otherwise than written', () => {
  const [en] = settingsOf(worstSample)
  const said = (repairs: readonly { from: string; to: string }[]) =>
    en && say({ kind: 'guide', precinct: 'P0412' as never, examples: ['Sanders', 'Warren'], once: true, repairs }, en)

  it('is said once for each word, however often it was written', () => {
    const twice = { from: 'Sandrs', to: 'Sanders' }
    expect(said([twice, twice])).toMatch(/^I read "Sandrs" = Sanders\. P0412/)
  })
  it('is said in part where there is no room for all of it', () => {
    const many = slips.map((from, i) => ({ from: `${from}${'o'.repeat(20)}`, to: `Name ${i}` }))
    expect(said(many)).toMatch(/^I read "Sandrso+" = Name 0, .* \+6 more\. P0412/)
  })
})

describe('without a number of headquarters', () => {
  it.each(settingsOf(worstSample))('the chair is told to call HQ all the same, in $language', (setting) => {
    const said = say({ kind: 'pin_needed', precinct: 'P0412' as never }, { ...setting, hqPhone: null })
    expect(said).toMatch(/call HQ|llame a la central/)
  })
  it('a finding without words of its own is named', () => {
    const [en] = settingsOf(worstSample)
    const one = { code: 'SOMETHING_NEW', severity: 'hold', groups: [], numbers: {} } as const
    const problem = {
      kind: 'problem',
      precinct: 'P0412' as never,
      problems: [one],
      again: 'final',
      code: '482163',
    } as const
    expect(en && say(problem, en)).toMatch(/^P0412: something new\. Recount.*KEEP 482163/)
  })
  it('a number from elsewhere is shown as it is dialled', () => {
    const [en] = settingsOf(worstSample)
    const said = en && say({ kind: 'pin_needed', precinct: 'P0412' as never }, { ...en, hqPhone: '+34915550100' })
    expect(said).toContain('call +34915550100')
  })
})

describe('GSM-7', () => {
  it('is counted as the official calculator counts it, for each character of the Basic Multilingual Plane', () => {
    for (let point = 32; point < 0xd800; point += 1) {
      const char = String.fromCharCode(point)
      const theirs = new SegmentedMessage(char, 'auto')
      const inGsm = theirs.getEncodingName() === 'GSM-7'
      expect(septets(char) !== null, `U+${point.toString(16)}`).toBe(inGsm)
    }
  })
  it('is all that is left of any text', () => {
    expect(toGsm('Peña—“Árbol” …\u202fPM')).toBe('Peña-"Arbol" ... PM')
    expect(septets(toGsm('漢字 ☃ ça'))).not.toBeNull()
  })
  it('prefers the first variant that fits one segment, then the first that fits two', () => {
    expect(fitted(['x'.repeat(161), 'y'.repeat(160)])).toBe('y'.repeat(160))
    expect(fitted(['x'.repeat(305), 'y'.repeat(161)])).toBe('x'.repeat(305))
    expect(fitted(['x'.repeat(400)])).toHaveLength(305)
  })
})

describe('the clock on the wall', () => {
  it('is read in the zone of the room, minute by minute, in whatever order rooms and minutes come', () => {
    const read = (at: string) => ['America/Chicago', 'America/Denver'].map((zone) => timeShown(at, zone))
    const minutes = ['01:41:00.000', '01:41:59.999', '01:42:00.000', '01:41:30.000', '07:05:00.000']
    expect(minutes.map((minute) => read(`2020-02-04T${minute}Z`).join())).toEqual([
      '7:41 PM,6:41 PM',
      '7:41 PM,6:41 PM',
      '7:42 PM,6:42 PM',
      '7:41 PM,6:41 PM',
      '1:05 AM,12:05 AM',
    ])
  })
  it('knows no time that is none', () => {
    expect(() => timeShown('tonight', 'America/Chicago')).toThrow(RangeError)
  })
})
