/**
 * State delegate equivalents (Iowa): a county's delegates share its state delegates, SDE = delegates x S / C. Kept as
 * fractions, added as fractions, rounded once for display (caucus worksheet and delegate apportionment of 2020).
 */
import { finding } from './finding-codes.ts'
import { type Exact, exact, fourDecimals, total } from './fraction.ts'
import { countOf } from './groups.ts'
import type { Finding, Groups } from './types.ts'

/** A county's worth: `countyDelegates` C (>= 1), elected by its precincts; `stateDelegates` S. */
interface CountyWorth {
  readonly countyDelegates: number
  readonly stateDelegates: number
}

/** State delegate equivalents of `delegates` county delegates: delegates x S / C, an exact fraction. */
export function sde(delegates: number, county: CountyWorth): Exact {
  return exact(BigInt(delegates) * BigInt(county.stateDelegates), county.countyDelegates)
}

/** Each group's SDE in one precinct, or in a county after `addGroups` over its precincts. */
export function sdeOf(delegates: Groups, county: CountyWorth): Record<string, Exact> {
  return Object.fromEntries(Object.entries(delegates).map(([group, n]) => [group, sde(n, county)]))
}

/** Exact totals by group of several places; add delegates inside a county first, it is the same and faster. */
export function addSde(places: Iterable<Readonly<Record<string, Exact>>>): Record<string, Exact> {
  const values = [...places].flatMap((groups) => Object.entries(groups))
  const byGroup = Map.groupBy(values, ([group]) => group)
  return Object.fromEntries([...byGroup].map(([group, parts]) => [group, total(parts.map(([, value]) => value))]))
}

/**
 * A finding for each group whose reported SDE is not what its delegates are worth.
 * @param reported text with up to four decimals by group, as published: { Sanders: '0.2000' }
 * @param delegates county delegates by group
 */
export function sdeFindings(
  reported: Readonly<Record<string, string>>,
  delegates: Groups,
  county: CountyWorth,
): Finding[] {
  return Object.entries(reported).flatMap(([group, text]) => {
    const computed = fourDecimals(sde(countOf(delegates, group), county))
    if (text === computed) return []
    return [finding('SDE_DIFFERS', [group], { reported: tenThousandths(text), computed: tenThousandths(computed) })]
  })
}

function tenThousandths(decimal: string): number {
  const [whole = '', places = ''] = decimal.split('.')
  return Number(whole + places.padEnd(4, '0').slice(0, 4))
}
