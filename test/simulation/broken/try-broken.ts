import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Broken } from './broken.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

interface Found {
  /** Nights until it was found; null where it was not. */
  readonly nights: number | null
  readonly by: string
}

/** Nights in the program as it is, by their scene: what is found there does not count. */
const whole = new Map<string, readonly (readonly string[])[]>()

/** Plays the nights of one broken copy until something is found that the whole program does not show. @throws where its line is not in src once */
export function tryBroken(broken: Broken): Found {
  const scene = JSON.stringify(broken.scene ?? {})
  const before = whole.get(scene) ?? playedIn(ROOT, broken.nights, scene)
  if (before.length >= broken.nights) whole.set(scene, before)
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-broken-'))
  try {
    for (const part of ['src', 'test/simulation', 'test/math/oracle.ts', 'package.json'])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    breakIn(join(folder, 'src'), broken)
    for (let night = 0; night < broken.nights; night += 1) {
      const [found = []] = playedIn(folder, 1, scene, night + 1)
      const by = broken.caughtBy.map(([invariant, kind]) => `${invariant} ${kind}`)
      const more = by.find((one) => times(found, one) > times(before[night] ?? [], one))
      if (more !== undefined) return { nights: night + 1, by: more }
    }
    return { nights: null, by: '' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const times = (list: readonly string[], one: string): number => list.filter((other) => other === one).length

function playedIn(folder: string, nights: number, scene: string, seed = 1): readonly (readonly string[])[] {
  const child = spawnSync(
    process.execPath,
    [join(folder, 'test/simulation/broken/child.ts'), String(seed), String(nights), scene],
    { encoding: 'utf8', cwd: folder },
  )
  if (child.status !== 0) throw new Error(child.stderr.slice(0, 600))
  return child.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { found: string[] }).found)
}

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
