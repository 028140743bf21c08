/**
 * The rules written a second time, in another way, to compare with: BigInt fractions, viability by the rational rule
 * without any threshold, and one formulation for all roundings: units are handed out one by one to whoever is shortest
 * of their exact share. Shares nothing with src/math but the type of a rule set. Slow, and meant to be.
 */
import type { RuleSet } from '../../src/math/types.ts'

interface Rational {
  readonly n: bigint
  readonly d: bigint
}

const less = (a: Rational, b: Rational) => a.n * b.d < b.n * a.d
const same = (a: Rational, b: Rational) => a.n * b.d === b.n * a.d

export interface Expected {
  readonly delegates: Readonly<Record<string, number>>
  /** Sorted names of the tied groups, and how many of them get one more. */
  readonly tied: readonly string[]
  readonly seats: number
}

const nobody = (names: readonly string[]): Expected => ({
  delegates: Object.fromEntries(names.map((name) => [name, 0])),
  tied: [],
  seats: 0,
})

/** A final alignment with a known attendance; no winner, no early ballots. */
export function expected(
  rules: RuleSet,
  seats: number,
  attendance: number,
  final: Readonly<Record<string, number>>,
): Expected {
  const names = Object.keys(final)
  const votes = names.reduce((all, name) => all + BigInt(final[name]!), 0n)
  if (attendance === 0 || seats === 0) return nobody(names)
  if (seats === 1 && rules.oneDelegate === 'as_reported') return nobody(names)
  if (seats === 1 && rules.oneDelegate === 'plurality') return plurality(final)
  const people = rules.viability === 'share' ? votes : BigInt(attendance)
  let viable = names.filter((name) => final[name]! > 0 && isViable(rules, BigInt(seats), people, BigInt(final[name]!)))
  if (viable.length === 0 && rules.nobodyViable === 'half_of_leader') {
    const most = names.reduce((a, name) => Math.max(a, final[name]!), 0)
    viable = names.filter((name) => final[name]! > 0 && final[name]! * 2 >= most)
  }
  if (viable.length === 0) return nobody(names)
  const among = viable.reduce((all, name) => all + BigInt(final[name]!), 0n)
  const all = votes > BigInt(attendance) ? votes : BigInt(attendance)
  const base = { attendance: BigInt(attendance), viable: among, all_votes: all }[rules.denominator]
  if (viable.length > seats && rules.overFull === 'extra_delegates') {
    return {
      ...nobody(names),
      delegates: { ...nobody(names).delegates, ...Object.fromEntries(viable.map((v) => [v, 1])) },
    }
  }
  if (viable.length > seats && rules.overFull === 'smallest_out') return largestStay(final, names, viable, seats)
  return handOut(rules, seats, base, final, names, viable)
}

function isViable(rules: RuleSet, seats: bigint, people: bigint, members: bigint): boolean {
  if (rules.viability === 'none') return true
  if (rules.viability === 'share') return members * 20n >= people * 3n
  if (rules.viability === 'per_delegate') return members * seats >= people
  const share = seats === 2n ? { n: 1n, d: 4n } : seats === 3n ? { n: 1n, d: 6n } : { n: 3n, d: 20n }
  return !less({ n: members, d: people }, share)
}

function plurality(final: Readonly<Record<string, number>>): Expected {
  const names = Object.keys(final)
  const most = Math.max(...Object.values(final))
  if (most === 0) return nobody(names)
  const leaders = names.filter((name) => final[name] === most)
  if (leaders.length > 1) return { ...nobody(names), tied: leaders.sort(), seats: 1 }
  return { ...nobody(names), delegates: { ...nobody(names).delegates, [leaders[0]!]: 1 } }
}

/** A group stays when fewer than `seats` others are as large; it leaves when `seats` are larger; else chance decides. */
function largestStay(
  final: Readonly<Record<string, number>>,
  names: string[],
  viable: string[],
  seats: number,
): Expected {
  const larger = (name: string) => viable.filter((v) => final[v]! > final[name]!).length
  const asLarge = (name: string) => viable.filter((v) => final[v]! >= final[name]!).length
  const safe = viable.filter((name) => asLarge(name) <= seats)
  const tied = viable.filter((name) => asLarge(name) > seats && larger(name) < seats)
  return {
    delegates: { ...nobody(names).delegates, ...Object.fromEntries(safe.map((name) => [name, 1])) },
    tied: tied.sort(),
    seats: tied.length === 0 ? 0 : seats - safe.length,
  }
}

/** One each where the rules promise it, then each further delegate to the largest shortfall; equals wait for each other. */
function handOut(
  rules: RuleSet,
  seats: number,
  base: bigint,
  final: Readonly<Record<string, number>>,
  names: string[],
  viable: string[],
): Expected {
  const got = new Map(viable.map((name) => [name, rules.minOne ? 1n : 0n]))
  let left = seats - [...got.values()].reduce((a, b) => a + Number(b), 0)
  while (left > 0) {
    const shortfalls = viable.map((name) => {
      return { name, by: { n: BigInt(final[name]!) * BigInt(seats) - got.get(name)! * base, d: base } }
    })
    const most = shortfalls.map(({ by }) => by).reduce((a, b) => (less(a, b) ? b : a))
    const next = shortfalls.filter(({ by }) => same(by, most)).map(({ name }) => name)
    if (next.length > left) return { delegates: asNumbers(names, got), tied: next.sort(), seats: left }
    for (const name of next) got.set(name, got.get(name)! + 1n)
    left -= next.length
  }
  return { delegates: asNumbers(names, got), tied: [], seats: 0 }
}

function asNumbers(names: readonly string[], got: ReadonlyMap<string, bigint>): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, Number(got.get(name) ?? 0n)]))
}
