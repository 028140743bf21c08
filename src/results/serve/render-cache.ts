import { sha256 } from '../ledger/statement.ts'
import type { PublicResource, ResultsDeps } from './catalog.ts'
import type { LatestSnapshot } from './latest-snapshot.ts'

/** A page or feed as it is sent. */
export interface Rendered {
  /** Encoded once: a body of a megabyte is not to be encoded for every reader. */
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Changes with the body. */
  readonly digest: string
  /** The body packed by gzip; null where the platform does that. */
  readonly small: Uint8Array<ArrayBuffer> | null
}

/** What takes a tenth of a second to make may be so old, in milliseconds: it carries its own sequence number. */
const HEAVY_MS = 15_000

/** Keeps what was made from a snapshot until the next one; all readers share it. Null: no such page. */
export function createRenderCache(
  boardNow: () => Promise<LatestSnapshot>,
  deps: ResultsDeps,
): (one: PublicResource, id: string) => Promise<Rendered | null> {
  const light = new Map<string, Promise<Rendered | null>>()
  const heavy = new Map<
    string,
    { readonly at: number; readonly board: LatestSnapshot; readonly shown: Promise<Rendered | null> }
  >()
  let board: LatestSnapshot | null = null
  const make = async (from: LatestSnapshot, one: PublicResource, id: string): Promise<Rendered | null> => {
    const text = await one.render(from, deps, id)
    if (text === null) return null
    const said = String(text)
    const body = new TextEncoder().encode(said)
    return { body, type: one.type, digest: sha256(said).slice(0, 24), small: (await deps.gzip?.(said)) ?? null }
  }
  const heavyOne = (now: LatestSnapshot, one: PublicResource): Promise<Rendered | null> => {
    const at = Date.parse(deps.clock.now())
    const known = heavy.get(one.path)
    if (known && (known.board === now || at - known.at < HEAVY_MS)) return known.shown
    const shown = make(now, one, '')
    heavy.set(one.path, { at, board: now, shown })
    return unlessFailed(heavy, one.path, shown)
  }
  const lightOne = (now: LatestSnapshot, one: PublicResource, id: string): Promise<Rendered | null> => {
    const path = one.path.replace(':id', id)
    const known = light.get(path)
    if (known !== undefined) return known
    const shown = make(now, one, id)
    light.set(path, shown)
    return unlessFailed(light, path, shown)
  }
  return async (one, id) => {
    const now = await boardNow()
    if (board !== now) light.clear()
    if (board?.view.phase !== now.view.phase) heavy.clear()
    board = now
    return one.heavy ? heavyOne(now, one) : lightOne(now, one, id)
  }
}

/** Addresses that nobody has must not fill the memory; nor must a failure stay. */
async function unlessFailed(
  kept: Map<string, unknown>,
  path: string,
  shown: Promise<Rendered | null>,
): Promise<Rendered | null> {
  const made = await shown.catch((error: unknown) => {
    kept.delete(path)
    throw error
  })
  if (made === null) kept.delete(path)
  return made
}
