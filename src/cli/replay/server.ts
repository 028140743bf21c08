import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort, type SimulatedAccount, simulatedAccount } from '../simulated-account.ts'

/** A server in a process of its own, and the account under which a carrier texts it. */
export interface ServerProcess {
  readonly account: SimulatedAccount
  /** Null while it runs; then how it ended, in words. */
  readonly ended: () => string | null
  /** Lines of its log: warnings and errors, oldest first. */
  readonly complaints: readonly string[]
  /** Lets it finish what is under way, and waits for its end. */
  stop(): Promise<void>
}

/** Starts a server on a loaded database. @throws when it ends before it serves. */
export async function startServer(db: string, secret: string, number: string): Promise<ServerProcess> {
  const port = await freePort(0, '127.0.0.1')
  const publicUrl = `http://127.0.0.1:${port}`
  const account = simulatedAccount(publicUrl, number)
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    CAUCUSLINE_DB: db,
    CAUCUSLINE_SECRET: secret,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    TWILIO_ACCOUNT_SID: account.accountSid,
    TWILIO_AUTH_TOKEN: account.authToken,
    TWILIO_FROM: number,
    TWILIO_API_BASE: publicUrl,
  }
  const entry = fileURLToPath(new URL('./server-process.ts', import.meta.url))
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const complaints: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line))
  const exit = exited(child)
  await Promise.race([
    once(child.stdout, 'data'),
    exit.then((how) =>
      Promise.reject(new Error(['the server did not start:', how, ...complaints.slice(-5)].join('\n'))),
    ),
  ])
  let ended: string | null = null
  void exit.then((how) => {
    ended = how
  })
  return {
    account,
    ended: () => ended,
    complaints,
    async stop() {
      child.kill('SIGTERM')
      await exit
    },
  }
}

const exited = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`))
    child.once('error', (error) => resolve(error.message))
  })
