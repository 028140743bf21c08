import { describe, expect, it } from 'vitest'
import { nodeLog } from '../../src/server/log.ts'

/** Somewhere to write, that the test lets fail. */
function paper() {
  let text = ''
  let failing: 'no' | 'with an error' | 'half way' = 'no'
  const write = (piece: string): number => {
    if (failing === 'with an error') throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const taken = failing === 'half way' ? piece.slice(0, 10) : piece
    text += taken
    return Buffer.byteLength(taken)
  }
  const lines = () =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => (line.endsWith('}') ? JSON.parse(line).msg : 'cut'))
  const fail = (how: typeof failing) => {
    failing = how
  }
  return { write, lines, fail }
}

describe('the log of a server', () => {
  it('writes its lines at once, from its level on', () => {
    const { write, lines } = paper()
    const log = nodeLog('warn', write)
    log.info({}, 'not this')
    log.warn({ n: 1 }, 'this')
    expect([lines(), log.lost()]).toEqual([['this'], 0])
  })

  it('loses lines on a full disk, throws nothing, and says how many once there is room', () => {
    const { write, lines, fail } = paper()
    const log = nodeLog('info', write)
    log.info({}, 'before')
    fail('with an error')
    for (let i = 0; i < 3; i++) log.error({}, 'lost')
    expect(log.lost()).toBe(3)
    fail('no')
    log.info({}, 'after')
    expect(lines()).toEqual(['before', 'lines of this log could not be written', 'after'])
    log.info({}, 'later')
    expect([lines().length, log.lost()]).toEqual([4, 3])
  })

  it('begins a new line after one that was cut', () => {
    const { write, lines, fail } = paper()
    const log = nodeLog('info', write)
    fail('half way')
    log.info({}, 'cut')
    fail('no')
    log.info({}, 'whole')
    expect(lines()).toEqual(['cut', 'lines of this log could not be written', 'whole'])
  })
})
