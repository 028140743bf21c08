/**
 * Exact fractions. Nothing here is a floating point number: a decimal is made once, for display, by whole-number
 * division, half up. Two sizes: `Fraction` (safe integers: one precinct always fits) and `Exact` (BigInt: state
 * totals of delegate equivalents do not fit, the 99 county denominators of Iowa have a common multiple near 3.5e14).
 */
import type { Fraction } from './types.ts'

/** An exact fraction of any size in lowest terms; `d` is positive. */
export interface Exact {
  readonly n: bigint
  readonly d: bigint
}

/** a // b for whole numbers a >= 0, b >= 1, without leaving the integers. */
export function floorDiv(a: number, b: number): number {
  return (a - (a % b)) / b
}

/** The smallest whole number that is not below a/b. */
export function ceilDiv(a: number, b: number): number {
  return floorDiv(a + b - 1, b)
}

/** n/d in lowest terms, for whole n >= 0; d = 0 (nobody there) gives 0/1. */
export function fraction(n: number, d: number): Fraction {
  if (n === 0 || d === 0) return { n: 0, d: 1 }
  let a = n
  let b = d
  // Not `!== 0`: whatever a caller does wrong, a precinct must never hang the line.
  while (b > 0) {
    const rest = a % b
    a = b
    b = rest
  }
  return { n: n / a, d: d / a }
}

/** "n/d", the outward form of an exact number. */
export function fractionText(value: Fraction | Exact): string {
  return `${value.n}/${value.d}`
}

/** n/d in lowest terms, for d > 0; n may be negative in the middle of a computation. */
export function exact(n: number | bigint, d: number | bigint = 1): Exact {
  const top = BigInt(n)
  const bottom = BigInt(d)
  let a = top < 0n ? -top : top
  let b = bottom
  while (b !== 0n) {
    const rest = a % b
    a = b
    b = rest
  }
  return { n: top / a, d: bottom / a }
}

/** a + b, exact. */
export function add(a: Exact, b: Exact): Exact {
  return a.d === b.d ? exact(a.n + b.n, a.d) : exact(a.n * b.d + b.n * a.d, a.d * b.d)
}

/** The whole part of a value >= 0. */
export function floorExact(value: Exact): bigint {
  return value.n / value.d
}

/** The exact total, rounded nowhere: round the total, never the parts. */
export function total(values: Iterable<Exact>): Exact {
  let sum = exact(0)
  for (const value of values) sum = add(sum, value)
  return sum
}

/** Below 0, 0 or above 0, as a is less than, equal to or more than b. */
export function compareExact(a: Exact, b: Exact): number {
  const left = a.n * b.d
  const right = b.n * a.d
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * The number with four decimals, half up: for people to read, never to compute with. For values >= 0.
 * @example fourDecimals({ n: 2, d: 3 }) // '0.6667'
 */
export function fourDecimals(value: Fraction | Exact): string {
  const n = BigInt(value.n)
  const d = BigInt(value.d)
  const q = (20000n * n + d) / (2n * d)
  return `${q / 10000n}.${String(q % 10000n).padStart(4, '0')}`
}
