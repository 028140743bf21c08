import { describe, expect, it } from 'vitest'
import { isAutoReplyLoop, type RecentReply } from '../../../src/bot/phone/auto-reply-guard.ts'

const start = Date.parse('2020-02-04T01:00:00.000Z')
const at = (second: number) => new Date(start + second * 1000).toISOString()
/** Answers at these seconds, newest first, as the store gives them. */
const answers = (reply: string, seconds: readonly number[]): readonly RecentReply[] =>
  seconds.map((second) => ({ reply, at: at(second), kind: 'unclear' })).toReversed()

describe('the guard against machines that answer machines', () => {
  it('cuts off a machine that answers each answer at once, on a registered phone too', () => {
    const five = answers('?', [0, 2, 4, 6, 8])
    expect([true, false].map((registered) => isAutoReplyLoop('?', five, at(10), registered))).toEqual([true, true])
  })

  it('answers a registered phone again after twenty seconds, and no other', () => {
    const five = answers('?', [0, 2, 4, 6, 8])
    expect([27, 28].map((second) => isAutoReplyLoop('?', five, at(second), true))).toEqual([true, false])
    expect(isAutoReplyLoop('?', five, at(28), false)).toBe(true)
  })

  it('lets nobody who forges a number silence its chair: answers go on within twenty seconds', () => {
    const told: number[] = []
    for (let second = 0; second < 600; second += 1) {
      const recent = answers('x', told).slice(0, 20)
      if (!isAutoReplyLoop(`${second}`, recent, at(second), true)) told.push(second)
    }
    const waits = told.slice(1).map((second, i) => second - (told[i] ?? 0))
    expect(Math.max(...waits)).toBeLessThanOrEqual(20)
    expect(told.filter((second) => second >= 300).length).toBeLessThanOrEqual(20)
  })
})
