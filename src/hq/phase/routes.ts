import { html } from 'hono/html'
import { mayFollow } from '../../bot/handle/change-phase.ts'
import type { Phase } from '../../bot/ids.ts'
import { doneNote, type Gate } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import type { Actions, Visit } from '../action.ts'
import { precinctsIn, reportedOf } from '../board/board.ts'
import { countWords, type Html, hidden } from '../page/parts.ts'

const phases: readonly Phase[] = ['setup', 'practice', 'live', 'closed']
const isPhase = (text: string): text is Phase => (phases as readonly string[]).includes(text)

const meaning: Readonly<Record<Phase, string>> = {
  setup: 'Chairs can check in, ask for the guide and choose their language. No counts are taken.',
  practice: 'Chairs report with the candidates of practice. Nothing of it is a result; it is exported as a test.',
  live: 'Reports begin from empty. Check-ins, phones and languages stay. What chairs approve is published.',
  closed: 'Texts are kept and queued; chairs are told whom to call. Nothing more is recorded.',
}

/** Which phase the caucus is in. Going on is a supervisor's act, confirmed by typing the phase's name. */
const phaseActions = {
  'phase.change': {
    path: '/hq/phase',
    role: 'supervisor',
    done: 'The phase is changed. Everybody sees it at the top of each page.',
    perform: async ({ deps, me, fields, action, setting }) => {
      const to = fields.text('to')
      const refused = (why: string) => ({ refused: `${why} The phase is as it was.` })
      if (!isPhase(to)) return refused('There is no such phase.')
      if (fields.text('typed').toLowerCase() !== to) return refused(`Type ${to} to confirm.`)
      const { phase } = await setting()
      if (fields.text('from') !== phase) return refused('Somebody changed the phase since you looked.')
      const changed = await deps.actions.phase(action, me.account.id, to)
      return changed.ok ? { goTo: '/hq/phase' } : refused(`From ${phase} it cannot go to ${to}.`)
    },
  },
} satisfies Actions

export function phaseRoutes(gate: Gate): void {
  gate.see('/hq/phase', 'phase.see', (visit) => showPhase(visit))
  gate.act(phaseActions, showPhase)
}

async function showPhase(
  visit: Visit,
  note: Html = doneNote(visit, phaseActions),
  status: 200 | 409 = 200,
): Promise<Response> {
  const { me, board, setting, form, page } = visit
  const { phase } = await setting()
  const { totals, mark } = await board()
  const next = phases.filter((to) => mayFollow(phase, to))
  const body = html`<h1>Phase</h1>${note}<div class="sheet"><p>The caucus is in <strong>${phase}</strong>. ${meaning[phase]}</p><p class="soft">${countWords(reportedOf(totals), 'report')} approved of ${precinctsIn(totals)} precincts; ${countWords(mark.open, 'item')} open in the queue.</p></div>
${
  may(me.account.role, phaseActions['phase.change'].role)
    ? next.map(
        (to) =>
          html`<section class="sheet" aria-labelledby="to-${to}"><h2 id="to-${to}">Go to ${to}</h2><p>${meaning[to]}</p><form method="post" action="/hq/phase">${hidden(form())}<input type="hidden" name="to" value="${to}"><input type="hidden" name="from" value="${phase}"><label for="typed-${to}">Type <code>${to}</code> to confirm</label><input id="typed-${to}" name="typed" autocomplete="off" autocapitalize="none" required pattern="[A-Za-z]+"><p class="acts"><button class="main">Change the phase to ${to}</button></p></form></section>`,
      )
    : html`<p>Changing it is a supervisor’s act.</p>`
}`
  return page({ title: 'Phase', path: '/hq/phase', body, status })
}
