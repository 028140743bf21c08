import { html } from 'hono/html'
import { type Person, precinctId } from '../../bot/ids.ts'
import { maskCodes } from '../../bot/say/mask-codes.ts'
import type { Gate } from '../access/gate.ts'
import { clockTime, type Html, nothing, options, phoneWords } from '../page/parts.ts'
import type { LogFilter, LoggedEvent, LogReader, OutgoingLine, TextLine } from '../ports.ts'
import { eventSentence } from '../precinct/event-sentences.ts'
import { actorName } from '../precinct/precinct-view.ts'

const PAGE = 100
const tabs = [
  ['texts', 'Texts in'],
  ['outgoing', 'Texts out'],
  ['deeds', 'Acts'],
] as const
type Tab = (typeof tabs)[number][0]

/** Everything that was said and done: strangers' and unreadable texts too. */
export function logRoutes(gate: Gate): void {
  gate.see('/hq/log', 'log.see', async ({ c, me, deps, setting, now, page }) => {
    const { reader } = deps
    const query = c.req.query()
    const tab: Tab = tabs.some(([name]) => name === query.tab) ? (query.tab as Tab) : 'texts'
    const filter: LogFilter = {
      words: (query.words ?? '').trim().slice(0, 80),
      kind: query.kind ?? (tab === 'deeds' ? 'hq' : ''),
      precinct: precinctId((query.precinct ?? '').trim().toUpperCase()),
      before: /^\d+$/.test(query.before ?? '') ? Number(query.before) : null,
      limit: PAGE,
    }
    const after = query.since === 'me' ? me.account.seenEvent : null
    const { caucus } = await setting()
    const at = (iso: string): string => clockTime(iso, caucus.timezone, now())
    const accounts = new Map((await reader.accounts()).map(({ id, name }) => [id, name]))
    const shown = await linesOf(reader, tab, filter, after)
    const body = html`<h1>Log</h1>${search(tab, filter, after !== null)}<section class="sheet" aria-label="${tab}">${
      shown.length === 0
        ? html`<p>Nothing fits.</p>`
        : html`<ol class="talk">${shown.map((line) => html`<li><time datetime="${line.at}">${at(line.at)}</time><div>${lineOf(line, accounts)}</div></li>`)}</ol>`
    }${shown.length === PAGE && tab !== 'outgoing' ? html`<p class="pages"><a href="?${older(query, shown)}">Older</a></p>` : nothing}</section>`
    return page({ title: 'Log', path: '/hq/log', body })
  })
}

type Line = TextLine | OutgoingLine | LoggedEvent

function linesOf(reader: LogReader, tab: Tab, filter: LogFilter, after: number | null): Promise<readonly Line[]> {
  if (tab === 'texts') return reader.texts(filter)
  return tab === 'outgoing' ? reader.outgoing(filter) : reader.loggedEvents({ ...filter, after })
}

const older = (query: Readonly<Record<string, string>>, shown: readonly Line[]): string => {
  const last = shown.at(-1)
  return new URLSearchParams({ ...query, before: String(last && 'seq' in last ? last.seq : '') }).toString()
}

const kinds: readonly (readonly [string, string])[] = [
  ['', 'All kinds'],
  ['report', 'Reports'],
  ['approve', 'Approvals'],
  ['keep', 'KEEP'],
  ['fix', 'FIX'],
  ['unclear', 'Not understood'],
  ['stranger', 'Strangers'],
  ['ready', 'READY'],
  ['late', 'Overtaken by a newer one'],
  ['earlier', 'Of another phase'],
]

const search = (
  tab: Tab,
  filter: LogFilter,
  sinceMe: boolean,
): Html => html`<nav aria-label="Kinds of log"><p class="acts">${tabs.map(([name, words]) => html`<a class="button" href="/hq/log?tab=${name}"${name === tab ? html` aria-current="page"` : ''}>${words}</a>`)}<a class="button" href="/hq/log?tab=deeds&since=me"${sinceMe ? html` aria-current="page"` : ''}>Since I left</a></p></nav>
<form method="get" role="search" class="sheet row"><input type="hidden" name="tab" value="${tab}"><div><label for="words">Words or number</label><input id="words" name="words" type="search" value="${filter.words}"></div><div><label for="precinct">Precinct</label><input id="precinct" name="precinct" value="${filter.precinct ?? ''}" placeholder="P0412"></div>${
  tab === 'texts'
    ? html`<div><label for="kind">Kind</label><select id="kind" name="kind">${options(kinds, filter.kind)}</select></div>`
    : nothing
}${
  tab === 'deeds'
    ? html`<div><label for="kind">By</label><select id="kind" name="kind">${options(
        [
          ['hq', 'Headquarters'],
          ['', 'Everybody, chairs too'],
        ],
        filter.kind,
      )}</select></div>`
    : nothing
}<button>Find</button></form>`

function lineOf(line: Line, accounts: ReadonlyMap<Person, string>): Html {
  if ('event' in line) {
    const nameOf = (person: Person): string => accounts.get(person) ?? 'another account'
    const by = line.actor.startsWith('chair:') ? 'A chair' : actorName(accounts, line.actor)
    return html`<strong>${by}</strong> ${eventSentence(line.event, nameOf)} ${subject(line.stream)}`
  }
  const place = line.precinct ? html`<a href="/hq/precincts/${line.precinct}">${line.precinct}</a>` : html`no precinct`
  if ('state' in line)
    return html`<div class="who">To ${phoneWords(line.phone, true)}, ${place}, ${line.delivery ?? line.state}${line.error ? ` (${line.error})` : ''}</div><span class="bubble out">${maskCodes(line.body)}</span>`
  return html`<div class="who">From ${phoneWords(line.phone, true)}, ${place}, ${line.kind}</div><span class="bubble">${line.body === null ? 'erased' : maskCodes(line.body)}</span>${
    line.reply ? html`<div><span class="bubble out">${maskCodes(line.reply)}</span></div>` : nothing
  }`
}

/** What an act was done to, as a link where there is a page of it. */
function subject(stream: string): Html {
  const [kind = '', what = '', ...rest] = stream.split('/')
  if (kind === 'live' || kind === 'practice' || kind === 'roster')
    return html`<a href="/hq/precincts/${what}">${what}</a>`
  if (what === 'precinct') return html`<a href="/hq/precincts/${rest[0]}">${rest[0]}</a>`
  if (what === 'queue') return html`<a href="/hq/queue/item?id=${encodeURIComponent(rest.join('/'))}">the item</a>`
  if (what === 'reminder') return html`<a href="/hq/reminders/${rest[0]}">the reminder</a>`
  return nothing
}
