import { describe, expect, it } from 'vitest'
import { reader } from '../../src/grammar/read.ts'
import { handwritten, notation } from './handwritten.ts'
import { codeOf, iowa } from './iowa.ts'

describe('texts as people write them', () => {
  const read = reader(iowa)
  const texts = handwritten()

  it('are at least 500', () => expect(texts.length).toBeGreaterThanOrEqual(500))

  it.each(texts)('line $line: $text', ({ text, meaning }) => {
    const got = notation(read(text), codeOf)
    if (meaning === 'ask') expect(got).toMatch(/^ask /)
    else expect(got).toBe(meaning)
  })
})
