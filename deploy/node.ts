// The server on Node, for process managers that start a file: `node deploy/node.ts` is `caucusline serve`,
// configured by the environment (src/environment.ts). What it is made of: src/server/node.ts.
import { run } from '../src/cli/program.ts'

await run(['serve', ...process.argv.slice(2)])
