import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Broken } from './broken.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

interface Found {
  /** Nights until it was found; null where it was not. */
  readonly nights: number | null
  readonly by: string
}

/** Plays the nights of one broken copy until something is found. @throws where its line is not in src once */
export async function tryBroken(broken: Broken): Promise<Found> {
  const wanted = broken.caughtBy.map(([invariant, kind]) => `${invariant} ${kind}`)
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-broken-'))
  try {
    for (const part of ['src', 'test/simulation', 'test/math/oracle.ts', 'package.json'])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    breakIn(join(folder, 'src'), broken)
    const nights = await playedIn(folder, broken, wanted)
    const by = nights.at(-1)?.find((finding) => wanted.includes(finding))
    if (by === undefined) return { nights: null, by: '' }
    // The same night of the program as it is must not show it.
    const whole = await playedIn(ROOT, { ...broken, nights: 1 }, [], nights.length)
    return whole[0]?.includes(by) ? { nights: null, by: '' } : { nights: nights.length, by }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns what each night found */
async function playedIn(
  folder: string,
  { nights, scene = {} }: Pick<Broken, 'nights' | 'scene'>,
  wanted: readonly string[],
  seed = 1,
): Promise<readonly (readonly string[])[]> {
  const args = [String(seed), String(nights), JSON.stringify(scene), JSON.stringify(wanted)]
  const { stdout } = await run(process.execPath, [join(folder, 'test/simulation/broken/child.ts'), ...args], {
    cwd: folder,
    maxBuffer: 1e8,
  })
  return stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { found: string[] }).found)
}
const run = promisify(execFile)

function breakIn(src: string, { fault, from, to }: Broken): void {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const holding = files.filter((name) => readFileSync(join(src, name), 'utf8').includes(from))
  const [file] = holding
  const text = file === undefined ? '' : readFileSync(join(src, file), 'utf8')
  if (file === undefined || holding.length !== 1 || text.split(from).length !== 2)
    throw new Error(`${fault}: ${holding.length} files hold: ${from}`)
  writeFileSync(
    join(src, file),
    text.replace(from, () => to),
  )
}
