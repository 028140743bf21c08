import { describe, expect, it } from 'vitest'
import { maskText, phoneWords } from '../../src/hq/page/mask.ts'

describe('what nobody at headquarters may read', () => {
  it.each([
    'OK 4821',
    'ok4821',
    'Ok 4821.',
    '0K 4821',
    '4821',
    ' 4821 thanks',
    'YES 4821',
    'y 4821',
    'SI 4821',
    'Sí, 4821',
    'KEEP 4821',
    'P0412 final, 7 delegates: Sanders 3. Reply OK 4821 if right, or send F again.',
    'If you cannot, reply KEEP 4821 and HQ will call you.',
    'responda KEEP 4821 y la central le llama',
    '4821 ok',
    'ok 4821 but Yang is 5',
    'OK: 4821',
    'ok #4821',
    '"Reply OK 4821 if right"',
  ])('masks the code in %s', (text) => {
    expect(maskText(text)).not.toMatch(/4821/)
    expect(maskText(text)).toMatch(/••••/)
  })

  it.each(['P0412 PIN 739204', 'pin:739204', 'PIN 739 204', 'my pin is 739204', 'P0412 pin 7392'])(
    'masks the PIN in %s',
    (text) => {
      expect(maskText(text)).not.toMatch(/7392/)
    },
  )

  it.each([
    'P0412 I Sanders 45 Buttigieg 38 Biden 10 Warren 20',
    'A 1130 I Sanders 1045',
    'Recorded P0412 report 2 at 7:41 PM. Thank you.',
    'call 515-555-0199',
    'P0412: the final total 131 is more than the 128 at first count.',
  ])('leaves %s as it is', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('shows whole numbers to whom may call, and their ends to others', () => {
    expect(phoneWords('+15155550142', true)).toBe('(515) 555-0142')
    expect(phoneWords('+15155550142', false)).toBe('••• 0142')
    expect(phoneWords('+4930123456', true)).toBe('+4930123456')
    expect(phoneWords(null, true)).toBe('erased')
  })
})
