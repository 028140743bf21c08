/** Broken copies of the program, each of which the simulator must find within the nights that it states. Two at a time. */
import { broken } from '../simulation/broken/broken.ts'
import { tryBroken } from '../simulation/broken/try-broken.ts'

const [word = ''] = process.argv.slice(2)
const wanted = broken.filter(({ fault }) => fault.includes(word))
const waiting = [...wanted]
let missed = 0
await Promise.all(
  [1, 2].map(async () => {
    for (let copy = waiting.shift(); copy !== undefined; copy = waiting.shift()) {
      const { fault, nights } = copy
      const found = await tryBroken(copy).catch((error: Error) => ({ nights: null, by: error.message }))
      if (found.nights === null) missed += 1
      console.log(
        found.nights === null
          ? `NOT FOUND in ${nights} nights: ${fault} ${found.by}`
          : `found in night ${found.nights} of ${nights} (${found.by}): ${fault}`,
      )
    }
  }),
)
console.log(`${wanted.length - missed} of ${wanted.length} broken copies found`)
process.exitCode = missed > 0 ? 1 : 0
