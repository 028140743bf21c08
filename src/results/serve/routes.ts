import { type Context, Hono } from 'hono'
import { canonicalPath, catalog, HTML, type ResultsDeps } from './catalog.ts'
import { createLatestSnapshot } from './latest-snapshot.ts'
import { createRenderCache, type RenderedResource } from './render-cache.ts'

export { allPaths, type ResultsDeps } from './catalog.ts'

/** The public routes. Everything is made once a snapshot and then served from memory: readers never reach the record. */
export function resultsRoutes(deps: ResultsDeps): Hono {
  const app = new Hono()
  const shown = createRenderCache(createLatestSnapshot(deps), deps)
  for (const resource of catalog) {
    app.get(resource.path, async (c) => {
      const id = c.req.param('id') ?? ''
      const rendered = await shown(resource, id)
      if (rendered !== null) return answer(c, rendered)
      const path = canonicalPath(resource.path, id)
      return id === '' || path === c.req.path ? c.notFound() : c.redirect(path, 301)
    })
  }
  return app
}

function answer(c: Context, { body, type, digest, gzipped }: RenderedResource): Response {
  const packed = gzipped !== null && /\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '')
  const etag = packed ? `"${digest}-gz"` : `"${digest}"`
  c.header('ETag', etag)
  if (gzipped !== null) c.header('Vary', 'Accept-Encoding')
  // Browsers ask again each time and mostly get a 304; a cache between us and them may hold a page for five seconds.
  c.header('Cache-Control', 'public, max-age=0, s-maxage=5, must-revalidate')
  c.header('Content-Type', type)
  if (type !== HTML) c.header('Access-Control-Allow-Origin', '*')
  else c.header('Content-Security-Policy', POLICY)
  const asked = c.req.header('If-None-Match')
  if (asked?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) return c.body(null, 304)
  if (!packed || gzipped === null) return c.body(body)
  c.header('Content-Encoding', 'gzip')
  return c.body(gzipped)
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
