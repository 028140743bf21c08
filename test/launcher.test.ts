import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('..', import.meta.url))
const tools = 'sh uname dirname readlink cat mkdir rm mv cp sleep cksum grep sed tail find ps touch'.split(' ')

/** An npm that fetches nothing: it logs how it was called, and makes the files that npm would. */
const npm = `#!/bin/sh
[ "$1" = --version ] && { echo 11.0.0; exit; }
echo "$*" >>"$FAKE_LOG"
echo $$ >"$FAKE_LOG.pid"
[ -z "\${FAKE_FAIL-}" ] || { echo 'npm error network unreachable' >&2; exit 1; }
sleep "\${FAKE_SLOW-0}"
for word; do
  [ "\${before-}" = --prefix ] && prefix=$word
  before=$word
  case $word in node-*) name=\${word%@*} version=\${word#*@} ;; esac
done
cd "$prefix" || exit 1
case $1 in
install)
  mkdir -p "node_modules/$name/bin"
  printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$REAL_NODE" >"node_modules/$name/bin/node"
  chmod +x "node_modules/$name/bin/node"
  echo "{ \\"version\\": \\"$version\\" }" >"node_modules/$name/package.json"
  echo "$FAKE_INTEGRITY" >"node_modules/.package-lock.json"
  ;;
ci)
  mkdir -p node_modules
  case $* in *--include=dev*) mkdir -p node_modules/vitest ;; esac
  touch node_modules/.package-lock.json
  ;;
esac
`
const main = `console.log(JSON.stringify({ script: 'main', args: process.argv.slice(2), cwd: process.cwd() }))
process.exitCode = Number(process.env.EXIT_WITH ?? 0)`

let top: string
let home: string
let bin: string
let env: NodeJS.ProcessEnv

const put = (file: string, text: string) => {
  writeFileSync(file, text)
  chmodSync(file, 0o755)
}
const calls = () => (existsSync(join(top, 'log')) ? readFileSync(join(top, 'log'), 'utf8').trim().split('\n') : [])
const launch = (args: string[], more: NodeJS.ProcessEnv = {}, cwd = top, path = join(home, 'caucusline')) => {
  const { status, stdout, stderr } = spawnSync(path, args, {
    cwd,
    env: { ...env, ...more },
    encoding: 'utf8',
    timeout: 15_000,
  })
  return { status, out: stdout, notes: stderr }
}
const launchBeside = (args: string[], more: NodeJS.ProcessEnv = {}) =>
  new Promise<number | null>((resolve) => {
    spawn(join(home, 'caucusline'), args, { cwd: top, env: { ...env, ...more }, stdio: 'ignore' }).on('close', resolve)
  })

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'caucusline-launcher-')))
  home = join(top, 'home of caucusline')
  bin = join(top, 'bin')
  for (const folder of [bin, join(home, 'src/cli'), join(home, 'test')]) mkdirSync(folder, { recursive: true })
  for (const file of ['caucusline', 'package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(repository, file), join(home, file))
  writeFileSync(join(home, 'src/cli/main.ts'), main)
  writeFileSync(join(home, 'test/run.ts'), main.replace('main', 'run'))
  for (const tool of tools) {
    const place = (process.env.PATH ?? '').split(delimiter).find((folder) => existsSync(join(folder, tool)))
    if (place !== undefined) symlinkSync(join(place, tool), join(bin, tool))
  }
  for (const tool of ['chmod', 'env']) symlinkSync(`/usr/bin/${tool}`, join(bin, tool))
  put(join(bin, 'npm'), npm)
  put(join(bin, 'node'), '#!/bin/sh\necho v20.20.2\n')
  const integrity = [...readFileSync(join(repository, 'caucusline'), 'utf8').matchAll(/=(sha512-\S+)/g)]
  env = {
    PATH: bin,
    REAL_NODE: process.execPath,
    FAKE_LOG: join(top, 'log'),
    FAKE_INTEGRITY: integrity.map((match) => match[1]).join('\n'),
  }
})
afterEach(() => rmSync(top, { recursive: true, force: true }))

const newNode = () => {
  rmSync(join(bin, 'node'))
  symlinkSync(process.execPath, join(bin, 'node'))
}

describe('finding Node', () => {
  it('fetches the pinned Node and the production packages beside an old one, once, with notes on stderr only', () => {
    const first = launch(['demo', '--port', '1'])
    expect(first.notes).toContain('fetching Node')
    expect(JSON.parse(first.out)).toEqual({ script: 'main', args: ['demo', '--port', '1'], cwd: top })
    expect(calls()).toEqual([
      expect.stringMatching(/^install --no-save .*node-\S+@24\.\d+\.\d+/),
      expect.stringMatching(/^ci --omit=dev/),
    ])
    expect(launch(['demo']).notes).toBe('')
    expect(calls()).toHaveLength(2)
  })

  it('takes the Node on PATH where it is new enough', () => {
    newNode()
    launch(['demo'])
    expect(calls()).toEqual([expect.stringMatching(/^ci /)])
  })

  it('says in one sentence what is missing where there is neither Node nor npm', () => {
    rmSync(join(bin, 'node'))
    rmSync(join(bin, 'npm'))
    const { status, out, notes } = launch(['demo'])
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(notes).toMatch(/^caucusline: Caucusline needs Node 24 .* https:\/\/nodejs\.org\.\n$/)
  })

  it('does not run a Node with another content than the one that was published', () => {
    const { status, notes } = launch(['demo'], { FAKE_INTEGRITY: 'sha512-another' })
    expect(status).toBe(1)
    expect(notes).toContain('it was not run')
    expect(existsSync(join(home, '.tools/node_modules'))).toBe(false)
  })
})

