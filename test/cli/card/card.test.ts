import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/bot/config.ts'
import { type PrecinctId, precinctId } from '../../../src/bot/ids.ts'
import { cardPin } from '../../../src/bot/phone/card-pin.ts'
import { type CardFacts, cardWords } from '../../../src/cli/card/words.ts'
import { demoFiles } from '../../../src/cli/caucus/demonstration.ts'
import { reader } from '../../../src/grammar/read.ts'
import { createKeys } from '../../../src/keys/keys.ts'
import { command, inFolder } from '../command.ts'

const secret = 'mPq3vR8tY2wE5uI7oA1sD4fG6hJ9kL0zX-cV_bN3mQ5'
const facts = (delegates: number): CardFacts => ({
  caucus: 'Test',
  date: 'February 7, 2028',
  precinct: 'P0412',
  place: 'Gym',
  county: 'Polk',
  delegates,
  once: false,
  number: '(515) 555-0100',
  call: null,
  pin: '739204',
  names: ['Biden', 'Bloomberg', 'Buttigieg'],
})

describe('a chair’s card', () => {
  const parsed = parseConfig(JSON.parse(readFileSync(demoFiles.config, 'utf8')))
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const read = reader(parsed.caucus.vocabulary)

  it.each([
    ['en', 7, ['report', 'report', 'reject', 'fix', 'status', 'guide', 'ready', 'pin']],
    ['en', 1, ['report', 'toss', 'reject', 'fix', 'status', 'guide', 'ready', 'pin']],
    ['es', 7, ['report', 'report', 'reject', 'fix', 'status', 'guide', 'ready', 'pin']],
    ['es', 1, ['report', 'toss', 'reject', 'fix', 'status', 'guide', 'ready', 'pin']],
  ] as const)('shows only texts that are read as it says (%s, %i delegates)', (language, delegates, kinds) => {
    const { steps, also } = cardWords(facts(delegates), language)
    const texts = [...steps.slice(0, 2), ...also].map(({ text }) => text)
    expect(texts.map((text) => read(text, { answer: 'nothing' }).kind)).toEqual(kinds)
    expect(read(/[A-Z]+ \d{6,8}/.exec(steps[2]?.text ?? '')?.[0] ?? '', { answer: 'nothing' }).kind).toBe('approve')
  })

  it.each(['en', 'es'] as const)(
    'asks for one count where there is one, and elects nobody in a straw poll (%s)',
    (language) => {
      const { where, steps } = cardWords({ ...facts(7), delegates: null, once: true }, language)
      expect(where).not.toMatch(/7|deleg/)
      expect(steps.map(({ text }) => text.slice(0, 12))).toEqual(['P0412 F Bide', expect.stringMatching(/^OK /)])
      expect(read(steps[0]?.text ?? '', { answer: 'nothing' }).kind).toBe('report')
    },
  )

  it('has a PIN of six digits, its own in every precinct, the same when it is printed again', () => {
    const ids = Array.from({ length: 500 }, (_, n) => precinctId(`P${String(n).padStart(4, '0')}`)).filter(
      (id): id is PrecinctId => id !== null,
    )
    const pins = ids.map((id) => cardPin(createKeys(secret), id, 1))
    expect(pins.filter((pin) => !/^[1-9]\d{5}$/.test(pin))).toEqual([])
    expect(new Set(pins).size).toBeGreaterThan(490)
    expect(ids.map((id) => cardPin(createKeys(secret), id, 1))).toEqual(pins)
  })

  it('lets a borrowed phone report with its PIN', { timeout: 60_000 }, () =>
    inFolder(async (file) => {
      const db = ['--db', file('night.db')]
      await command(['init', '--config', demoFiles.config, '--roster', demoFiles.roster, ...db])
      await command(['phase', 'practice', ...db])
      const { pin } = JSON.parse((await command(['card', 'P0413', '--json', ...db])).out) as { pin: string }
      const { out } = await command(['chat', '--phone', '(641) 555-0123', '--json', ...db], `P0413 PIN ${pin}\n`)
      expect((JSON.parse(out) as { reply: string }).reply).toContain('may report for P0413')
      const none = await command(['card', 'P9999', ...db])
      expect([none.code, none.err]).toEqual([1, 'The roster has no P9999.\n'])
    }),
  )

  it('that was lost is followed by another: its PIN lets a phone in, the old one does not', { timeout: 60_000 }, () =>
    inFolder(async (file) => {
      const db = ['--db', file('night.db')]
      await command(['init', '--config', demoFiles.config, '--roster', demoFiles.roster, ...db])
      await command(['phase', 'practice', ...db])
      const pinOf = (out: string) => (JSON.parse(out) as { pin: string | null }).pin
      const old = pinOf((await command(['card', 'P0413', '--json', ...db])).out)
      const issued = await command(['card', 'p0413', '--new-pin', '--reason', 'lost', '--json', ...db])
      const pin = pinOf(issued.out)
      expect([issued.code, issued.err]).toEqual([
        0,
        'A new PIN for P0413: the one on the card before it serves no more.\n',
      ])
      expect(pin).not.toBe(old)
      expect((await command(['card', 'P0413', ...db])).out).toContain(`P0413 PIN ${pin}`)
      const say = (text: string) => command(['chat', '--phone', '(641) 555-0123', '--json', ...db], `${text}\n`)
      expect((await say(`P0413 PIN ${old}`)).out).not.toContain('may report')
      expect((await say(`P0413 PIN ${pin}`)).out).toContain('may report for P0413')
      const spent = await command(['card', 'P0413', '--json', ...db])
      expect(pinOf(spent.out)).toBeNull()
      expect(spent.err).toContain('Without a PIN, since it was used: P0413')
    }),
  )

  it('gets a new PIN alone, and with a reason', { timeout: 60_000 }, async () => {
    for (const args of [
      ['--new-pin', '--reason', 'x'],
      ['P0412', '--new-pin'],
      ['P0412', 'P0413', '--new-pin', '--reason', 'x'],
    ])
      expect(await command(['card', ...args])).toMatchObject({
        code: 2,
        err: expect.stringContaining('for one precinct, with a reason'),
      })
  })
})
