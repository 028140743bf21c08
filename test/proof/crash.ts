/**
 * Kills the server 300 times under load, half of them at a step between receiving a text and answering it.
 *   node test/proof/crash.ts [kills] [seed]
 */
import { crashRun } from '../server/crash/run.ts'

const [kills = 300, seed = 1] = process.argv.slice(2).map(Number)
const run = await crashRun(kills, seed)
console.log(`${run.kills} kills: ${JSON.stringify(run.reached)}`)
console.log(`${run.texts} texts and ${run.events} events on disk, ${run.problems.length} problems`)
for (const problem of run.problems.slice(0, 20)) console.log(`  ${problem}`)
const broken = await crashRun(10, seed + 1, 'reply-before-commit')
console.log(`with a reply before its commit: ${broken.problems.length} problems found (there must be some)`)
process.exitCode = run.problems.length === 0 && broken.problems.length > 0 ? 0 : 1
