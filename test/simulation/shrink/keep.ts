/** Shrinks a night and keeps its transcript: `node test/simulation/shrink/keep.ts SEED INVARIANT KIND NAME` writes found/NAME.txt. */
import { writeFileSync } from 'node:fs'
import { playSeed } from '../simulate.ts'
import { shrink } from './shrink.ts'

const [seed = '1', invariant = '2', kind = 'gone', name = 'found'] = process.argv.slice(2)
const night = await playSeed(Number(seed))
const violation = night.violations.find((one) => one.invariant === Number(invariant) && one.kind === kind)
if (violation === undefined) throw new Error(`seed ${seed} has no ${invariant} ${kind}`)
const { transcript, plan } = await shrink(night, violation)
writeFileSync(new URL(`../found/${name}.txt`, import.meta.url), transcript)
console.log(
  `actors ${plan.actors.join(', ') || 'none'}; faults ${plan.faults.join(', ') || 'none'}; ${plan.without.length} texts left out`,
)
