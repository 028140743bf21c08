import { expect, it } from 'vitest'
import type { Alert } from '../../../src/bot/ports.ts'
import type { ResultsReader } from '../../../src/results/ports.ts'
import { alertProblems } from '../../../src/results/publish/alerts.ts'
import type { RecordProblem } from '../../../src/results/publish/conserve.ts'
import { emptyPublisherState } from '../../../src/results/publish/publisher-state.ts'

it('a record that does not agree in many places fills the queue with fifty items and one that counts the rest', async () => {
  const queue: Alert[] = []
  const reader = { alert: async (alert: Alert) => void queue.push(alert) } as unknown as ResultsReader
  const deps = { reader, clock: { now: () => '2020-02-04T01:41:00.000Z' } }
  const problems = Array.from({ length: 1000 }, (_, n) => ({
    precinct: `P${n}`,
    code: 'SEATS_DIFFER',
    detail: 'it differs',
  })) as unknown as readonly RecordProblem[]
  const state = emptyPublisherState('live')
  await alertProblems(problems, state, deps)
  expect(queue).toHaveLength(51)
  expect(queue[0]?.detail).toContain('950 more')
  await alertProblems(problems, state, deps)
  expect(queue).toHaveLength(51)
})
