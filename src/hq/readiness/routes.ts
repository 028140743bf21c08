import { html } from 'hono/html'
import type { Gate } from '../access/gate.ts'
import { age, countWords, type Html, nothing, options } from '../page/parts.ts'
import type { ReadyLine } from '../ports.ts'

/** How a county stands in the days before. */
interface Ready {
  readonly county: string
  readonly precincts: number
  readonly withPhone: number
  readonly checkedIn: number
  readonly practised: number
  /** Never heard from, or cannot be reached. */
  readonly unreached: number
}

/** Approved in practice, as on the night. */
const hasPractised = ({ practised }: ReadyLine): boolean => practised === 'approved'
const isUnreached = (line: ReadyLine): boolean => line.checkedIn === null && !line.heard

const wanted = ['unreached', 'no_phone', 'not_checked_in', 'not_practised', 'unreachable'] as const
type Wanted = (typeof wanted)[number]
const isWanted = (text: string): text is Wanted => (wanted as readonly string[]).includes(text)

const tests: Readonly<Record<Wanted, (line: ReadyLine) => boolean>> = {
  unreached: isUnreached,
  no_phone: ({ phones }) => phones === 0,
  not_checked_in: ({ checkedIn }) => checkedIn === null,
  not_practised: (line) => !hasPractised(line),
  unreachable: ({ optedOut, failed }) => optedOut || failed,
}

const wanting = (lines: readonly ReadyLine[], show: Wanted, county: string): readonly ReadyLine[] =>
  lines.filter((line) => tests[show](line) && (county === '' || line.county === county))

/** Counties, the least ready first. */
function counted(lines: readonly ReadyLine[]): readonly Ready[] {
  const count = (of: readonly ReadyLine[], test: (line: ReadyLine) => boolean): number => of.filter(test).length
  return [...Map.groupBy(lines, ({ county }) => county)]
    .map(([county, of]) => ({
      county,
      precincts: of.length,
      withPhone: count(of, ({ phones }) => phones > 0),
      checkedIn: count(of, ({ checkedIn }) => checkedIn !== null),
      practised: count(of, hasPractised),
      unreached: count(of, isUnreached),
    }))
    .sort((a, b) => a.checkedIn / a.precincts - b.checkedIn / b.precincts || a.county.localeCompare(b.county))
}

const words: Readonly<Record<Wanted, string>> = {
  unreached: 'Never heard from',
  no_phone: 'Without a phone',
  not_checked_in: 'Not checked in',
  not_practised: 'Not practised to the end',
  unreachable: 'Cannot be texted (opted out, or undelivered)',
}
const MOST = 200

function readinessPage(
  counties: readonly Ready[],
  lines: readonly ReadyLine[],
  of: { readonly show: Wanted; readonly county: string },
  now: string,
): Html {
  const sum = (key: 'precincts' | 'withPhone' | 'checkedIn' | 'practised' | 'unreached'): number =>
    counties.reduce((n, county) => n + county[key], 0)
  const share = (n: number, all: number): string => `${all === 0 ? 0 : Math.floor((n * 100) / all)} %`
  const all = sum('precincts')
  return html`<h1>Readiness</h1><p>${countWords(sum('checkedIn'), 'precinct')} of ${all} checked in, ${sum('practised')} practised to an approved report, ${sum('unreached')} never heard from.</p>
<ul class="tiles"><li class="tile"><b>${share(sum('withPhone'), all)}</b>have a phone</li><li class="tile checked_in"><b>${share(sum('checkedIn'), all)}</b>checked in</li><li class="tile approved"><b>${share(sum('practised'), all)}</b>practised</li><li class="tile held"><b>${sum('unreached')}</b>never heard from</li></ul>
<section class="sheet" aria-labelledby="who"><h2 id="who">${words[of.show]}${of.county ? ` in ${of.county}` : ''} <span class="soft">${lines.length}</span></h2>
<form method="get" class="row"><div><label for="show">Show</label><select id="show" name="show">${options(Object.entries(words), of.show)}</select></div><div><label for="county">County</label><select id="county" name="county">${options([['', 'All counties'], ...counties.map(({ county }): [string, string] => [county, county]).sort()], of.county)}</select></div><button>Show</button></form>
${lines.length === 0 ? html`<p>Nobody. That is how it should be.</p>` : table(lines, now)}${lines.length > MOST ? html`<p class="hint">The first ${MOST} of ${lines.length}. Choose a county to see fewer.</p>` : nothing}
<p><a href="/hq/reminders/new?stage=never${of.county ? `&county=${encodeURIComponent(of.county)}` : ''}">Remind those who have not checked in</a></p></section>
<section class="sheet" aria-labelledby="counties"><h2 id="counties">Counties, the least ready first</h2><div class="scroll" tabindex="0" role="region" aria-label="Counties"><table><thead><tr><th scope="col">County</th><th scope="col" class="num">Precincts</th><th scope="col" class="num">Phone</th><th scope="col" class="num">Checked in</th><th scope="col" class="num">Practised</th><th scope="col" class="num">Never heard</th></tr></thead><tbody>${counties.map(
    (county) =>
      html`<tr><th scope="row"><a href="?show=not_checked_in&county=${encodeURIComponent(county.county)}">${county.county}</a></th><td class="num">${county.precincts}</td><td class="num">${county.withPhone}</td><td class="num">${county.checkedIn}</td><td class="num">${county.practised}</td><td class="num${county.unreached === 0 ? ' zero' : ''}">${county.unreached}</td></tr>`,
  )}</tbody></table></div></section>`
}

const table = (lines: readonly ReadyLine[], now: string): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Precincts"><table class="stack"><thead><tr><th scope="col">Precinct</th><th scope="col">Name</th><th scope="col">County</th><th scope="col">Phones</th><th scope="col">Checked in</th><th scope="col">Practice</th><th scope="col">Trouble</th></tr></thead><tbody>${lines
    .slice(0, MOST)
    .map(
      (line) =>
        html`<tr><th scope="row" data-label="Precinct"><a href="/hq/precincts/${line.precinct}">${line.precinct}</a></th><td data-label="Name">${line.name}</td><td data-label="County">${line.county}</td><td data-label="Phones">${line.phones}</td><td data-label="Checked in">${line.checkedIn ? html`${age(line.checkedIn, now)} ago` : 'no'}</td><td data-label="Practice">${line.practised ?? 'no'}</td><td data-label="Trouble">${[line.optedOut ? 'opted out' : '', line.failed ? 'undelivered' : ''].filter((text) => text !== '').join(', ')}</td></tr>`,
    )}</tbody></table></div>`

export function readinessRoutes(gate: Gate): void {
  gate.see('/hq/readiness', 'readiness.see', async ({ c, deps, now, page }) => {
    const asked = c.req.query('show') ?? ''
    const show = isWanted(asked) ? asked : 'unreached'
    const county = c.req.query('county') ?? ''
    const lines = await deps.reader.ready()
    const body = readinessPage(counted(lines), wanting(lines, show, county), { show, county }, now())
    return page({ title: 'Readiness', path: '/hq/readiness', body })
  })
}
