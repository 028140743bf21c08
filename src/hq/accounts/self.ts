import { html } from 'hono/html'
import { accountCounter, countAttempt } from '../access/attempts.ts'
import { passwordProblem } from '../access/enrol.ts'
import type { FormFields, Gate } from '../access/gate.ts'
import { acts, may } from '../access/roles.ts'
import { endings, type Session } from '../access/session.ts'
import { totpStep } from '../access/totp.ts'
import type { ConsoleContext } from '../console-context.ts'
import { age, countWords, type FormOf, type Html, hidden, noteBox, nothing } from '../page/parts.ts'

/** What concerns only oneself: role, recovery codes left, open sessions, what happened since. */
export function selfRoutes(gate: Gate, desk: ConsoleContext): void {
  const { reader } = desk.deps
  gate.see('/hq/self', 'self.see', async (c, me) => {
    const { account } = me
    const left = (await reader.recovery(account.id)).filter((code) => code.usedAt === null).length
    const sessions = await reader.sessionsOf(account.id)
    const { seq } = await reader.mark()
    const allowed = Object.keys(acts).filter((act) => may(account.role, act as keyof typeof acts)).length
    const body = html`<h1>${account.name}</h1>${told[c.req.query('said') ?? ''] ?? nothing}${left <= 3 ? noteBox('warn', `Only ${countWords(left, 'recovery code')} left. Ask an admin for a new invitation in a quiet hour.`) : nothing}
<div class="sheet"><dl class="facts"><dt>Role</dt><dd>${account.role}: ${allowed} of the console’s ${Object.keys(acts).length} acts</dd><dt>Recovery codes left</dt><dd>${left}</dd><dt>Open sessions</dt><dd><ul>${sessions.map((session) => html`<li>${session.id === me.session.id ? 'this one' : 'another browser'}, seen ${age(session.seenAt, desk.now())} ago</li>`)}</ul></dd></dl>
<p>${account.seenEvent > 0 ? html`${countWords(seq - account.seenEvent, 'event')} since you last signed out. ` : nothing}${may(account.role, 'log.see') ? html`<a href="/hq/log?tab=deeds&since=me">What headquarters did since I left</a>` : nothing}</p>
${sessions.length > 1 ? html`<form method="post" action="/hq/self/end">${hidden(desk.form(me))}<p class="acts"><button>End every other session of mine</button></p></form>` : nothing}
<p class="hint">Signing out gives back what you have taken from the queue.</p></div>${passwordForm(desk.form(me))}`
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
  gate.do('/hq/self/password', 'self.password', async (c, me, form) => {
    const wrong = await changePassword(desk, me, form)
    return c.redirect(`/hq/self?said=${wrong === null ? 'password' : 'wrong'}`, 303)
  })
}

/** Her own password, for who knows the present one and has the second factor in hand; every other session ends. */
async function changePassword({ deps, now }: ConsoleContext, me: Session, form: FormFields): Promise<string | null> {
  const { account } = me
  const { vault, store } = deps
  const next = form.text('next')
  const poor = passwordProblem(next, account.name)
  if (poor !== null) return poor
  const until = await countAttempt(deps, accountCounter(account.name, me.session.id))
  if (until !== null || account.totp === null || !(await vault.checkPassword(form.text('password'), account.password)))
    return 'wrong'
  const step = totpStep(vault.unlock(account.totp), form.text('code'), now())
  if (step === null || !(await store.useStep(account.id, step))) return 'wrong'
  const others = (await endings(deps, account.id, now())).filter(
    (write) => !('id' in write) || write.id !== me.session.id,
  )
  await store.act({
    stream: `hq/account/${account.id}`,
    expected: null,
    events: [{ type: 'PasswordChanged', data: {} }],
    by: account.id,
    at: now(),
    action: form.text('action'),
    writes: [{ table: 'accounts', id: account.id, set: { password: await vault.hashPassword(next) } }, ...others],
  })
  return null
}

const told: Readonly<Record<string, Html>> = {
  password: noteBox('good', 'Your password is changed; every other session of yours has ended.'),
  wrong: noteBox(
    'bad',
    'The password is as it was: the present one or the code was not right, or the new one is too short (12 characters).',
  ),
}

const passwordForm = (
  form: FormOf,
): Html => html`<details class="sheet"><summary>Change your password</summary><form method="post" action="/hq/self/password">${hidden(form)}
<label for="password">Present password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<label for="code">Six digits of your app</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required pattern="[0-9]{6}">
<label for="next">New password <span class="hint">at least 12 characters; four words are easy to keep</span></label><input id="next" name="next" type="password" autocomplete="new-password" minlength="12" required>
<p class="acts"><button>Change my password</button></p></form></details>`
