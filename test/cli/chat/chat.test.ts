import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demoFiles } from '../../../src/cli/caucus/demonstration.ts'
import { readTypedLine } from '../../../src/cli/chat/talk.ts'
import { command, inFolder } from '../command.ts'

describe('a typed line', () => {
  it('is a text, from this phone or from the one it names; what a transcript says besides is passed over', () => {
    expect(readTypedLine('I Sanders 45')).toEqual({ kind: 'text', from: null, body: 'I Sanders 45' })
    expect(readTypedLine('+15155550102 > ?')).toEqual({ kind: 'text', from: '+15155550102', body: '?' })
    expect(readTypedLine('+ Klobuchar 9')).toEqual({ kind: 'text', from: null, body: '+ Klobuchar 9' })
    for (const line of [
      '',
      '# one precinct',
      ': P0412 Polk "GYM" 7 +15155550101',
      '    < P0412: 113 present.',
      '    = live/P0412 1 X {}',
    ])
      expect(readTypedLine(line)).toEqual({ kind: 'nothing' })
  })
})

describe('chat', { timeout: 60_000 }, () => {
  const texts = [
    'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20',
    'F Sanders 45 Buttigieg 38 Warren 30',
    'OK 664757',
    '+15155550109 > ?',
  ]

  it('plays a piped conversation, and saves it in the form of the golden transcripts', () =>
    inFolder(async (file) => {
      const { code, out, err } = await command(['chat', '--save', file('t.txt')], texts.join('\n'))
      expect(code).toBe(0)
      expect(err).toContain('You text from +15155550101, the chair of P0412 Lincoln School gym, Goldfinch County.')
      expect(out).toContain('+15155550101 > OK 664757\n    < Recorded P0412 report 1 at ')
      const lines = readFileSync(file('t.txt'), 'utf8').split('\n')
      expect(lines.slice(0, 5)).toEqual([
        '# Demonstration Caucus, texted in a terminal.',
        ': P0412 Goldfinch "Lincoln School gym" 7 +15155550101',
        ': P0503 Wild-Rose "Bluestem elementary" 6 +15155550109',
        '',
        `+15155550101 > ${texts[0]}`,
      ])
      expect(lines).toContain('    = live/P0412 1 AttendanceReported {"count":113}')
      expect(lines.filter((line) => line.includes('"to":"@0101"') || line.includes('"by":"@0101"'))).toHaveLength(2)
      expect(lines.filter((line) => line.includes('"p_'))).toEqual([])
    }))

  it('plays its own transcript again, with the same answers', () =>
    inFolder(async (file) => {
      await command(['chat', '--save', file('1.txt')], texts.join('\n'))
      await command(['chat', '--save', file('2.txt')], readFileSync(file('1.txt'), 'utf8'))
      const words = (name: string) => readFileSync(file(name), 'utf8').replaceAll(/at \d+:\d\d [AP]M/g, 'at …')
      expect(words('2.txt')).toBe(words('1.txt'))
    }))

  it('texts from another phone as people write it, and prints JSON where a program reads', async () => {
    const { out } = await command(['chat', '--phone', '(515) 555-0102', '--json'], 'A 76\n')
    expect(JSON.parse(out)).toMatchObject({
      from: '+15155550102',
      text: 'A 76',
      events: [{ stream: 'live/P0413', version: 1 }],
    })
  })

  it('keeps away from a database that was live', () =>
    inFolder(async (file) => {
      const db = ['--db', file('night.db')]
      await command(['init', '--config', demoFiles.config, '--roster', demoFiles.roster, ...db])
      expect((await command(['chat', ...db], 'HOW\n')).code).toBe(0)
      await command(['phase', 'live', '--sure', ...db])
      for (const name of ['chat', 'demo']) {
        const { code, err } = await command([name, ...db], 'HOW\n')
        expect([code, err]).toEqual([1, expect.stringContaining('night.db was live: ')])
      }
    }))
})
