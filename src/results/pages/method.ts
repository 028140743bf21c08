import { html } from 'hono/html'
import { electsNobody } from '../../bot/report/assess.ts'
import type { RuleSet } from '../../math/types.ts'
import type { View } from '../view.ts'
import { type PageHtml, publicPage } from './layout.ts'
import { countsVotes } from './votes.ts'

/** The rules that are in force, as the program applies them. */
export function methodPage(view: View): PageHtml {
  const { rules } = view.setting.caucus
  const votes = countsVotes(view)
  return publicPage(
    view,
    '/method',
    'Method',
    html`
<section><h2>From a text to this page</h2>
<p>The chair texts the counts from their own phone. The program reads them, checks them${votes ? '' : ', computes the delegates'} and sends ${votes ? 'what it read' : 'them'} back with a code. When the chair answers with that code, the report is on record, and is published. What does not add up is never published by itself: it is held until headquarters have spoken to the chair.</p></section>
<section><h2>The rules in force: ${rules.name}</h2><ul>${ruleWords(rules).map((words) => html`<li>${words}</li>`)}</ul>
<p>Only whole numbers and exact fractions are used. Nothing is rounded before it is shown: sums are sums of fractions, rounded once, to four decimals, half up. Totals published elsewhere may differ in the last digit where each precinct was rounded first.</p></section>
${!votes && (view.totals.sde.size > 0 || view.setting.counties.length > 0) ? html`<section><h2>State delegate equivalents</h2><p>A county elects C delegates to its convention and has S delegates to the state convention. Each county delegate counts as S/C.${Object.keys(view.setting.pools).length > 0 ? ' Satellite sites share a fixed pool by attendance; among the published sites only, so their values move until all have reported.' : ''}</p></section>` : ''}
<section id="national"><h2>National delegates</h2>${nationalWords(view)}</section>
<section><h2>What is checked before each update</h2><ul>
${
  votes
    ? html`<li>The votes are those that the chair approved, under the rules that the chair was told.</li>`
    : html`<li>The delegates are computed again from the counts on record and must equal those the chair saw when approving.</li>
<li>The number of delegates to elect and the rules must be those the chair was told.</li>`
}
<li>The tables that pages are made of must equal what the log of events gives.</li>
<li>Two precincts with the same ${votes ? '' : 'first '}count are pointed out to headquarters.</li></ul>
<p>If one of them but the last fails, publishing stops, the last good update stays, and headquarters are alerted.</p></section>`,
  )
}

function nationalWords(view: View): PageHtml {
  const plan = view.setting.national
  if (countsVotes(view))
    return html`<p>Under these rules national delegates are shared from the votes of the whole state, by the party and after the night. None are projected here.</p>`
  if (plan === null)
    return html`<p>The configuration of this caucus does not say how many national delegates there are, so none are projected.</p>`
  const districts = Object.entries(plan.districts).map(([name, n]) => `congressional district ${name}: ${n}`)
  return html`<p>Delegates to elect: ${districts.join(', ')}; at large: ${plan.atLarge}; party leaders and elected officials: ${plan.pleo}. Each of these is shared out separately: a group needs 15% of the ${view.totals.sde.size > 0 ? 'SDE' : 'delegates'} there; the viable groups' shares are cut to whole numbers, and what is left goes to the largest remainders. The projection takes the published precincts for all.</p>`
}

/** Each option of the rules in a sentence. */
function ruleWords(rules: RuleSet): readonly string[] {
  if (electsNobody(rules))
    return ['Votes are counted once, and added up. Nobody is elected in a precinct.', 'There is no threshold.']
  return [
    {
      table:
        'A group is viable with 15% of the people present where four or more delegates are elected, with one sixth where it is three, one quarter where it is two; always rounded up.',
      share: 'A group is viable with 15% of all votes.',
      per_delegate: 'A group is viable with as many people as there are for each delegate, rounded up.',
      none: 'There is no threshold.',
    }[rules.viability],
    {
      attendance: 'Shares are of the people present when the first count was made; that number stays, whoever leaves.',
      viable: 'Shares are of the members of viable groups.',
      all_votes: 'Shares are of all votes.',
    }[rules.denominator],
    {
      half_up:
        'Shares are rounded to the nearest whole number; if that gives too few or too many delegates, the group closest to the next one gains, or the one furthest above its share loses, one at a time.',
      floor: 'Shares are cut to whole numbers; what is left goes to the largest remainders.',
    }[rules.rounding],
    ...(rules.minOne ? ['No viable group loses its only delegate.'] : []),
    ...{
      smallest_out: [
        'Where more groups are viable than there are delegates, the smallest dissolves and its people join others.',
      ],
      extra_delegates: ['Where more groups are viable than there are delegates, each of them has one.'],
      none: [],
    }[rules.overFull],
    ...(rules.lock ? ['Members of a group that is viable at first stay in it.'] : []),
    {
      as_reported: 'Where one delegate is elected, the whole room elects one person.',
      plurality: 'Where one delegate is elected, the largest final group wins.',
      ordinary: '',
    }[rules.oneDelegate],
    {
      coin: 'Exact ties are settled by a coin.',
      cards: 'Exact ties are settled by the highest card.',
      lot: 'Exact ties are settled by lot.',
    }[rules.chance],
  ].filter((words) => words !== '')
}
