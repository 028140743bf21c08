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
  latestSnapshot: () => Promise<LatestSnapshot>,
  deps: ResultsDeps,
): (resource: PublicResource, id: string) => Promise<RenderedResource | null> {
  const light = new Map<string, Promise<RenderedResource | null>>()
  const heavy = new Map<
    string,
    { readonly at: number; readonly board: LatestSnapshot; readonly shown: Promise<RenderedResource | null> }
  >()
  let latest: LatestSnapshot | null = null
  const render = async (
    from: LatestSnapshot,
    resource: PublicResource,
    id: string,
  ): Promise<RenderedResource | null> => {
    const rendered = await resource.render(from, deps, id)
    if (rendered === null) return null
    const text = String(rendered)
    const body = new TextEncoder().encode(text)
    return { body, type: resource.type, digest: sha256(text).slice(0, 24), gzipped: (await deps.gzip?.(text)) ?? null }
  }
  const renderHeavy = (now: LatestSnapshot, resource: PublicResource): Promise<RenderedResource | null> => {
    const at = Date.parse(deps.clock.now())
    const cached = heavy.get(resource.path)
    if (cached && (cached.board === now || at - cached.at < HEAVY_MS)) return cached.shown
    const rendering = render(now, resource, '')
    heavy.set(resource.path, { at, board: now, shown: rendering })
    return unlessFailed(heavy, resource.path, rendering)
  }
  const renderLight = (now: LatestSnapshot, resource: PublicResource, id: string): Promise<RenderedResource | null> => {
    const path = resource.path.replace(':id', id)
    const cached = light.get(path)
    if (cached !== undefined) return cached
    const rendering = render(now, resource, id)
    light.set(path, rendering)
    return unlessFailed(light, path, rendering)
  }
  return async (resource, id) => {
    const now = await latestSnapshot()
    if (latest !== now) light.clear()
    if (latest?.view.phase !== now.view.phase) heavy.clear()
    latest = now
    return resource.heavy ? renderHeavy(now, resource) : renderLight(now, resource, id)
  }
}

/** Addresses that nobody has must not fill the memory; nor must a failure stay. */
async function unlessFailed(
  cache: Map<string, unknown>,
  path: string,
  rendering: Promise<RenderedResource | null>,
): Promise<RenderedResource | null> {
  const resource = await rendering.catch((error: unknown) => {
    cache.delete(path)
    throw error
  })
  if (resource === null) cache.delete(path)
  return resource
}
