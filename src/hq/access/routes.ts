import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { ConsoleContext } from '../console-context.ts'
import { missing } from '../page/refusals.ts'
import { enrol, passwordProblem } from './enrol.ts'
import { cookieName, fieldsOf, type Gate, whoIs } from './gate.ts'
import { recoveryPage, signInPage, welcomePage } from './pages.ts'
import { LONGEST_MS } from './session.ts'
import { signIn } from './sign-in.ts'
import { newTotpSecret, totpStep, totpUri } from './totp.ts'

const YEAR = 365 * 24 * 3600

/** Signing in, and the first visit of who was invited. All else needs a session. */
export function accessRoutes(gate: Gate, context: ConsoleContext): void {
  const { deps } = context
  const cookie = (c: Context, name: 'session' | 'device', value: string, maxAge: number) =>
    setCookie(c, cookieName(deps.secure, name), value, {
      httpOnly: true,
      secure: deps.secure,
      sameSite: 'Lax',
      path: '/',
      maxAge,
    })

  gate.open('get', '/hq/sign-in', async (c) =>
    (await whoIs(deps, c, true)) ? c.redirect('/hq') : c.html(signInPage(within(c.req.query('to')), null)),
  )
  gate.open('post', '/hq/sign-in', async (c) => {
    const form = fieldsOf(await c.req.parseBody())
    const to = within(form.text('to'))
    const signedIn = await signIn(deps, {
      name: form.text('name').slice(0, 60),
      password: form.text('password').slice(0, 200),
      code: form.text('code').slice(0, 20),
      device: getCookie(c, cookieName(deps.secure, 'device')) ?? null,
      address: deps.address(c),
    })
    if (!signedIn.ok)
      return c.html(signInPage(to, refusal(signedIn, context.now())), signedIn.reason === 'locked' ? 429 : 401)
    cookie(c, 'session', signedIn.session, LONGEST_MS / 1000)
    cookie(c, 'device', signedIn.device, YEAR)
    return c.redirect(signedIn.recoveryLeft === null ? to : '/hq/self', 303)
  })
  welcomeRoutes(gate, context)
}

function refusal(
  refused: { readonly reason: 'wrong' } | { readonly reason: 'locked'; readonly until: string },
  now: string,
): string {
  if (refused.reason === 'wrong')
    return 'Name, password and code do not fit together. Look at all three, and wait for the next code.'
  const minutes = Math.max(1, Math.ceil((Date.parse(refused.until) - Date.parse(now)) / 60_000))
  return `Too many wrong tries. Try again in ${minutes} min, or ask an admin for a new invitation.`
}

/** Only to pages of the console: a link must not lead through the sign-in to somewhere else. */
const within = (to: string | undefined): string =>
  to !== undefined && !to.includes('..') && /^\/hq(\/[\w./%-]*)?(\?[\w=&%.+-]*)?$/.test(to) ? to : '/hq'

function welcomeRoutes(gate: Gate, context: ConsoleContext): void {
  const { deps } = context
  const { reader, store, vault } = deps
  const guestOf = async (token: string) => {
    const invitation = await reader.invitation(vault.keep('link', token))
    if (!invitation || invitation.usedAt !== null || invitation.endsAt <= context.now()) return null
    const account = await reader.account(invitation.account)
    return account && account.blockedAt === null ? { account, invitation } : null
  }
  const shown = (token: string, name: string, secret: string, wrong: string | null) =>
    welcomePage({ token, name, secret, uri: totpUri(secret, name), sealed: vault.lock(`${token}|${secret}`), wrong })

  gate.open('get', '/hq/welcome/:token', async (c) => {
    const token = c.req.param('token') ?? ''
    const guest = await guestOf(token)
    return guest
      ? c.html(shown(token, guest.account.name, newTotpSecret(), null))
      : c.html(missing('such invitation, or it was used, or a day went by. Ask for a new one'), 404)
  })
  gate.open('post', '/hq/welcome/:token', async (c) => {
    const token = c.req.param('token') ?? ''
    const guest = await guestOf(token)
    if (!guest) return c.html(missing('such invitation any more'), 404)
    const form = fieldsOf(await c.req.parseBody())
    const secret = opened(vault, form.text('sealed'), token)
    if (secret === null) return c.redirect(`/hq/welcome/${token}`, 303)
    const { account, invitation } = guest
    const password = form.text('password')
    const wrong =
      passwordProblem(password, account.name) ??
      (password === form.text('again') ? null : 'The two passwords differ.') ??
      (totpStep(secret, form.text('code').replaceAll(' ', ''), context.now()) === null
        ? 'These six digits are not right. Scan the square, and type what the app shows now.'
        : null)
    if (wrong !== null) return c.html(shown(token, account.name, secret, wrong), 422)
    const at = context.now()
    if (!(await store.useInvitation(invitation.id, at))) return c.html(missing('such invitation any more'), 404)
    const made = await enrol(deps, account.id, password, secret)
    await store.act({
      stream: `hq/account/${account.id}`,
      expected: null,
      events: [{ type: 'AccountJoined', data: {} }],
      by: account.id,
      at,
      action: vault.id(),
      writes: made.writes,
    })
    return c.html(recoveryPage(made.recovery))
  })
}

function opened(vault: ConsoleContext['deps']['vault'], sealed: string, token: string): string | null {
  try {
    const text = vault.unlock(sealed)
    return text.startsWith(`${token}|`) ? text.slice(token.length + 1) : null
  } catch {
    return null
  }
}
