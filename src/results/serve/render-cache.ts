import { sha256 } from '../ledger/statement.ts'
import type { PublicResource, ResultsDeps } from './catalog.ts'
import type { LatestSnapshot } from './latest-snapshot.ts'

/** A page or feed as it is sent. */
export interface RenderedResource {
  /** Encoded once: a body of a megabyte is not to be encoded for every reader. */
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Changes with the body. */
  readonly digest: string
  /** The body packed by gzip; null where the platform does that. */
  readonly gzipped: Uint8Array<ArrayBuffer> | null
}

/** What takes a tenth of a second to make may be so old, in milliseconds: it carries its own sequence number. */
const HEAVY_MS = 15_000

/** Keeps what was made from a snapshot until the next one; all readers share it. Null: no such page. */
export function createRenderCache(
  boardNow: () => Promise<LatestSnapshot>,
  deps: ResultsDeps,
): (resource: PublicResource, id: string) => Promise<RenderedResource | null> {
  const light = new Map<string, Promise<RenderedResource | null>>()
  const heavy = new Map<
    string,
    { readonly at: number; readonly board: LatestSnapshot; readonly shown: Promise<RenderedResource | null> }
  >()
  let board: LatestSnapshot | null = null
  const make = async (from: LatestSnapshot, resource: PublicResource, id: string): Promise<RenderedResource | null> => {
    const rendered = await resource.render(from, deps, id)
    if (rendered === null) return null
    const text = String(rendered)
    const body = new TextEncoder().encode(text)
    return { body, type: resource.type, digest: sha256(text).slice(0, 24), gzipped: (await deps.gzip?.(text)) ?? null }
  }
  const heavyOne = (now: LatestSnapshot, resource: PublicResource): Promise<RenderedResource | null> => {
    const at = Date.parse(deps.clock.now())
    const cached = heavy.get(resource.path)
    if (cached && (cached.board === now || at - cached.at < HEAVY_MS)) return cached.shown
    const shown = make(now, resource, '')
    heavy.set(resource.path, { at, board: now, shown })
    return unlessFailed(heavy, resource.path, shown)
  }
  const lightOne = (now: LatestSnapshot, resource: PublicResource, id: string): Promise<RenderedResource | null> => {
    const path = resource.path.replace(':id', id)
    const cached = light.get(path)
    if (cached !== undefined) return cached
    const shown = make(now, resource, id)
    light.set(path, shown)
    return unlessFailed(light, path, shown)
  }
  return async (resource, id) => {
    const now = await boardNow()
    if (board !== now) light.clear()
    if (board?.view.phase !== now.view.phase) heavy.clear()
    board = now
    return resource.heavy ? heavyOne(now, resource) : lightOne(now, resource, id)
  }
}

/** Addresses that nobody has must not fill the memory; nor must a failure stay. */
async function unlessFailed(
  kept: Map<string, unknown>,
  path: string,
  shown: Promise<RenderedResource | null>,
): Promise<RenderedResource | null> {
  const made = await shown.catch((error: unknown) => {
    kept.delete(path)
    throw error
  })
  if (made === null) kept.delete(path)
  return made
}
