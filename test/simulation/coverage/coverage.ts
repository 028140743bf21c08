import { ACTORS } from '../actors/actors.ts'
import { TEMPERS } from '../actors/chair.ts'
import { HABITS } from '../actors/habits.ts'
import { FAULTS } from '../faults/faults.ts'
import { RULES } from '../world/assembly.ts'
import type { Night } from '../world/night.ts'
import type { Seen } from '../world/world.ts'
import { EVENT_TYPES, QUEUE_KINDS, REPLIES, UNREACHABLE } from './expected.ts'

/** What the nights have seen, and what never occurred. */
export interface Coverage {
  readonly seen: Readonly<Record<Seen, Readonly<Record<string, number>>>>
  /** By the same names: what there is and was not seen, though it could be. */
  readonly never: Readonly<Record<Seen, readonly string[]>>
  /** What was not seen because it cannot occur here, with its reason. */
  readonly unreachable: Readonly<Record<Seen, Readonly<Record<string, string>>>>
}

const everything: Readonly<Record<Seen, readonly string[]>> = {
  event: EVENT_TYPES,
  reply: REPLIES.map(([name]) => name),
  queue: QUEUE_KINDS,
  fault: FAULTS,
  rules: RULES,
  actor: [
    ...ACTORS.map(({ name }) => name),
    ...TEMPERS.map((temper) => `chair, ${temper}`),
    ...HABITS.map((habit) => `chair who ${habit}`),
  ],
  invariant: [],
}

export function coverage() {
  const seen = new Map<Seen, Map<string, number>>()
  return {
    add(night: Night['seen']): void {
      for (const [kind, names] of night)
        for (const [name, times] of names) {
          const of = seen.get(kind) ?? new Map<string, number>()
          seen.set(kind, of.set(name, (of.get(name) ?? 0) + times))
        }
    },
    result(): Coverage {
      const kinds = Object.keys(everything) as Seen[]
      const by = <T>(make: (kind: Seen) => T) =>
        Object.fromEntries(kinds.map((kind) => [kind, make(kind)])) as Record<Seen, T>
      return {
        seen: by((kind) => Object.fromEntries(seen.get(kind) ?? [])),
        never: by((kind) =>
          everything[kind].filter((name) => !seen.get(kind)?.has(name) && UNREACHABLE[kind]?.[name] === undefined),
        ),
        unreachable: by((kind) =>
          Object.fromEntries(Object.entries(UNREACHABLE[kind] ?? {}).filter(([name]) => !seen.get(kind)?.has(name))),
        ),
      }
    },
  }
}
