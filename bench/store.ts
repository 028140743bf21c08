/**
 * How many texts a second the store takes, each durable on disk, beside a floor: the plain driver writing one row a
 * text with the same grouping. The variants take turns in every round, since the noise of fsync moves all of them.
 *
 *   node bench/store.ts [rounds] [texts a variant] [already stored texts]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Commit } from '../src/bot/ports.ts'
import { night, PRECINCTS, personOf, sidOf, textOf } from './night.ts'

const [rounds = 5, texts = 4000, stored = 0] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
let made = 0

/** @returns texts a second. Commits are made beforehand: what is measured is the store. */
async function timed(count: number, atOnce: number, run: (text: Commit) => Promise<unknown>): Promise<number> {
  const texts = Array.from({ length: count }, () => textOf(made++ % PRECINCTS))
  const begun = performance.now()
  for (let i = 0; i < count; i += atOnce) await Promise.all(texts.slice(i, i + atOnce).map(run))
  return (count / (performance.now() - begun)) * 1000
}

function floor(): (atOnce: number, count: number) => number {
  const client = new Sqlite(join(folder, 'floor.db'))
  client.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table t (id integer primary key, sid text unique, body text) strict',
  )
  const insert = client.prepare('insert into t (sid, body) values (?, ?)')
  const group = client.transaction((sids: readonly string[]) => {
    for (const sid of sids) insert.run(sid, 'P0412 I Sanders 45 Warren 20')
  })
  return (atOnce, count) => {
    made += count
    const sids = Array.from({ length: count }, (_, i) => sidOf(`floor${made - i}`))
    const begun = performance.now()
    for (let i = 0; i < count; i += atOnce) group.immediate(sids.slice(i, i + atOnce))
    return (count / (performance.now() - begun)) * 1000
  }
}

async function loading(count: number): Promise<number> {
  const people = Array.from({ length: count }, (_, i) => personOf(i % PRECINCTS))
  const begun = performance.now()
  for (const person of people) await store.load(person)
  return (count / (performance.now() - begun)) * 1000
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const { database, store } = await night(join(folder, 'night.db'), stored)
const bare = floor()
const commit = async (text: Commit): Promise<void> => {
  const result = await store.commit(text)
  if (!result.ok) throw new Error(result.reason)
}
const loadAndCommit = async (text: Commit): Promise<void> => {
  await store.load(text.receipt.person)
  await commit(text)
}
const variants: readonly (readonly [string, () => Promise<number> | number])[] = [
  ['floor, one by one', () => bare(1, texts)],
  ['commit, one by one', () => timed(texts, 1, commit)],
  ['floor, 32 at once', () => bare(32, texts)],
  ['commit, 32 at once', () => timed(texts, 32, commit)],
  ['load + commit, 32 at once', () => timed(texts, 32, loadAndCommit)],
  ['floor, 200 at once', () => bare(200, texts)],
  ['commit, 200 at once', () => timed(texts, 200, commit)],
  ['load alone', () => loading(texts)],
]
const rates = variants.map(() => [] as number[])
for (let round = 0; round < rounds; round += 1) {
  for (const [i, [, run]] of variants.entries()) rates[i]?.push(await run())
}
console.log(`${rounds} rounds of ${texts} texts, ${stored} stored before; texts a second: median (lowest to highest)`)
variants.forEach(([name], i) => {
  const found = rates[i] ?? []
  const show = (rate: number) => Math.round(rate).toLocaleString('en')
  console.log(
    `${name.padEnd(28)}${show(median(found)).padStart(10)}  (${show(Math.min(...found))} to ${show(Math.max(...found))})`,
  )
})
const ratio = (a: number, b: number) =>
  median((rates[a] ?? []).map((rate, i) => rate / (rates[b]?.[i] ?? 1))).toFixed(2)
console.log(
  `of the floor, median of the rounds: ${ratio(1, 0)} one by one, ${ratio(3, 2)} for 32, ${ratio(6, 5)} for 200 at once; grouping gains ${ratio(3, 1)}`,
)
await database.close()
rmSync(folder, { recursive: true })
