import { describe, expect, it } from 'vitest'
import { memoize } from '../../src/grammar/memoize.ts'

describe('what is remembered', () => {
  const counting = (): { readonly ask: (text: string) => { readonly said: string }; readonly asked: string[] } => {
    const asked: string[] = []
    const work = (text: string): { readonly said: string } => {
      asked.push(text)
      return { said: text.toUpperCase() }
    }
    return { ask: memoize(work), asked }
  }

  it('is worked out once', () => {
    const { ask, asked } = counting()
    expect([ask('a'), ask('b'), ask('a')]).toEqual([{ said: 'A' }, { said: 'B' }, { said: 'A' }])
    expect(asked).toEqual(['a', 'b'])
  })

  it('stays small: a long text is worked out each time, and after thousands the first is forgotten, not mistaken', () => {
    const { ask, asked } = counting()
    const long = 'l'.repeat(1000)
    for (let i = 0; i < 3; i++) expect(ask(long)).toEqual({ said: 'L'.repeat(1000) })
    expect(asked).toHaveLength(3)
    for (let i = 0; i < 10_000; i++) expect(ask(`a${i}`)).toEqual({ said: `A${i}` })
    expect(ask('a0')).toEqual({ said: 'A0' })
    expect(asked.filter((text) => text === 'a0')).toHaveLength(2)
  })
})
