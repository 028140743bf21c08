import type { Context } from 'hono'
import { html } from 'hono/html'
import { mayFollow } from '../../bot/handle/change-phase.ts'
import type { Phase } from '../../bot/ids.ts'
import type { Gate } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import { precinctsIn, reportedOf } from '../board/board.ts'
import type { ConsoleContext } from '../console-context.ts'
import { countWords, type Html, hidden, noteBox, nothing } from '../page/parts.ts'

const phases: readonly Phase[] = ['setup', 'practice', 'live', 'closed']
const isPhase = (text: string): text is Phase => (phases as readonly string[]).includes(text)

const meaning: Readonly<Record<Phase, string>> = {
  setup: 'Chairs can check in, ask for the guide and choose their language. No counts are taken.',
  practice: 'Chairs report with the candidates of practice. Nothing of it is a result; it is exported as a test.',
  live: 'Reports begin from empty. Check-ins, phones and languages stay. What chairs approve is published.',
  closed: 'Texts are kept and queued; chairs are told whom to call. Nothing more is recorded.',
}

/** Which phase the caucus is in. Going on is a supervisor's act, confirmed by typing the phase's name. */
export function phaseRoutes(gate: Gate, desk: ConsoleContext): void {
  gate.see('/hq/phase', 'phase.see', (c, me) =>
    show(
      desk,
      c,
      me,
      c.req.query('said') === 'done'
        ? noteBox('good', 'The phase is changed. Everybody sees it at the top of each page.')
        : nothing,
    ),
  )
  gate.do('/hq/phase', 'phase.change', async (c, me, form) => {
    const to = form.text('to')
    const fail = (words: string) => show(desk, c, me, noteBox('bad', `${words} The phase is as it was.`), 409)
    if (!isPhase(to)) return fail('There is no such phase.')
    if (form.text('typed').toLowerCase() !== to) return fail(`Type ${to} to confirm.`)
    const { phase } = await desk.setting()
    if (form.text('from') !== phase) return fail('Somebody changed the phase since you looked.')
    const done = await desk.deps.actions.phase(form.text('action'), me.account.id, to)
    return done.ok ? c.redirect('/hq/phase?said=done', 303) : fail(`From ${phase} it cannot go to ${to}.`)
  })
}

async function show(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  told: Html,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { phase } = await desk.setting()
  const board = await desk.board()
  const next = phases.filter((to) => mayFollow(phase, to))
  const body = html`<h1>Phase</h1>${told}<div class="sheet"><p>The caucus is in <strong>${phase}</strong>. ${meaning[phase]}</p><p class="soft">${countWords(reportedOf(board.totals), 'report')} approved of ${precinctsIn(board.totals)} precincts; ${countWords(board.mark.open, 'item')} open in the queue.</p></div>
${
  may(me.account.role, 'phase.change')
    ? next.map(
        (to) =>
          html`<section class="sheet" aria-labelledby="to-${to}"><h2 id="to-${to}">Go to ${to}</h2><p>${meaning[to]}</p><form method="post" action="/hq/phase">${hidden(desk.form(me))}<input type="hidden" name="to" value="${to}"><input type="hidden" name="from" value="${phase}"><label for="typed-${to}">Type <code>${to}</code> to confirm</label><input id="typed-${to}" name="typed" autocomplete="off" autocapitalize="none" required pattern="[A-Za-z]+"><p class="acts"><button class="main">Change the phase to ${to}</button></p></form></section>`,
      )
    : html`<p>Changing it is a supervisor’s act.</p>`
}`
  return desk.page(c, me, { title: 'Phase', path: '/hq/phase', body, status })
}
