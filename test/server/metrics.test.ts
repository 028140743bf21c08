import { describe, expect, it } from 'vitest'
import { createMetrics, logForgedWebhooks } from '../../src/server/metrics.ts'
import { logbook } from '../sms/fixtures.ts'

function watched() {
  const { log, lines } = logbook()
  const counted = createMetrics()
  let seconds = 0
  const clock = { now: () => new Date(Date.UTC(2020, 1, 4) + seconds * 1000).toISOString() }
  const metrics = logForgedWebhooks(counted, log, clock)
  const refuse = (at: number) => {
    seconds = at
    metrics.count('webhook_forged')
  }
  return { metrics, counted, lines, refuse }
}

describe('refused webhooks', () => {
  it('are told of at once, and then once a minute with how many they were', () => {
    const { lines, refuse, counted } = watched()
    for (const at of [0, 1, 30, 59, 60, 61, 200]) refuse(at)
    expect(lines.map(({ level, fields }) => [level, fields.refused])).toEqual([
      ['warn', 1],
      ['warn', 4],
      ['warn', 2],
    ])
    expect(counted.text()).toContain('caucusline_webhook_forged_total 7\n')
  })

  it('are the only thing counted that is told of', () => {
    const { lines, metrics, counted } = watched()
    metrics.count('texts_in', 3)
    metrics.observe('webhook', 0.01)
    expect(lines).toEqual([])
    expect(counted.text()).toContain('caucusline_texts_in_total 3\n')
  })
})
