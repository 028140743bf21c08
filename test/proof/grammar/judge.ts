import { intentJson } from '../../../src/cli/read/json-lines.ts'
import type { Reader } from '../../../src/grammar/read.ts'
import { chance } from './chance.ts'
import { type Case, commands, doubtful, type Maker, readable } from './classes.ts'
import type { Night } from './night.ts'

export interface Figures {
  right: number
  asked: number
  wrong: number
}
export interface Judged {
  readonly meant: ReadonlyMap<string, Figures>
  readonly unsure: ReadonlyMap<string, Figures>
  /** The first texts read wrong, and asked about although one reading was meant. */
  readonly wrong: readonly string[]
  readonly asked: readonly string[]
}

const all: readonly (readonly [string, Maker, boolean])[] = [
  ...Object.entries({ ...readable, ...commands }).map(([name, make]) => [name, make, true] as const),
  ...Object.entries(doubtful).map(([name, make]) => [name, make, false] as const),
]

/** Writes texts of every class in turn, reads each, and compares with what was meant when it was written. */
export function judge(night: Night, read: Reader, texts: number, seed: number): Judged {
  const by = chance(seed)
  const meant = new Map<string, Figures>()
  const unsure = new Map<string, Figures>()
  const wrong: string[] = []
  const asked: string[] = []
  for (let i = 0; i < texts; i++) {
    const [name, make, sure] = all[i % all.length]!
    const made = make(by.pick(night.rooms), night.candidates, by)
    const said = intentJson(read(made.text))
    const verdict = compare(made, said)
    const table = sure ? meant : unsure
    const figures = table.get(name) ?? { right: 0, asked: 0, wrong: 0 }
    table.set(name, figures)
    figures[verdict]++
    const line = `${name}: ${JSON.stringify(made.text)} -> ${JSON.stringify(said)}`
    if (verdict === 'wrong' && wrong.length < 40) wrong.push(line)
    if (verdict === 'asked' && asked.length < 400) asked.push(line)
  }
  return { meant, unsure, wrong, asked }
}

function compare({ truth }: Case, said: Readonly<Record<string, unknown>>): keyof Figures {
  if (truth.kind === 'unclear') return said.kind === 'unclear' ? 'right' : 'wrong'
  if (said.kind === 'unclear') return 'asked'
  const empty = {
    attendance: null,
    initial: null,
    final: null,
    delegates: null,
    groups: null,
    toss: null,
    more: false,
    checksum: null,
  }
  const silent = { repairs: 0, cards: 0, language: 0 }
  const keys = Object.keys(said).filter((key) => !(key in silent))
  const wanted: Record<string, unknown> = { ...empty, ...truth }
  return keys.every((key) => same(said[key], wanted[key])) && Object.keys(truth).every((key) => key in said)
    ? 'right'
    : 'wrong'
}

/** Equal whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1))
    : value

export const sum = (tables: ReadonlyMap<string, Figures>): Figures =>
  [...tables.values()].reduce(
    (t, f) => ({ right: t.right + f.right, asked: t.asked + f.asked, wrong: t.wrong + f.wrong }),
    { right: 0, asked: 0, wrong: 0 },
  )
