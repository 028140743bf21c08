import { atomFeed } from '../feeds/atom.ts'
import { resultsCsv } from '../feeds/csv.ts'
import { resultsJson } from '../feeds/json.ts'
import { nistReport } from '../feeds/nist.ts'
import { openApi } from '../feeds/openapi.ts'
import { ledgerText } from '../ledger/ledger.ts'
import { checkPage } from '../pages/check.ts'
import { countiesPage, countyPage } from '../pages/counties.ts'
import { correctionsPage } from '../pages/history.ts'
import type { PageHtml } from '../pages/layout.ts'
import { liveJs } from '../pages/live.js.ts'
import { methodPage } from '../pages/method.ts'
import { precinctPage } from '../pages/precinct.ts'
import { readingPage } from '../pages/reading.ts'
import { statePage } from '../pages/state.ts'
import type { PublicationKeys, ResultsClock, ResultsReader } from '../ports.ts'
import { slugOf, type View } from '../view.ts'
import type { LatestSnapshot } from './latest-snapshot.ts'

export interface ResultsDeps {
  readonly reader: ResultsReader
  readonly clock: ResultsClock
  readonly keys: PublicationKeys
  /** Where the public finds these pages, without a slash at the end: for feeds, which need whole addresses. */
  readonly publicUrl: string
  /** Makes bodies smaller, once a snapshot; left out where the platform does it for every answer (Workers). */
  readonly gzip?: (body: string) => Promise<Uint8Array<ArrayBuffer>>
}

type Render = (
  board: LatestSnapshot,
  deps: ResultsDeps,
  param: string,
) => PageHtml | string | null | Promise<string | null>

export const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

const json = (value: unknown): string => `${JSON.stringify(value)}\n`

/** A page or feed. `heavy`: takes so long to make that it is not made for every snapshot. */
export interface PublicResource {
  readonly path: string
  readonly type: string
  /** Null: no such page. */
  readonly render: Render
  readonly heavy: boolean
}

const heavy: ReadonlySet<string> = new Set(['/results.csv', '/results.nist.json', '/ledger.jsonl'])

const resources: readonly (readonly [path: string, type: string, render: Render])[] = [
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
  ['/results.nist.json', JSON_TYPE, async ({ view }) => json(await nistReport(view))],
  ['/corrections.atom', 'application/atom+xml; charset=utf-8', ({ view }, { publicUrl }) => atomFeed(view, publicUrl)],
  ['/ledger.jsonl', 'application/x-ndjson; charset=utf-8', ({ view }, deps) => ledgerText(view, deps)],
  ['/openapi.json', JSON_TYPE, (_, { publicUrl }) => json(openApi(publicUrl))],
  ['/paths.json', JSON_TYPE, ({ view }) => json(allPaths(view))],
  ['/live.js', 'text/javascript; charset=utf-8', () => liveJs],
]

/** Everything that is published, by address. */
export const catalog: readonly PublicResource[] = resources.map(([path, type, render]) => ({
  path,
  type,
  render,
  heavy: heavy.has(path),
}))

function ofCounty(view: View, slug: string): PageHtml | null {
  const county = view.counties.find((c) => c.slug === slug)
  return county === undefined ? null : countyPage(view, county)
}

function ofPrecinct(view: View, id: string): PageHtml | null {
  const place = view.setting.places.find((p) => p.id === id)
  return place === undefined ? null : precinctPage(view, place)
}

/** The one address of a county or precinct, of those that people type: `/counties/Polk`, `/precincts/p0412`. */
export function canonicalPath(route: string, id: string): string {
  return route.startsWith('/counties') ? `/counties/${slugOf(id)}` : `/precincts/${id.toUpperCase()}`
}

/** Addresses of every page and feed there is, for a mirror. */
export const allPaths = (view: View): readonly string[] => [
  ...catalog.map(({ path }) => path).filter((path) => !path.includes(':')),
  ...view.counties.map((c) => `/counties/${c.slug}`),
  ...view.setting.places.map((p) => `/precincts/${p.id}`),
]
