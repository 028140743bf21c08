import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { makeSecret } from '../../src/keys/secret.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../sms/fixtures.ts'
import { loadSmall, SECRET } from '../sms/small-caucus.ts'
import { command, inFolder } from './command.ts'

/** An address where nothing listens. */
const NOWHERE = 'http://127.0.0.1:9'
const carrier = {
  TWILIO_ACCOUNT_SID: ACCOUNT,
  TWILIO_AUTH_TOKEN: TOKEN,
  TWILIO_FROM: OUR_NUMBER,
  TWILIO_API_BASE: NOWHERE,
  PUBLIC_URL: NOWHERE,
}
const commands: readonly (readonly [string, ...string[]])[] = [
  ['serve', '--port', '0'],
  ['reconcile'],
  ['phase', 'closed', '--sure'],
  ['remind', '--send'],
  ['user', 'add', 'Dana'],
  ['card', 'P0001', '--new-pin', '--reason', 'lost'],
  ['purge', '--before', '2099-01-01', '--sure'],
  ['rebuild'],
  ['export', '--out', 'OUT'],
  ['backup', 'OUT'],
  ['chat'],
  ['worker', '--load'],
]

describe('another caucus’ secret', { timeout: 120_000 }, () => {
  it.each(commands)('is noticed by %s before anything is done: a sentence, exit 1', (...args) =>
    inFolder(async (file) => {
      const db = file('night.db')
      const database = openSqlite(db)
      await loadSmall(database)
      await database.close()
      const before = readFileSync(db)
      const given = args.map((arg) => (arg === 'OUT' ? file('out') : arg))
      const wrong = { ...carrier, CAUCUSLINE_SECRET: makeSecret() }
      const { code, out, err } = await command([...given, '--db', db], '', wrong)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(/the secret is not that of the caucus|secret is another caucus’|damaged at caucus 1/)
      expect(err).not.toContain('    at ')
      expect(readFileSync(db).equals(before)).toBe(true)
    }),
  )

  it('is told from its own: with that, a command goes on', () =>
    inFolder(async (file) => {
      const db = file('night.db')
      const database = openSqlite(db)
      await loadSmall(database)
      await database.close()
      const { code, out } = await command(['user', 'add', 'Dana', '--db', db], '', { CAUCUSLINE_SECRET: SECRET })
      expect([code, out]).toEqual([0, expect.stringContaining('Dana, operator')])
    }))
})
