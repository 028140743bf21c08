import { expect, it } from 'vitest'
import { needed } from '../peers/peer.ts'
import { kannelNight } from './night.ts'

it('a real Kannel carries a whole report in, its answers out, our own text, and what came while we were away', async (test) => {
  const { said, reminded, outbox, stage, away } = needed(await kannelNight(), test)
  expect(said.map(([, reply]) => reply)).toEqual([
    expect.stringContaining('Sanders'),
    expect.stringMatching(/^P0001 final, 7 delegates: .* Reply OK \d{6,8}/),
    expect.stringContaining('Recorded P0001'),
  ])
  expect(stage).toBe('approved')
  expect(reminded).toEqual(['Headquarters: thank you.'])
  expect(outbox).toMatchObject({ state: 'sent', gateway: 'kannel', delivery: 'delivered', attempts: 1 })
  expect(away).toContain('P0001')
}, 120_000)
