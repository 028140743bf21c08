import { expect, it } from 'vitest'
import type { Alert } from '../../src/bot/ports.ts'
import { alarm } from '../../src/results/alarms.ts'
import type { Problem } from '../../src/results/check.ts'
import { emptyMemory } from '../../src/results/memory.ts'
import type { ResultsReader } from '../../src/results/ports.ts'

it('a record that does not agree in many places fills the queue with fifty items and one that counts the rest', async () => {
  const queue: Alert[] = []
  const reader = { alert: async (one: Alert) => void queue.push(one) } as unknown as ResultsReader
  const deps = { reader, clock: { now: () => '2020-02-04T01:41:00.000Z' } }
  const problems = Array.from({ length: 1000 }, (_, n) => ({
    precinct: `P${n}`,
    code: 'SEATS_DIFFER',
    detail: 'it differs',
  })) as unknown as readonly Problem[]
  const memory = emptyMemory('live')
  await alarm(problems, memory, deps)
  expect(queue).toHaveLength(51)
  expect(queue[0]?.detail).toContain('950 more')
  await alarm(problems, memory, deps)
  expect(queue).toHaveLength(51)
})
