import type { Rng } from '../world/rng.ts'

/** Everything that can go wrong outside the program. Each is switched on or off for a night, and counted where it happens. */
export const FAULTS = [
  'late',
  'twice',
  'lost',
  'answer-lost',
  'truncated',
  'recased',
  'smart-quotes',
  'zero-dropped',
  'send-429',
  'send-500',
  'send-20003',
  'send-taken-and-lost',
  'text-to-phone-lost',
  'status-lies',
  'status-lost',
  'disk-fails',
  'disk-full',
  'crash-before-commit',
  'crash-after-commit',
  'clock-jumps',
] as const
export type Fault = (typeof FAULTS)[number]
export const isFault = (text: string): text is Fault => (FAULTS as readonly string[]).includes(text)

/** What goes wrong with what, in one night. The draws hang on names, so that a text that is left out moves no other's. */
export interface Faults {
  readonly seen: ReadonlyMap<Fault, number>
  /** Whether this fault happens to the thing of this name. Counts it. */
  hits(fault: Fault, name: string, probability: number): boolean
  disk(write: number): 'fail' | 'full' | 'crash-before' | 'crash-after' | null
  /** From now on nothing goes wrong: the last hour. */
  end(): void
}

export function faultsOf(on: readonly string[], draw: Rng): Faults {
  const seen = new Map<Fault, number>()
  let ended = false
  let full = 0
  let restarts = 0
  const hits = (fault: Fault, name: string, probability: number): boolean => {
    if (ended || !on.includes(fault)) return false
    const hit = draw.named(`${fault}/${name}`).chance(probability)
    if (hit) seen.set(fault, (seen.get(fault) ?? 0) + 1)
    return hit
  }
  return {
    seen,
    hits,
    disk(write) {
      if (ended) return null
      const name = `${restarts}/${write}`
      // A disk is full for a while, not for one write.
      if (full > 0) {
        full -= 1
        return 'full'
      }
      if (hits('disk-full', name, 0.002)) {
        full = 5
        return 'full'
      }
      if (hits('disk-fails', name, 0.01)) return 'fail'
      const crash = hits('crash-before-commit', name, 0.004)
        ? 'crash-before'
        : hits('crash-after-commit', name, 0.004)
          ? 'crash-after'
          : null
      if (crash !== null) restarts += 1
      return crash
    },
    end() {
      ended = true
    },
  }
}

/** A text as a phone, its keyboard and a carrier may change it on the way. */
export function altered(body: string, name: string, faults: Faults, draw: Rng): string {
  let text = body
  if (faults.hits('recased', name, 0.1)) text = draw.chance(0.5) ? text.toUpperCase() : text.toLowerCase()
  if (faults.hits('smart-quotes', name, 0.05)) text = `“${text}”`
  if (/\b[A-Z]0\d{3}\b/.test(text) && faults.hits('zero-dropped', name, 0.05))
    text = text.replace(/\b([A-Z])0(?=\d{3}\b)/, '$1')
  if (text.length > 40 && faults.hits('truncated', name, 0.05)) text = text.slice(0, draw.between(30, text.length - 1))
  return text
}
