/** Ten thousand nights, from a fresh seed. */
import { availableParallelism } from 'node:os'
import { simulate } from '../simulation/simulate.ts'

const NIGHTS = Number(process.env.SIMULATED_NIGHTS ?? 10_000)
const seed = Math.floor(Math.random() * 1_000_000_000)
console.log(`seeds ${seed} to ${seed + NIGHTS - 1}`)
const { nights, texts, checks, seconds, coverage, failure } = await simulate({
  seed,
  nights: NIGHTS,
  cores: availableParallelism(),
  progress: (done, all) => {
    if (done % 500 === 0) console.log(`${done} nights, ${all} texts`)
  },
})
console.log(`${nights} nights, ${texts} texts, ${checks} checks, ${(texts / seconds).toFixed(0)} texts a second`)
for (const [kind, names] of Object.entries(coverage.never))
  if (names.length > 0) console.log(`never seen, ${kind}: ${names.join(', ')}`)
if (failure !== null) {
  console.log(`seed ${failure.seed}: ${failure.violation.invariant} ${failure.violation.what}`)
  for (const line of failure.lines) console.log(line)
}
process.exitCode = failure === null ? 0 : 1
