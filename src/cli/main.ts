#!/usr/bin/env node
import { endQuietlyOnClosedPipe } from './io.ts'
import { run } from './program.ts'

endQuietlyOnClosedPipe()
await run(process.argv.slice(2))
