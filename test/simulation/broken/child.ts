/**
 * Plays nights of one scene and prints, as JSON lines, what each found: run in the program as it is, and in broken copies.
 * With a list of findings (a fourth argument) it ends with the first night that has one of them.
 */
import { planFor, play } from '../simulate.ts'

const [seed = '1', nights = '1', scene = '{}', wanted = '[]'] = process.argv.slice(2)
const end: readonly string[] = JSON.parse(wanted)
for (let each = Number(seed); each < Number(seed) + Number(nights); each += 1) {
  const plan = planFor(each)
  const small = { ...plan, precincts: Math.min(plan.precincts, 8), onDisk: false, ...JSON.parse(scene) }
  const found = await play(small).then(
    ({ violations }) => violations.map(({ invariant, kind }) => `${invariant} ${kind}`),
    (error: unknown) => [`died ${String(error).slice(0, 200)}`],
  )
  console.log(JSON.stringify({ seed: each, found }))
  if (found.some((finding) => end.includes(finding))) break
}
