import { deleteCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { accountCounter, countAttempt } from '../access/attempts.ts'
import { passwordProblem } from '../access/enrol.ts'
import { cookieName, type Gate } from '../access/gate.ts'
import { may, views } from '../access/roles.ts'
import { endSessions } from '../access/session.ts'
import { totpStep } from '../access/totp.ts'
import type { Actions, Submission, Visit } from '../action.ts'
import { age, countWords, type FormOf, type Html, hidden, noteBox, nothing } from '../page/parts.ts'
import type { Write } from '../ports.ts'

/** What concerns only oneself: role, recovery codes left, open sessions, what happened since. */
const selfActions = {
  'self.leave': {
    path: '/hq/sign-out',
    role: 'viewer',
    perform: async (submission) => {
      const { c, deps } = submission
      await leave(submission)
      deleteCookie(c, cookieName(deps.secure, 'session'), { path: '/', secure: deps.secure })
      return { goTo: '/hq/sign-in' }
    },
  },
  'self.end': {
    path: '/hq/self/end',
    role: 'viewer',
    perform: async (visit) => {
      const [first, ...more] = await endOtherSessions(visit)
      if (first) await visit.deps.store.write([first, ...more])
      return { goTo: '/hq/self' }
    },
  },
  'self.password': {
    path: '/hq/self/password',
    role: 'viewer',
    perform: async (submission) => ({
      goTo: `/hq/self?said=${(await changePassword(submission)) ? 'password' : 'wrong'}`,
    }),
  },
} satisfies Actions

/** Who leaves gives back what they had taken on, so that nothing waits for somebody who went home. */
async function leave({ deps, me, now }: Submission): Promise<void> {
  const { reader, store, vault } = deps
  const own = { expected: null, by: me.account.id, at: now() } as const
  const taken = await reader.taken(me.account.id)
  for (const { id } of taken) {
    await store.act({
      ...own,
      stream: `hq/queue/${id}`,
      events: [{ type: 'QueueReturned', data: { item: id, why: 'signed out' } }],
      action: vault.id(),
      writes: [{ table: 'queue', id, set: { owner: null, takenAt: null } }],
    })
  }
  const { seq } = await reader.mark()
  await store.act({
    ...own,
    stream: `hq/account/${me.account.id}`,
    events: [{ type: 'SignedOut', data: { returned: taken.length } }],
    action: vault.id(),
    writes: [
      { table: 'sessions', id: me.session.id, set: { endedAt: own.at } },
      { table: 'accounts', id: me.account.id, set: { seenEvent: seq } },
    ],
  })
}

async function endOtherSessions({ deps, me, now }: Visit): Promise<readonly Write[]> {
  const writes = await endSessions(deps, me.account.id, now())
  return writes.filter((write) => !('id' in write) || write.id !== me.session.id)
}

/**
 * For who knows the present password and has the second factor in hand; every other session ends.
 * @returns false where it was not changed: which of them was wrong is not said.
 */
async function changePassword(submission: Submission): Promise<boolean> {
  const { deps, me, fields, now, record } = submission
  const { account } = me
  const { vault, store } = deps
  const next = fields.text('next')
  if (passwordProblem(next, account.name) !== null) return false
  const pause = await countAttempt(deps, accountCounter(account.name, me.session.id))
  if (
    pause !== null ||
    account.totp === null ||
    !(await vault.checkPassword(fields.text('password'), account.password))
  )
    return false
  const step = totpStep(vault.unlock(account.totp), fields.text('code'), now())
  if (step === null || !(await store.useStep(account.id, step))) return false
  const password = await vault.hashPassword(next)
  await record(`hq/account/${account.id}`, {
    events: [{ type: 'PasswordChanged', data: {} }],
    writes: [{ table: 'accounts', id: account.id, set: { password } }, ...(await endOtherSessions(submission))],
  })
  return true
}

export function selfRoutes(gate: Gate): void {
  const showSelf = async ({ c, deps, me, form, now, page }: Visit): Promise<Response> => {
    const { reader } = deps
    const { account } = me
    const left = (await reader.recovery(account.id)).filter((code) => code.usedAt === null).length
    const sessions = await reader.sessionsOf(account.id)
    const { seq } = await reader.mark()
    const roleOf = new Map(gate.routes.flatMap(({ name, role }) => (name && role ? [[name, role]] : [])))
    const allowed = [...roleOf.values()].filter((role) => may(account.role, role)).length
    const body = html`<h1>${account.name}</h1>${passwordNotes[c.req.query('said') ?? ''] ?? nothing}${left <= 3 ? noteBox('warn', `Only ${countWords(left, 'recovery code')} left. Ask an admin for a new invitation in a quiet hour.`) : nothing}
<div class="sheet"><dl class="facts"><dt>Role</dt><dd>${account.role}: ${allowed} of the console’s ${roleOf.size} acts</dd><dt>Recovery codes left</dt><dd>${left}</dd><dt>Open sessions</dt><dd><ul>${sessions.map((session) => html`<li>${session.id === me.session.id ? 'this one' : 'another browser'}, seen ${age(session.seenAt, now())} ago</li>`)}</ul></dd></dl>
<p>${account.seenEvent > 0 ? html`${countWords(seq - account.seenEvent, 'event')} since you last signed out. ` : nothing}${may(account.role, views['log.see']) ? html`<a href="/hq/log?tab=deeds&since=me">What headquarters did since I left</a>` : nothing}</p>
${sessions.length > 1 ? html`<form method="post" action="/hq/self/end">${hidden(form())}<p class="acts"><button>End every other session of mine</button></p></form>` : nothing}
<p class="hint">Signing out gives back what you have taken from the queue.</p></div>${passwordForm(form())}`
    return page({ title: 'You', path: '/hq/self', body })
  }
  gate.see('/hq/self', 'self.see', showSelf)
  gate.act(selfActions, showSelf)
}

const passwordNotes: Readonly<Record<string, Html>> = {
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
