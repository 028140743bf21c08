/** Broken copies of the program, each of which the simulator must find within the nights that it states. */
import { broken } from '../simulation/broken/broken.ts'
import { tryBroken } from '../simulation/broken/try-broken.ts'

const [word = ''] = process.argv.slice(2)
let missed = 0
for (const copy of broken.filter(({ fault }) => fault.includes(word))) {
  const { nights, by } = tryBroken(copy)
  if (nights === null) missed += 1
  console.log(
    nights === null
      ? `NOT FOUND in ${copy.nights} nights: ${copy.fault}`
      : `found in night ${nights} of ${copy.nights} (${by}): ${copy.fault}`,
  )
}
console.log(`${broken.length - missed} of ${broken.length} broken copies found`)
process.exitCode = missed > 0 ? 1 : 0
