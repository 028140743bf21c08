import { afterAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { affordablePriority, defaultSegmentsPerDay, midnight } from '../../../src/sms/outbox/budget.ts'
import { statesBefore } from '../../../src/sms/outbox/deliveries.ts'
import { FAILURE_POLICY } from '../../../src/sms/outbox/failure-policy.ts'
import { createRateLimit, retryDelay } from '../../../src/sms/outbox/pacing.ts'
import { isQuiet } from '../../../src/sms/outbox/send-window.ts'
import { KNOWN_CODES, reasonOf } from '../../../src/sms/twilio/error-codes.ts'
import { outboxContract } from './contract.ts'

const database = openSqlite(':memory:')
afterAll(() => database.close())
outboxContract('better-sqlite3', async () => database)

describe('pace and budget', () => {
  it('a bucket refills with time, not when the clock is set back, and owes what a long text took', () => {
    const pace = createRateLimit(2)
    const room = (now: number, taken = 0) => {
      const found = pace.room(now)
      pace.take(taken)
      return found
    }
    expect([room(0, 2), room(0), room(500, 1), room(-9e9), room(-9e9 + 400)]).toEqual([2, 0, 1, 0, 0])
    expect([room(-8e9, 5), room(-8e9 + 1900), room(-8e9 + 2000), room(-7e9)]).toEqual([2, 0, 1, 2])
  })

  it('a day begins at midnight where the caucus is, also when the clocks are changed that day', () => {
    const at = (now: string) => midnight(new Date(now), 'America/Chicago')
    expect(at('2020-02-04T01:00:00.123Z')).toBe('2020-02-03T06:00:00.000Z')
    expect(at('2020-02-04T06:00:00.000Z')).toBe('2020-02-04T06:00:00.000Z')
    expect([at('2020-03-08T20:00:00Z'), at('2020-11-01T20:00:00Z')]).toEqual([
      '2020-03-08T06:00:00.000Z',
      '2020-11-01T05:00:00.000Z',
    ])
    expect(midnight(new Date('2020-02-04T01:00:00Z'), 'Asia/Kolkata')).toBe('2020-02-03T18:30:00.000Z')
  })

  it('reminders stop first, answers last', () => {
    expect([0, 599, 600, 850, 950, 999, 1000].map((used) => affordablePriority(used, 1000))).toEqual([
      3, 3, 2, 1, 0, 0, -1,
    ])
  })

  it('waits double up to half an hour, at least half of it', () => {
    expect([0, 1, 2, 6, 50].map((n) => retryDelay(n, 0))).toEqual([15_000, 30_000, 60_000, 900_000, 900_000])
    expect(retryDelay(50, 0.999)).toBeLessThanOrEqual(1_800_000)
  })

  it('quiet hours are local, over midnight too', () => {
    const at = (hour: string) =>
      isQuiet(new Date(`2020-02-04T${hour}:30:00Z`), 'America/Chicago', { from: '22:00', to: '08:00' })
    expect([at('03'), at('04'), at('13'), at('14')]).toEqual([false, true, true, false])
    expect(isQuiet(new Date('2020-02-04T19:14:59Z'), 'America/Chicago', { from: '13:00', to: '13:15' })).toBe(true)
  })
})

describe('the meanings of errors', () => {
  it('cover the table of the conventions, in words without numbers', () => {
    expect(KNOWN_CODES.length).toBe(42)
    for (const { detail } of Object.values(FAILURE_POLICY)) expect(detail).not.toMatch(/\d/)
  })

  it('take an unknown error for one that may pass, and silence for a text that may have left', () => {
    expect([99_999, null].map((code) => FAILURE_POLICY[reasonOf(code)].action)).toEqual(['retry', 'look_first'])
  })
})

describe('a delivery state', () => {
  it('only rises', () => {
    expect(statesBefore('queued')).toEqual(['accepted', 'scheduled'])
    expect(statesBefore('delivered')).toEqual(['accepted', 'scheduled', 'queued', 'sending', 'sent'])
    expect(statesBefore('delivered')).toEqual(statesBefore('failed'))
  })
})

it('a day has room for a whole night of answers where nobody set its budget', () => {
  const iowa = 1678
  expect(affordablePriority(3 * iowa, defaultSegmentsPerDay(iowa))).toBeGreaterThanOrEqual(1)
  expect(defaultSegmentsPerDay(16)).toBe(2000)
})