describe('installing packages', () => {
  beforeEach(newNode)

  it('adds the test tools only for tests, and has no need of less afterwards', () => {
    launch(['demo'])
    expect(JSON.parse(launch(['test', 'test/math']).out)).toMatchObject({ script: 'run', args: ['test/math'] })
    expect(JSON.parse(launch(['proof', 'night']).out)).toMatchObject({ script: 'run', args: ['--proof', 'night'] })
    launch(['math'])
    launch(['worker'])
    expect(calls()).toEqual([expect.stringMatching(/^ci --omit=dev/), expect.stringMatching(/^ci --include=dev/)])
  })

  it('installs again when the lock changed, with the test tools where they were', () => {
    launch(['test'])
    writeFileSync(join(home, 'package-lock.json'), '{"changed":true}')
    const soon = Date.now() / 1000 + 60
    utimesSync(join(home, 'package-lock.json'), soon, soon)
    launch(['demo'])
    expect(calls()).toEqual([expect.stringMatching(/^ci --include=dev/), expect.stringMatching(/^ci --include=dev/)])
  })

  it('believes an installation made by hand, but not one that was broken off', () => {
    mkdirSync(join(home, 'node_modules/vitest'), { recursive: true })
    writeFileSync(join(home, 'node_modules/.package-lock.json'), '')
    launch(['test'])
    expect(calls()).toEqual([])
    rmSync(join(home, 'node_modules/.package-lock.json'))
    rmSync(join(home, 'node_modules/.caucusline'))
    launch(['test'])
    expect(calls()).toHaveLength(1)
  })

  it('explains a failure with the words of npm, leaves what was there, and recovers', () => {
    const failed = launch(['demo'], { FAKE_FAIL: '1' })
    expect(failed.status).toBe(1)
    expect(failed.notes).toMatch(/network unreachable[\s\S]*could not be installed/)
    expect(existsSync(join(home, 'node_modules'))).toBe(false)
    expect(launch(['demo']).status).toBe(0)
  })

  it('installs once where several start together', async () => {
    const codes = await Promise.all([1, 2, 3].map(() => launchBeside(['demo'], { FAKE_SLOW: '1' })))
    expect(codes).toEqual([0, 0, 0])
    expect(calls()).toHaveLength(1)
  })

  it('ends at a signal with npm, and leaves neither lock nor half an installation', async () => {
    const started = spawn(join(home, 'caucusline'), ['demo'], {
      cwd: top,
      env: { ...env, FAKE_SLOW: '5' },
      stdio: 'ignore',
    })
    const ended = new Promise((resolve) => started.on('close', resolve))
    while (!existsSync(join(top, 'log.pid'))) await new Promise((resolve) => setTimeout(resolve, 20))
    started.kill('SIGTERM')
    expect(await ended).toBe(143)
    const npmRun = Number(readFileSync(join(top, 'log.pid'), 'utf8'))
    expect(() => process.kill(npmRun, 0)).toThrow('ESRCH')
    expect(readdirSync(join(home, '.tools'))).toEqual(['npm.log'])
    expect(existsSync(join(home, 'node_modules'))).toBe(false)
    expect(launch(['demo']).status).toBe(0)
  })

  it('takes over the lock of one that was killed', () => {
    mkdirSync(join(home, '.tools/lock'), { recursive: true })
    const gone = spawnSync('/bin/sh', ['-c', 'echo $$'], { encoding: 'utf8' }).stdout
    writeFileSync(join(home, '.tools/lock/pid'), gone)
    expect(launch(['demo']).status).toBe(0)
    expect(existsSync(join(home, '.tools/lock'))).toBe(false)
  })
})

describe('running', () => {
  beforeEach(newNode)

  it('stays in the folder of the caller, also through a symbolic link, and hands on arguments and exit code', () => {
    symlinkSync(join(home, 'caucusline'), join(top, 'link'))
    const { status, out } = launch(['math', 'two words', ''], { EXIT_WITH: '2' }, bin, join(top, 'link'))
    expect(status).toBe(2)
    expect(JSON.parse(out)).toEqual({ script: 'main', args: ['math', 'two words', ''], cwd: bin })
  })

  it('hands `wrangler` to the locked tool of Cloudflare, with our configuration', () => {
    launch(['test'])
    mkdirSync(join(home, 'node_modules/wrangler/bin'), { recursive: true })
    writeFileSync(join(home, 'node_modules/wrangler/bin/wrangler.js'), main.replace('main', 'wrangler'))
    writeFileSync(join(home, 'node_modules/wrangler/package.json'), '{"type":"module"}')
    const args = ['--config', join(home, 'wrangler.toml'), 'deploy', '--dry-run']
    expect(JSON.parse(launch(['wrangler', 'deploy', '--dry-run']).out)).toEqual({ script: 'wrangler', args, cwd: top })
  })

  it('is the very process of the command, so that signals reach it', () => {
    writeFileSync(join(home, 'src/cli/main.ts'), 'console.log(process.pid)')
    launch(['demo'])
    const shell = spawnSync('/bin/sh', ['-c', 'echo $$; exec "$0" demo', join(home, 'caucusline')], {
      env,
      encoding: 'utf8',
    })
    const [before, after] = shell.stdout.trim().split('\n')
    expect(after).toBe(before)
  })
})
