import { describe, expect, it } from 'vitest'
import { reader } from '../../src/grammar/read.ts'
import { judge, sum } from '../proof/grammar/judge.ts'
import { readNight } from '../proof/grammar/night.ts'
import { sharedData } from '../shared.ts'
import { iowa } from './iowa.ts'

const data = sharedData()
if (data === null) console.log('Not run: the real night of 2020 is not beside the checkout.')

describe.runIf(data !== null)('5,000 texts from true reports', () => {
  it('none is read wrong, and 98 % of those with one meaning are read right', () => {
    const night = readNight(data ?? '')
    expect(night.candidates).toEqual(iowa.candidates)
    const judged = judge(night, reader(iowa), 5000, 2020)
    const meant = sum(judged.meant)
    const unsure = sum(judged.unsure)
    expect(judged.wrong).toEqual([])
    expect(meant.right + meant.asked + unsure.right).toBe(5000)
    expect(meant.right / (meant.right + meant.asked)).toBeGreaterThanOrEqual(0.98)
    expect(Math.min(judged.meant.size, judged.unsure.size)).toBeGreaterThanOrEqual(20)
  })
})
