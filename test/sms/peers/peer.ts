import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'
import type { TestContext } from 'vitest'

/** Somebody else's program that speaks the carriers' language: here and running, or the reason why not. */
export type Peer<T> = { readonly ok: true; readonly peer: T } | { readonly ok: false; readonly reason: string }

/** The peer, or a skipped test with the reason; where CI promised all of them, a failed one. */
export function needed<T>(found: Peer<T>, test: TestContext): T {
  if (found.ok) return found.peer
  if (process.env.CAUCUSLINE_REQUIRE_PEERS === '1') throw new Error(found.reason)
  const { skip } = test
  return skip(found.reason)
}

/** A program that is ended by its own process, never by name. */
export interface Program {
  readonly child: ChildProcess
  /** Everything said so far, on both channels. */
  said(): string
  stop(): Promise<void>
}

export function program(command: string, args: readonly string[], cwd: string): Program {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const channel of [child.stdout, child.stderr]) channel.on('data', (piece) => (said += piece))
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    child,
    said: () => said,
    async stop() {
      const last = setTimeout(() => child.kill('SIGKILL'), 3000)
      child.kill('SIGTERM')
      await gone
      clearTimeout(last)
    },
  }
}

/** Waits until `holds`; false where it does not within the time. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (await holds()) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

export const listens = (port: number) => (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const done = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
  })
