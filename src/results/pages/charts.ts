import { html, raw } from 'hono/html'
import { type Exact, exact } from '../../math/fraction.ts'
import type { NationalResult } from '../../math/national.ts'
import { type CountyView, slugOf, type View } from '../view.ts'
import { number, widthOf } from './format.ts'
import type { PageHtml } from './layout.ts'
import { iowa } from './map/iowa.ts'

/** Charts as inline SVG. What they show stands beside them in words and numbers: they are decoration to a screen reader. */

/** Colors by place on the ballot, `.g0` to `.g11` in public.css; from the thirteenth group on they repeat. */
const HUES = 12
const greys: Readonly<Record<string, string>> = { Other: 'n0', Uncommitted: 'n1' }

/** The class by which a group has its color. */
export const hueClass = (group: string, order: readonly string[]): string =>
  greys[group] ?? `g${order.indexOf(group) % HUES}`

export function bar(group: string, order: readonly string[], part: Exact, largest: Exact, pale = false): PageHtml {
  return html`<svg class="bar ${pale ? 'pale ' : ''}${hueClass(group, order)}" aria-hidden="true"><rect width="${widthOf(part, largest)}" height="9"/></svg>`
}

export const countBar = (group: string, order: readonly string[], n: number, largest: number, pale = false): PageHtml =>
  bar(group, order, exact(n), exact(Math.max(largest, 1)), pale)

export const colorKey = (group: string, order: readonly string[]): PageHtml =>
  html`<span class="key ${hueClass(group, order)}" aria-hidden="true"></span>`

/** One dot a national delegate; hollow ones wait for a lot. */
export function delegateDots(result: NationalResult, groups: readonly string[], view: View, seats: number): PageHtml {
  const dots = groups.flatMap((group) =>
    Array<string>(result.delegates[group] ?? 0).fill(hueClass(group, view.ballotOrder)),
  )
  while (dots.length < seats) dots.push('open')
  const across = 21
  const rows = Math.ceil(dots.length / across)
  const circles = dots.map(
    (c, i) => `<circle class="${c}" cx="${(i % across) * 20 + 10}" cy="${Math.floor(i / across) * 20 + 10}" r="8"/>`,
  )
  return html`<svg class="units" viewBox="0 0 ${across * 20} ${rows * 20}" aria-hidden="true" style="max-width:34rem">${raw(circles.join(''))}</svg>`
}

/** Maps that there are, by state. */
const maps: Readonly<Record<string, typeof iowa>> = { IA: iowa }

type Leader = (sums: CountyView['totals'], view: View) => string | null

/** The counties in the colours of who leads there, each a link; null where no map of the state is at hand. */
export function countyMap(view: View, leaderIn: Leader): PageHtml | null {
  const map = maps[view.setting.caucus.state ?? '']
  if (map === undefined) return null
  const bySlug = new Map(view.counties.map((county) => [comparableName(county.name), county]))
  const shapes = Object.entries(map.paths).map(([name, d]) =>
    shapeOf(name, d, bySlug.get(comparableName(name)), view, leaderIn),
  )
  return html`<figure class="map"><svg viewBox="-2 -2 ${map.width + 4} ${map.height + 4}" role="group" aria-label="Map of counties by leading group">${shapes}</svg></figure>`
}

/** Two files may spell a county differently: O'Brien, OBrien. */
const comparableName = (name: string): string => slugOf(name).replaceAll('-', '')

function shapeOf(name: string, d: string, county: CountyView | undefined, view: View, leaderIn: Leader): PageHtml {
  if (county === undefined) return html`<path d="${d}"/>`
  const leader = leaderIn(county.totals, view)
  const { reported } = county.totals
  const share = reported < county.places.length ? `, ${reported} of ${county.places.length}` : ''
  const standing = reported === 0 ? 'nothing yet' : `${leader ?? 'tied'}${share}`
  const hue = leader === null ? '' : hueClass(leader, view.ballotOrder)
  const part = reported < county.places.length ? ' part' : ''
  return html`<a href="/counties/${county.slug}" aria-label="${name}: ${standing}"><path class="${hue}${part}" d="${d}"/></a>`
}

/** How many counties each group leads: the map's key, and what it says in words. */
export function mapKey(view: View, leaderIn: Leader): PageHtml {
  const led = new Map<string, number>()
  for (const county of view.counties) {
    const leader = leaderIn(county.totals, view)
    if (leader !== null) led.set(leader, (led.get(leader) ?? 0) + 1)
  }
  const keys = [...led].sort(([, a], [, b]) => b - a)
  return html`<ul class="keys">${keys.map(([group, n]) => html`<li>${colorKey(group, view.ballotOrder)}${group} ${number(n)}</li>`)}</ul>`
}
