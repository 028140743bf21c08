import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../server/crash/server.ts'
import { type Peer, program, until } from './peer.ts'

/** Twilio's own description of its API, served by a mock that refuses whatever the description does not allow. */
export interface Prism {
  readonly url: string
  stop(): Promise<void>
}

const PRISM = '@stoplight/prism-cli@5.16.0'
const DESCRIPTION = '@twilio/cli-core@9.0.0'
/** Heavy, and needed by nothing else: so they are no dependencies, but installed beside, once a machine. */
const home = join(tmpdir(), 'caucusline-prism-5.16.0-9.0.0')
const MAIN = 'node_modules/@stoplight/prism-cli/dist/index.js'
const SPEC = 'package/src/services/twilio-api/twilio_api_v2010.json'

export async function startPrism(): Promise<Peer<Prism>> {
  const problem = existsSync(join(home, SPEC)) ? null : install()
  if (problem !== null) return { ok: false, reason: `Prism and Twilio's API description: ${problem}` }
  const port = await freePort()
  const mock = program(process.execPath, [MAIN, 'mock', '-h', '127.0.0.1', '-p', String(port), SPEC], home)
  if (await until(() => mock.said().includes('is listening'), 60_000))
    return { ok: true, peer: { url: `http://127.0.0.1:${port}`, stop: mock.stop } }
  await mock.stop()
  return { ok: false, reason: `Prism did not start: ${mock.said().slice(-300)}` }
}

/** Into a folder of its own, which then becomes `home` at once: two that install do not meet. @returns what failed. */
function install(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-prism-'))
  const run = (command: string, ...args: string[]) => {
    const { status, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: 120_000 })
    return status === 0 ? null : `${command}: ${error?.message ?? stderr.trim().slice(-300)}`
  }
  const problem =
    run('npm', 'install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--silent', PRISM) ??
    run('npm', 'pack', '--silent', DESCRIPTION) ??
    run('tar', 'xzf', readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'nothing', SPEC)
  if (problem === null && !existsSync(join(home, SPEC))) renameSync(folder, home)
  else rmSync(folder, { recursive: true, force: true })
  return problem
}
