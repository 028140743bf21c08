import { html } from 'hono/html'
import type { Gate } from '../access/gate.ts'
import { acts, may } from '../access/roles.ts'
import { endings } from '../access/session.ts'
import type { Desk } from '../desk.ts'
import { age, count, hidden, note, nothing } from '../page/parts.ts'

/** What concerns only oneself: role, recovery codes left, open sessions, what happened since. */
export function selfRoutes(gate: Gate, desk: Desk): void {
  const { reader } = desk.deps
  gate.see('/hq/self', 'self.see', async (c, me) => {
    const { account } = me
    const left = (await reader.recovery(account.id)).filter((code) => code.usedAt === null).length
    const sessions = await reader.sessionsOf(account.id)
    const { seq } = await reader.mark()
    const allowed = Object.keys(acts).filter((act) => may(account.role, act as keyof typeof acts)).length
    const body = html`<h1>${account.name}</h1>${left <= 3 ? note('warn', `Only ${count(left, 'recovery code')} left. Ask an admin for a new invitation in a quiet hour.`) : nothing}
<div class="sheet"><dl class="facts"><dt>Role</dt><dd>${account.role}: ${allowed} of the console’s ${Object.keys(acts).length} acts</dd><dt>Recovery codes left</dt><dd>${left}</dd><dt>Open sessions</dt><dd><ul>${sessions.map((session) => html`<li>${session.id === me.session.id ? 'this one' : 'another browser'}, seen ${age(session.seenAt, desk.now())} ago</li>`)}</ul></dd></dl>
<p>${account.seenEvent > 0 ? html`${count(seq - account.seenEvent, 'event')} since you last signed out. ` : nothing}${may(account.role, 'log.see') ? html`<a href="/hq/log?tab=deeds&since=me">What headquarters did since I left</a>` : nothing}</p>
${sessions.length > 1 ? html`<form method="post" action="/hq/self/end">${hidden(desk.form(me))}<p class="acts"><button>End every other session of mine</button></p></form>` : nothing}
<p class="hint">Signing out gives back what you have taken from the queue.</p></div>`
    return desk.page(c, me, { title: 'You', path: '/hq/self', body })
  })
  gate.do('/hq/self/end', 'self.end', async (c, me) => {
    const others = (await endings(desk.deps, me.account.id, desk.now())).filter(
      (write) => !('id' in write) || write.id !== me.session.id,
    )
    const [first, ...more] = others
    if (first) await desk.deps.store.write([first, ...more])
    return c.redirect('/hq/self', 303)
  })
}
