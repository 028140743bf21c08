import { RULES } from './assembly.ts'
import { type Rng, rng } from './rng.ts'

/** One night, as its seed draws it: who is there, what goes wrong, under which rules. */
export interface Plan {
  readonly seed: number
  readonly rules: string
  readonly precincts: number
  readonly candidates: readonly string[]
  /** Kinds of actors that take part. */
  readonly actors: readonly string[]
  /** Faults that are switched on. */
  readonly faults: readonly string[]
  /** In a file, with a connection that is lost at a crash; otherwise in memory. */
  readonly onDisk: boolean
  readonly practiceFirst: boolean
  /** Texts that are not sent, by their names: for shrinking. */
  readonly without: readonly string[]
  /** Chairs that do not take part, by their precinct: for shrinking. */
  readonly silent: readonly string[]
}

const CANDIDATES = ['Biden', 'Buttigieg', 'Klobuchar', 'Sanders', 'Steyer', 'Warren', 'Yang', 'Bloomberg'] as const

/** So many kinds of actors draw from one stream. Whoever joined later draws by name, so that old seeds keep their nights. */
const FIRST_ACTORS = 12

/**
 * A random half of everything is on (Groce et al., Swarm Testing, 2012): what always happens together hides what happens
 * apart.
 * @param actors every kind of actor there is; @param faults every fault
 */
export function planOf(
  seed: number,
  actors: readonly string[],
  faults: readonly string[],
  only?: readonly string[],
): Plan {
  const draw = rng(`plan/${seed}`)
  const half = (all: readonly string[]): readonly string[] => all.filter(() => draw.chance(0.5))
  const on = half(faults)
  return {
    seed,
    rules: draw.chance(0.4) ? 'ia2020' : draw.pick(RULES),
    precincts: sizeOf(draw),
    candidates: draw.shuffled(CANDIDATES).slice(0, draw.between(3, CANDIDATES.length)),
    actors: [
      ...half(actors.slice(0, FIRST_ACTORS)),
      ...actors.slice(FIRST_ACTORS).filter((name) => draw.named(name).chance(0.5)),
    ],
    faults: only ?? (draw.chance(0.15) ? [] : on),
    onDisk: draw.chance(0.1),
    practiceFirst: draw.chance(0.25),
    without: [],
    silent: [],
  }
}

/** Mostly small: faults between few people are found as well, and sooner. */
function sizeOf(draw: Rng): number {
  const kind = draw.share()
  if (kind < 0.7) return draw.between(3, 8)
  if (kind < 0.97) return draw.between(9, 30)
  if (kind < 0.998) return draw.between(31, 90)
  return draw.between(91, 300)
}
