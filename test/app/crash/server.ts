import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url))

/** A server process that can be ended at any moment. */
export interface Victim {
  /** Ends it with SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves when it ended, with the step that it had reached; null where it was killed from outside. */
  readonly gone: Promise<string | null>
}

export async function startVictim(db: string, port: number, step: string, nth: number): Promise<Victim> {
  const child = spawn(process.execPath, [CHILD, db, String(port), step, String(nth)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Most of a start is reading the same modules again.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'caucusline-compiled') },
  })
  let said = ''
  const serving = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (piece) => {
      said += piece
      if (said.includes('serving')) resolve()
    })
    child.once('exit', () => reject(new Error('the server did not start')))
  })
  const gone = closed(child).then(() => /reached (\w+)/.exec(said)?.[1] ?? null)
  await serving
  return {
    gone,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

const closed = (child: ChildProcess) => new Promise<void>((resolve) => child.once('close', () => resolve()))

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
