import { type Context, Hono } from 'hono'
import { type Board, createBoard } from './board.ts'
import { atomFeed } from './feeds/atom.ts'
import { resultsCsv } from './feeds/csv.ts'
import { resultsJson } from './feeds/json.ts'
import { nistReport } from './feeds/nist.ts'
import { openApi } from './feeds/openapi.ts'
import { ledgerText } from './ledger/ledger.ts'
import { sha256 } from './ledger/statement.ts'
import { liveScript } from './live.ts'
import { checkPage } from './pages/check.ts'
import { countiesPage, countyPage } from './pages/counties.ts'
import { correctionsPage } from './pages/history.ts'
import type { Html } from './pages/layout.ts'
import { methodPage } from './pages/method.ts'
import { precinctPage } from './pages/precinct.ts'
import { readingPage } from './pages/reading.ts'
import { statePage } from './pages/state.ts'
import type { Clock, ResultsReader, Sealing } from './ports.ts'
import type { View } from './view.ts'

export interface ResultsDeps {
  readonly reader: ResultsReader
  readonly clock: Clock
  readonly seal: Sealing
  /** Where the public finds these pages, without a slash at the end: for feeds, which need whole addresses. */
  readonly publicUrl: string
}

interface Shown {
  readonly body: string
  readonly type: string
  readonly etag: string
}
type Render = (board: Board, deps: ResultsDeps, param: string) => Html | string | null | Promise<string | null>

const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

const json = (value: unknown): string => `${JSON.stringify(value)}\n`

/** Everything that is published, by address. `null` is no such page. */
export const pages: readonly (readonly [path: string, type: string, render: Render])[] = [
  ['/', HTML, ({ view }) => statePage(view)],
  ['/counties', HTML, ({ view }) => countiesPage(view)],
  ['/counties/:id', HTML, ({ view }, _, id) => ofCounty(view, id)],
  ['/precincts/:id', HTML, ({ view }, _, id) => ofPrecinct(view, id)],
  ['/corrections', HTML, ({ view }) => correctionsPage(view)],
  ['/reading', HTML, ({ view }) => readingPage(view)],
  ['/method', HTML, ({ view }) => methodPage(view)],
  ['/check', HTML, ({ view, fingerprint }) => checkPage(view, fingerprint)],
  ['/results.json', JSON_TYPE, ({ view }) => json(resultsJson(view))],
  ['/results.csv', 'text/csv; charset=utf-8', ({ view }) => resultsCsv(view)],
  ['/results.nist.json', JSON_TYPE, ({ view }) => json(nistReport(view))],
  ['/corrections.atom', 'application/atom+xml; charset=utf-8', ({ view }, { publicUrl }) => atomFeed(view, publicUrl)],
  ['/ledger.jsonl', 'application/x-ndjson; charset=utf-8', ({ view }, deps) => ledgerText(view, deps)],
  ['/openapi.json', JSON_TYPE, (_, { publicUrl }) => json(openApi(publicUrl))],
  ['/paths.json', JSON_TYPE, ({ view }) => json(allPaths(view))],
  ['/live.js', 'text/javascript; charset=utf-8', () => liveScript],
]

function ofCounty(view: View, id: string): Html | null {
  const county = view.counties.find((c) => c.slug === id || c.name.toLowerCase() === id.toLowerCase())
  return county === undefined ? null : countyPage(view, county)
}

function ofPrecinct(view: View, id: string): Html | null {
  const place = view.setting.places.find((p) => p.id === id.toUpperCase())
  return place === undefined ? null : precinctPage(view, place)
}

/** Addresses of every page and feed there is, for a mirror. */
export const allPaths = (view: View): readonly string[] => [
  ...pages.map(([path]) => path).filter((path) => !path.includes(':')),
  ...view.counties.map((c) => `/counties/${c.slug}`),
  ...view.setting.places.map((p) => `/precincts/${p.id}`),
]

/** The public routes. Everything is made once a snapshot and then served from memory: readers never reach the record. */
export function resultsRoutes(deps: ResultsDeps): Hono {
  const app = new Hono()
  const boardNow = createBoard(deps)
  let cached: { readonly board: Board; readonly shown: Map<string, Promise<Shown | null>> } | null = null
  const shownAt = async (path: string, make: (board: Board) => Promise<Shown | null>): Promise<Shown | null> => {
    const board = await boardNow()
    if (cached?.board !== board) cached = { board, shown: new Map() }
    const known = cached.shown.get(path)
    if (known) return known
    const made = make(board)
    cached.shown.set(path, made)
    return made
  }
  for (const [route, type, render] of pages) {
    app.get(route, async (c) => {
      const param = c.req.param('id') ?? ''
      const shown = await shownAt(c.req.path, (board) => shownOf(render(board, deps, param), type))
      return shown === null ? c.notFound() : answer(c, shown)
    })
  }
  return app
}

async function shownOf(made: ReturnType<Render>, type: string): Promise<Shown | null> {
  const text = await made
  if (text === null) return null
  const body = String(text)
  return { body, type, etag: `"${sha256(body).slice(0, 24)}"` }
}

function answer(c: Context, { body, type, etag }: Shown): Response {
  c.header('ETag', etag)
  // Browsers ask again each time and mostly get a 304; a cache between us and them may hold a page for five seconds.
  c.header('Cache-Control', 'public, max-age=0, s-maxage=5, must-revalidate')
  c.header('Content-Type', type)
  if (type !== HTML) c.header('Access-Control-Allow-Origin', '*')
  else c.header('Content-Security-Policy', POLICY)
  const asked = c.req.header('If-None-Match')
  if (asked?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) return c.body(null, 304)
  return c.body(body)
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
