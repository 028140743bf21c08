/**
 * What must hold of any engine. Each property takes the engine, so that it can be shown to fail on a broken one, and
 * says what is wrong, or null.
 */
import type { Groups, PrecinctInput, Result, RuleSet } from '../../src/math/types.ts'
import { expected } from './oracle.ts'
import { type Precinct, precinct, type Random, random } from './random.ts'

export type Engine = (input: PrecinctInput) => Result
export type Property = (engine: Engine, rules: RuleSet, p: Precinct, draw: Random) => string | null

const ask = (engine: Engine, rules: RuleSet, p: Precinct) => engine({ rules, initial: null, ...p })
const sumOf = (groups: Groups) => Object.values(groups).reduce((a, b) => a + b, 0)
const shown = (r: Result) => JSON.stringify([r.delegates, r.tie])

/** The same certain delegates, and the same groups tied for as many, as the rules written another way. */
const agrees: Property = (engine, rules, p) => {
  const result = ask(engine, rules, p)
  const oracle = expected(rules, p.delegates, p.attendance, p.final)
  for (const name of Object.keys(p.final)) {
    if (result.delegates[name] !== oracle.delegates[name]) return `${shown(result)}, expected ${JSON.stringify(oracle)}`
  }
  const tied = [...(result.tie?.among ?? [])].sort().join()
  if (tied === oracle.tied.join() && (result.tie?.seats ?? 0) === oracle.seats) return null
  return `${shown(result)}, expected ${JSON.stringify(oracle)}`
}

/** Certain delegates and disputed ones are as many as are elected: or one each (extra), or none where nobody is viable. */
const sums: Property = (engine, rules, p) => {
  const result = ask(engine, rules, p)
  const all = sumOf(result.delegates) + (result.tie?.seats ?? 0)
  const reported = p.delegates === 1 && rules.oneDelegate === 'as_reported'
  const none = sumOf(p.final) === 0 || reported || (p.delegates > 1 && result.viable.length === 0)
  const unfilled = none || (rules.oneDelegate === 'ordinary' && result.viable.length === 0)
  const due = rules.overFull === 'extra_delegates' ? Math.max(p.delegates, result.viable.length) : p.delegates
  if (all !== (unfilled ? 0 : due)) return `${all} delegates instead of ${due}: ${shown(result)}`
  const strays = Object.keys(result.delegates).filter((g) => result.delegates[g]! > 0 && !result.viable.includes(g))
  return strays.length > 0 && p.delegates > 1 ? `not viable: ${strays.join()}` : null
}

/** Every viable group has a delegate, unless more are viable than there are delegates. */
const promised: Property = (engine, rules, p) => {
  if (!rules.minOne || p.delegates === 1) return null
  const result = ask(engine, rules, p)
  if (result.viable.length > p.delegates && rules.overFull === 'smallest_out') return null
  const without = result.viable.filter((g) => result.delegates[g] === 0)
  return without.length > 0 ? `viable without a delegate: ${without.join()} ${shown(result)}` : null
}

/** Neither the order of the report nor the names decide anything. */
const orderless: Property = (engine, rules, p, draw) => {
  const names = Object.keys(p.final)
  const shuffled = [...names].sort(() => draw() - 0.5)
  const alias = new Map(names.map((name, i) => [name, `Z${String.fromCharCode(90 - i)}`]))
  const result = ask(engine, rules, p)
  const other = ask(engine, rules, {
    ...p,
    final: Object.fromEntries(shuffled.map((g) => [alias.get(g)!, p.final[g]!])),
  })
  const delegates = Object.fromEntries(names.map((name) => [name, other.delegates[alias.get(name)!]!]))
  const moved = names.some((name) => delegates[name] !== result.delegates[name])
  const among = (result.tie?.among ?? []).map((name) => alias.get(name)!).sort()
  const tied = among.join() !== [...(other.tie?.among ?? [])].sort().join() || result.tie?.seats !== other.tie?.seats
  return moved || tied ? `${shown(result)} became ${shown(other)}` : null
}

