import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { cookieName } from '../../hq/access/gate.ts'
import { newSession } from '../../hq/access/session.ts'
import type { Role } from '../../hq/ports.ts'
import { headquarters } from '../caucus/headquarters.ts'
import type { OpenCaucus } from '../caucus/with-caucus.ts'
import { addUser } from '../user/accounts.ts'

/** The demonstration's accounts: several, so that what needs a second person can be tried. */
const roleOf: Readonly<Record<string, Role>> = { Robin: 'admin', Sam: 'supervisor', Dana: 'operator', Kim: 'viewer' }

/**
 * `/demo/console` signs in to the console with one click, instead of a password and a second factor. Only the
 * demonstration has it, which keeps away from any caucus that was ever live.
 */
export async function consoleSignIn(caucus: OpenCaucus): Promise<Hono> {
  const deps = headquarters(caucus)
  for (const [name, role] of Object.entries(roleOf))
    if ((await deps.reader.accountNamed(name)) === null) await addUser(deps, name, role, null)
  const app = new Hono()
  app.get('/demo/console', async (c) => {
    const account = await deps.reader.accountNamed(c.req.query('as') ?? 'Robin')
    if (account === null || roleOf[account.name] === undefined) return c.notFound()
    const { token, write } = newSession(deps, account.id)
    await deps.store.write([write])
    setCookie(c, cookieName(false, 'session'), token, { httpOnly: true, sameSite: 'Lax', path: '/' })
    return c.redirect('/hq')
  })
  return app
}
