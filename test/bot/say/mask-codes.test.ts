import { describe, expect, it } from 'vitest'
import { maskCodes, maskReplyCode } from '../../../src/bot/say/mask-codes.ts'
import { say } from '../../../src/bot/say/say.ts'
import { everyReply, settingsOf, typicalSample } from './replies.ts'

describe('what nobody at headquarters may read', () => {
  it.each([
    'OK 4821',
    'OK 482163',
    'ok 482 163',
    'KEEP 4821 6307',
    '482 163 ok',
    '482 163',
    'P0412 482 163 thanks',
    'y 48 21 63',
    'Sí: 482163',
    'Reply OK 48216307 if right',
    'ok4821',
    'Ok 4821.',
    '0K 4821',
    '4821',
    ' 4821 thanks',
    'P0412 4821',
    'p 0412: 4821 thanks',
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
    expect(maskCodes(text)).not.toMatch(/4821|482 1|48 21|163|6307/)
    expect(maskCodes(text)).toMatch(/••••/)
  })

  it.each(['P0412 PIN 739204', 'pin:739204', 'PIN 739 204', 'my pin is 739204', 'P0412 pin 7392'])(
    'masks the PIN in %s',
    (text) => {
      expect(maskCodes(text)).not.toMatch(/7392/)
    },
  )

  it.each([
    'P0412 I Sanders 45 Buttigieg 38 Biden 10 Warren 20',
    'A 1130 I Sanders 1045',
    'Recorded P0412 report 2 at 7:41 PM. Thank you.',
    'call 515-555-0199',
    'I Sanders 482 Warren 163',
    'D 48 21',
    'P0412: the final total 131 is more than the 128 at first count.',
  ])('leaves %s as it is', (text) => {
    expect(maskCodes(text)).toBe(text)
  })

  it.each(['48213', '482137', '4821375', '48213759'])('masks a longer code: %s', (code) => {
    for (const text of [`OK ${code}`, `ok: ${code} `, code, `${code} ok`, `responda KEEP ${code} y la central`])
      expect(maskCodes(text)).not.toContain(code.slice(0, 4))
  })

  it('masks every code of our own replies before they are stored, and no count', () => {
    const coded = settingsOf(typicalSample).flatMap((setting) =>
      everyReply(typicalSample).flatMap((reply) => ('code' in reply ? [say(reply, setting)] : [])),
    )
    expect(coded.length).toBeGreaterThan(10)
    for (const text of coded) expect(maskReplyCode(text)).toBe(text.replaceAll(typicalSample.code, '****'))
    const counts = 'Biden era viable con 1112 y ahora tiene 1113. Mande F otra vez, o KEEP 4821 y la central le llama.'
    expect(maskReplyCode(counts)).toBe(counts.replace('4821', '****'))
    expect(maskReplyCode('Reply OK 48213759 if right')).toBe('Reply OK **** if right')
  })
})
