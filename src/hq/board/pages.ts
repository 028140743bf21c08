import { html } from 'hono/html'
import type { CountyMap } from '../deps.ts'
import { age, countWords, type Html, liveLine, nothing, options, stageBadge } from '../page/parts.ts'
import { type Board, type BoardPrecinct, type Counts, precinctsIn, reportedOf } from './board.ts'
import { type BoardStage, boardStages, stageMeaning, stageNames } from './board-stage.ts'
import { boardMap } from './county-map.ts'
import { markOf } from './live-updates.ts'
import type { Filter } from './precinct-filter.ts'

/** The models from which the script makes badges, so that words and shapes stand in one place. */
const models = (): Html =>
  html`${boardStages.map((stage) => html`<template data-stage="${stage}">${stageBadge(stage)}</template>`)}`

const tiles = (counts: Counts, filter: Partial<Filter>): Html =>
  html`<ul class="tiles" aria-label="Precincts by stage">${boardStages.map((stage) => {
    const query = new URLSearchParams({ stage, ...(filter.county ? { county: filter.county } : {}) })
    return html`<li><a class="tile ${stage}" href="/hq/precincts?${query.toString()}"${filter.stage === stage ? html` aria-current="true"` : ''} title="${stageMeaning[stage]}"><b data-n="${filter.county ? `${filter.county}/${stage}` : `all/${stage}`}">${counts[stage]}</b>${stageNames[stage]}</a></li>`
  })}</ul>`

/** The whole state: how many stand where, the map, and the counties. */
export function boardPage(board: Board, map: CountyMap | null, now: string): Html {
  const precincts = precinctsIn(board.totals)
  const latest = [...board.precincts.values()]
    .filter((place) => place.at !== null)
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
    .slice(0, 12)
  return html`<h1>Board</h1>
<p>Approved by their chairs: <strong data-n="all/reported">${reportedOf(board.totals)}</strong> of ${countWords(precincts, 'precinct')}. Held for headquarters: <strong data-n="all/held">${board.totals.held}</strong>.</p>
${liveLine(markOf(board))}<div data-part="tiles">${tiles(board.totals, {})}</div>
${search({ county: '', stage: '', words: '', order: 'code', page: 0 }, board)}
<div class="${map ? 'two wide' : ''}" data-part="state">${
    map
      ? html`<section class="sheet" aria-labelledby="map"><h2 id="map">Map</h2>${boardMap(map, board)}</section>`
      : nothing
  }<section class="sheet" aria-labelledby="latest"><h2 id="latest">Heard last</h2>${placeTable(latest, now, 'The last precincts to be heard from; this list fills as chairs text', true)}</section></div>
<section class="sheet" aria-labelledby="counties" data-part="counties"><h2 id="counties">Counties</h2>${countyTable(board)}</section>${models()}`
}

const countyTable = (
  board: Board,
): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="Counties by stage">
<table><caption>Precincts in each stage. A county's name leads to its precincts.</caption>
<thead><tr><th scope="col">County</th><th scope="col" class="num">All</th>${boardStages.map((stage) => html`<th scope="col" class="num">${stageNames[stage]}</th>`)}</tr></thead>
<tbody>${[...board.counties].map(
  ([county, { counts }]) =>
    html`<tr><th scope="row"><a href="/hq/precincts?county=${encodeURIComponent(county)}">${county}</a></th><td class="num">${precinctsIn(counts)}</td>${boardStages.map(
      (stage) =>
        html`<td class="num${counts[stage] === 0 ? ' zero' : ''}" data-n="${county}/${stage}">${counts[stage]}</td>`,
    )}</tr>`,
)}</tbody></table></div>`

/** Precincts that fit a filter, a page of them. */
export function listPage(
  board: Board,
  filter: Filter,
  filtered: { readonly places: readonly BoardPrecinct[]; readonly total: number; readonly next: number | null },
  now: string,
): Html {
  const counts = filter.county ? (board.counties.get(filter.county)?.counts ?? null) : board.totals
  const title = [
    filter.stage ? stageNames[filter.stage] : 'Precincts',
    filter.county ? `in ${filter.county}` : '',
  ].join(' ')
  return html`<h1>${title}</h1>${liveLine(markOf(board))}${counts ? tiles(counts, filter) : nothing}${search(filter, board)}
<section class="sheet" aria-label="Precincts" data-part="list">${
    filtered.total === 0
      ? html`<p>No precinct fits. <a href="/hq/precincts">Show all</a>.</p>`
      : placeTable(
          filtered.places,
          now,
          `${countWords(filtered.total, 'precinct')}${filtered.total > filtered.places.length ? `, ${filtered.places.length} shown` : ''}`,
        )
  }${filtered.next !== null ? html`<p class="pages"><a href="?${nextQuery(filter, filtered.next)}">The next page of ${countWords(filtered.total, 'precinct')}</a></p>` : nothing}</section>${models()}`
}

const nextQuery = ({ county, stage, words, order }: Filter, page: number): string =>
  new URLSearchParams(
    Object.entries({ county, stage, words, order, page: String(page) }).filter(([, value]) => value !== ''),
  ).toString()

function search(filter: Filter, board: Board): Html {
  const counties = [['', 'All counties'], ...[...board.counties.keys()].map((name) => [name, name])] as [
    string,
    string,
  ][]
  const stages = [['', 'All stages'], ...boardStages.map((stage) => [stage, stageNames[stage]])] as [
    BoardStage | '',
    string,
  ][]
  return html`<form method="get" action="/hq/precincts" role="search" class="sheet row">
<div><label for="words">Code or name <span class="hint">press / to come here</span></label><input id="words" name="words" type="search" value="${filter.words}" placeholder="P0412"></div>
<div><label for="county">County</label><select id="county" name="county">${options(counties, filter.county)}</select></div>
<div><label for="stage">Stage</label><select id="stage" name="stage">${options(stages, filter.stage)}</select></div>
<div><label for="order">Order</label><select id="order" name="order">${options(
    [
      ['code', 'by code'],
      ['age', 'heard longest ago first'],
    ],
    filter.order,
  )}</select></div>
<button>Find</button></form>`
}

const placeRow = (place: BoardPrecinct, now: string): Html =>
  html`<tr id="p-${place.id}"><th scope="row" data-label="Precinct"><a href="/hq/precincts/${place.id}">${place.id}</a></th><td data-label="Name" data-name>${place.name}</td><td data-label="County" data-in>${place.county}</td><td data-label="Stage"><span data-badge>${stageBadge(place.stage)}</span></td><td data-label="Heard" data-heard>${age(place.at ?? place.checkedIn, now)}</td></tr>`

/** @param latest rows of precincts that are heard from come to its top by themselves. */
const placeTable = (
  places: readonly BoardPrecinct[],
  now: string,
  caption: string,
  latest = false,
): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="stack"><caption>${caption}</caption>
<thead><tr><th scope="col">Precinct</th><th scope="col">Name</th><th scope="col">County</th><th scope="col">Stage</th><th scope="col">Heard</th></tr></thead>
<tbody${latest ? html` data-latest` : ''}>${places.map((place) => placeRow(place, now))}</tbody></table></div>`
