import type { Handle, TextAnswer } from '../ports.ts'

/**
 * Texts of one phone are handled one after the other, in the order in which they came: a phone that was without a signal
 * delivers all it has at once, and each is to be answered knowing the one before. Other phones do not wait.
 * @param most how many of one phone may wait; beyond it the carrier is asked to come again.
 */
export function perSenderQueue(handle: Handle, most: number): Handle {
  const under = new Map<string, { waiting: number; last: Promise<unknown> }>()
  return async (text) => {
    const before = under.get(text.from)
    if (before && before.waiting >= most) throw new Error('overloaded: too many texts of one phone wait')
    const line = before ?? { waiting: 0, last: Promise.resolve() }
    under.set(text.from, line)
    line.waiting++
    const answer: Promise<TextAnswer> = before ? before.last.then(() => handle(text)) : handle(text)
    // What became of it concerns its sender only.
    line.last = answer.catch(() => {})
    try {
      return await answer
    } finally {
      if (--line.waiting === 0) under.delete(text.from)
    }
  }
}
