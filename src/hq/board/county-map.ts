import { html } from 'hono/html'
import type { CountyMap } from '../deps.ts'
import type { Html } from '../page/parts.ts'
import { type Board, precinctsIn, reportedOf } from './board.ts'
import { level } from './live-updates.ts'

/** The counties by how far they have come. All that it shows stands in the table too, in words. */
export function boardMap(map: CountyMap, board: Board): Html {
  return html`<svg class="map" viewBox="0 0 ${map.width} ${map.height}" role="group" aria-label="County map: share of precincts approved. The table below says the same in numbers.">
${Object.entries(map.paths).map(([county, path]) => shape(county, path, board))}</svg>
<ul class="legend" aria-hidden="true">${[
    'nothing yet',
    'under a quarter',
    'under half',
    'under three quarters',
    'most',
    'complete',
  ].map(
    (words, n) => html`<li><svg class="key k${n}" viewBox="0 0 14 14"><path d="M0 0h14v14H0z"/></svg> ${words}</li>`,
  )}<li><svg class="key alarm" viewBox="0 0 14 14"><path d="M1 1h12v12H1z"/></svg> dashed: a report is held</li></ul>`
}

function shape(county: string, path: string, board: Board): Html {
  const counts = board.counties.get(county)?.counts
  if (!counts) return html`<path d="${path}"/>`
  const summary = `${county}: ${reportedOf(counts)} of ${precinctsIn(counts)} approved${counts.held > 0 ? `, ${counts.held} held` : ''}`
  return html`<a href="/hq/precincts?county=${encodeURIComponent(county)}" class="s${level(counts)}${counts.held > 0 ? ' alarm' : ''}" data-county="${county}" aria-label="${summary}"><path d="${path}"><title>${summary}</title></path></a>`
}
