import type { Handle, Inbound, TextAnswer } from '../ports.ts'

interface AdmissionLimits {
  /** Strangers' texts under way at once while no chair waits; while one does, a single one. */
  readonly strangers: number
  /** Strangers' texts that may wait; beyond it the carrier is asked to come again. */
  readonly waiting: number
}

interface Waiting {
  readonly text: Inbound
  readonly resolve: (answer: Promise<TextAnswer>) => void
}

/**
 * Two lanes to one bot: chairs at once, everybody else as there is room, so that a crowd delays no chair and fills no
 * memory. Nobody is turned away for good: a refusal is temporary, and the carrier delivers again.
 * @param isChair whether a sender has a precinct; asked for each text, so it must be quick.
 */
export function withAdmissionControl(
  handle: Handle,
  isChair: (from: string) => boolean,
  limits: AdmissionLimits,
): Handle {
  const queue: Waiting[] = []
  let chairs = 0
  let strangers = 0

  const next = () => {
    while (queue.length > 0 && strangers < (chairs > 0 ? 1 : limits.strangers)) {
      const waiting = queue.shift()
      if (waiting === undefined) return
      strangers++
      const answer = handle(waiting.text)
      const done = () => {
        strangers--
        next()
      }
      answer.then(done, done)
      waiting.resolve(answer)
    }
  }

  return async (text) => {
    if (!isChair(text.from)) {
      if (queue.length >= limits.waiting) throw new Error('too many texts wait: the lane for unknown numbers is full')
      return new Promise<TextAnswer>((resolve) => {
        queue.push({ text, resolve })
        next()
      })
    }
    chairs++
    try {
      return await handle(text)
    } finally {
      chairs--
      next()
    }
  }
}
