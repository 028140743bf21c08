import { html } from 'hono/html'
import type { View } from '../view.ts'
import { type PageHtml, publicPage } from './layout.ts'
import { countsVotes } from './votes.ts'

/** What the words mean, for a reader who has never been to a caucus. */
export function readingPage(view: View): PageHtml {
  const { rules } = view.setting.caucus
  if (countsVotes(view)) return ballotPage(view)
  return publicPage(
    view,
    '/reading',
    'How to read this',
    html`
<section><h2>What happens in the room</h2>
<p>A caucus is a meeting, not an election. People of one precinct come together, stand in groups by candidate, and are counted: the <strong>initial alignment</strong>. A group that is large enough is <strong>viable</strong>. People of the others may move once; then all are counted again: the <strong>final alignment</strong>.</p>
<p>Each precinct elects a fixed number of <strong>delegates</strong> to its county's convention. They are shared among the viable groups in proportion to their size in the final alignment${rules.overFull === 'smallest_out' ? ', and no viable group goes without one as long as there are enough' : ''}. An exact tie is settled by a game of chance${rules.chance === 'coin' ? ', a coin toss' : rules.chance === 'cards' ? ', a card drawn from a deck' : ''}; where that happened, the precinct's page says so.</p></section>
<section><h2>Which number counts</h2>
<p>Three kinds of numbers are published, and they need not have the same winner: people at first, people at the end, and delegates. ${view.totals.sde.size > 0 ? 'Because counties differ in size, delegates are added up as state delegate equivalents (SDE): what a county delegate is worth in delegates to the state convention. National delegates follow from these.' : 'National delegates follow from the delegates.'}</p></section>
${early(view)}
<section><h2>Words on the pages</h2>
<dl>
${published('the delegates computed from the chair’s counts')}
<dt><strong>Threshold</strong></dt><dd>The smallest number of people that makes a group viable in this room.</dd>
<dt><strong>Exact share</strong></dt><dd>Members × delegates ÷ people present, before rounding.</dd>
${update}
</dl></section>`,
  )
}

/** For rules by which ballots are counted and nobody is elected in the room. */
const ballotPage = (view: View): PageHtml =>
  publicPage(
    view,
    '/reading',
    'How to read this',
    html`
<section><h2>What happens in the room</h2>
<p>People of one precinct come together and vote, once. Their chair counts the votes and texts them. Nobody is elected in the room: the votes of all precincts are added up.</p></section>
${early(view)}
<section><h2>Words on the pages</h2>
<dl>
${published('the chair’s counts as they were read')}
<dt><strong>Share</strong></dt><dd>Of all votes cast; votes for people who are not listed are among them where the chair said how many were cast.</dd>
${update}
</dl></section>`,
  )

const early = (view: View): PageHtml =>
  html`<section><h2>Before all precincts are in</h2>
<p>Early numbers are a part of the whole, and not a random one: small rooms finish first. “${view.totals.reported} of ${view.setting.places.length} precincts” says how large a part. All numbers here are unofficial.</p></section>`

const published = (what: string): PageHtml =>
  html`<dt><strong>Published</strong></dt><dd>The precinct's chair saw ${what}, and approved them by a code that belongs to exactly these counts.</dd>
<dt><strong>Corrected</strong></dt><dd>A published report was replaced. The earlier one stays on record and is listed under <a href="/corrections">corrections</a>.</dd>
<dt><strong>Released by headquarters</strong></dt><dd>The report did not add up, or came from a borrowed phone. Headquarters called the chair, and then published it, with a reason.</dd>
<dt><strong>Corrected by headquarters without the chair</strong></dt><dd>The chair could not be reached. Two people at headquarters stand behind it, and the reason is shown.</dd>`

const update = html`<dt><strong>Update</strong></dt><dd>Publications are numbered. If two pages show different numbers, the one with the higher update is newer.</dd>`
