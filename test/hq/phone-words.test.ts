import { describe, expect, it } from 'vitest'
import { phoneWords } from '../../src/hq/page/parts.ts'

describe('telephone numbers', () => {
  it('shows whole numbers to whom may call, and their ends to others', () => {
    expect(phoneWords('+15155550142', true)).toBe('(515) 555-0142')
    expect(phoneWords('+15155550142', false)).toBe('••• 0142')
    expect(phoneWords('+4930123456', true)).toBe('+4930123456')
    expect(phoneWords(null, true)).toBe('erased')
  })
})
