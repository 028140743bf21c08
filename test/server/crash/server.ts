import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [LOWEST, HIGHEST] = [15_000, 32_000]
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
    // Not `exit`: a server that ends at its first text may be gone before its own word that it serves was read.
    child.once('close', (code) => reject(new Error(`the server did not start (${code})`)))
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

/**
 * A port that was free a moment ago, below those that the system gives to outgoing connections: a client that tries to
 * reach a server that is down could otherwise be given the very port, connect to itself, and keep the server from it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}
