/**
 * The arithmetic against the rules written another way: one million random precincts for each rule set, every property,
 * thresholds to 10,000, and broken copies that must be noticed. `node test/proof/math.ts [precincts] [seed] [rules]`
 */
import { compute } from '../../src/math/compute.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { threshold } from '../../src/math/threshold.ts'
import { broken, mutants } from '../math/mutants.ts'
import { firstFailure, properties } from '../math/properties.ts'
import { firstWrongThreshold } from '../math/thresholds.ts'

const precincts = Number(process.argv[2] ?? 1_000_000)
const seed = Number(process.argv[3] ?? 20200203)
let failed = 0

function report(holds: boolean, text: string): void {
  console.log(`${holds ? 'holds ' : 'FAILS '} ${text}`)
  if (!holds) failed += 1
}

console.log(`seed ${seed}; properties: ${Object.keys(properties).join(', ')}`)
const only = process.argv[4]
for (const rules of Object.values(ruleSets)) {
  if (only !== undefined && rules.name !== only) continue
  const started = Date.now()
  const { failure, counted } = firstFailure(compute, rules, seed, precincts)
  const { ties, overFull, nobodyViable } = counted
  const figures = `${counted.precincts} precincts, ${ties} ties, ${overFull} over full, ${nobodyViable} with nobody viable`
  report(failure === null, failure ?? `${rules.name}: ${figures}, ${Math.round((Date.now() - started) / 1000)} s`)
}

const thresholds = firstWrongThreshold(threshold, 10_000)
report(thresholds.wrong === null, thresholds.wrong ?? `thresholds: ${thresholds.compared} compared`)

for (const mutant of mutants) {
  const copy = await broken(mutant)
  const rules = ruleSets[mutant.rules]
  const noticed = mutant.caughtBy.filter((name) => {
    if (name === 'thresholds') return firstWrongThreshold(copy.threshold, 10_000).wrong !== null
    return rules !== undefined && firstFailure(copy.compute, rules, seed, 20_000, [name]).failure !== null
  })
  copy.end()
  report(noticed.length === mutant.caughtBy.length, `broken copy (${mutant.fault}) noticed by ${noticed.join(', ')}`)
}

console.log(failed === 0 ? 'all hold' : `${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
