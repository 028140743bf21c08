/** Plays nights of one scene and prints, as JSON lines, what each found: run in the program as it is, and in broken copies. */
import { planFor, play } from '../simulate.ts'

const [seed = '1', nights = '1', scene = '{}'] = process.argv.slice(2)
for (let each = Number(seed); each < Number(seed) + Number(nights); each += 1) {
  const plan = planFor(each)
  const small = { ...plan, precincts: Math.min(plan.precincts, 8), onDisk: false, ...JSON.parse(scene) }
  try {
    const { violations } = await play(small)
    console.log(JSON.stringify({ seed: each, found: violations.map(({ invariant, kind }) => `${invariant} ${kind}`) }))
  } catch (error) {
    console.log(JSON.stringify({ seed: each, found: [`died ${String(error).slice(0, 200)}`] }))
  }
}