/**
 * One member more, attendance as it was: the group has not less that is certain, and not less to hope for. Not promised
 * where the bar is a share of the votes: the vote more can lift it past others, and what they leave may go elsewhere
 * (prop15, two delegates, 36/10/10/10: with an eleventh vote the third loses its part in a tie).
 */
const monotone: Property = (engine, rules, p, draw) => {
  const names = Object.keys(p.final)
  const name = names[Math.floor(draw() * names.length)]!
  // The total of a straw poll would change with it, and with it everybody's share.
  const attendance = Math.max(p.attendance, sumOf(p.final) + 1)
  const before = ask(engine, rules, { ...p, attendance })
  const after = ask(engine, rules, { ...p, attendance, final: { ...p.final, [name]: p.final[name]! + 1 } })
  const others = (r: Result) => r.viable.filter((g) => g !== name).join()
  if (rules.viability === 'share' && others(before) !== others(after)) return null
  const most = (r: Result) => r.delegates[name]! + (r.tie?.among.includes(name) ? 1 : 0)
  const fell = after.delegates[name]! < before.delegates[name]! || most(after) < most(before)
  return fell ? `${name} grew: ${shown(before)} became ${shown(after)}` : null
}

/** A larger group never has less than a smaller one, and equal groups differ by chance only. */
const fair: Property = (engine, rules, p) => {
  const result = ask(engine, rules, p)
  const hopes = (g: string) => (result.tie?.among.includes(g) ? 1 : 0)
  for (const a of result.viable) {
    for (const b of result.viable) {
      const gap = p.final[a]! - p.final[b]!
      const [mine, theirs] = [result.delegates[a]!, result.delegates[b]!]
      if (gap > 0 && mine < theirs) return `${a} is larger than ${b}: ${shown(result)}`
      if (gap === 0 && (mine !== theirs || hopes(a) !== hopes(b))) return `${a} equals ${b}: ${shown(result)}`
    }
  }
  return null
}

/** Everybody counted k times changes nothing. */
const scaled: Property = (engine, rules, p, draw) => {
  const k = 2 + Math.floor(draw() * 4)
  const final = Object.fromEntries(Object.entries(p.final).map(([g, n]) => [g, n * k]))
  const [one, many] = [ask(engine, rules, p), ask(engine, rules, { ...p, attendance: p.attendance * k, final })]
  return shown(one) === shown(many) ? null : `times ${k}: ${shown(one)} became ${shown(many)}`
}

export const properties: Readonly<Record<string, Property>> = {
  agrees,
  sums,
  promised,
  orderless,
  monotone,
  fair,
  scaled,
}

export interface Counted {
  readonly precincts: number
  readonly ties: number
  readonly overFull: number
  readonly nobodyViable: number
}

/** Runs `count` precincts through the properties named; the first failure as a sentence that can be repeated, or null. */
export function firstFailure(
  engine: Engine,
  rules: RuleSet,
  seed: number,
  count: number,
  names: readonly string[] = Object.keys(properties),
): { failure: string | null; counted: Counted } {
  const draw = random(seed)
  let [ties, overFull, nobodyViable] = [0, 0, 0]
  for (let i = 0; i < count; i += 1) {
    const p = precinct(draw)
    for (const name of names) {
      const wrong = properties[name]!(engine, rules, p, draw)
      if (wrong !== null) {
        const failure = `${rules.name} seed ${seed} precinct ${i} ${JSON.stringify(p)}, ${name}: ${wrong}`
        return { failure, counted: { precincts: i, ties, overFull, nobodyViable } }
      }
    }
    const { tie, viable } = ask(engine, rules, p)
    if (tie !== null) ties += 1
    if (viable.length > p.delegates) overFull += 1
    if (viable.length === 0 && p.delegates > 1) nobodyViable += 1
  }
  return { failure: null, counted: { precincts: count, ties, overFull, nobodyViable } }
}
