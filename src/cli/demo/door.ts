import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import type { Clock } from '../../bot/ports.ts'
import type { Database } from '../../db/connection/database.ts'
import { consoleReader } from '../../db/console/reader.ts'
import { consoleStore } from '../../db/console/store.ts'
import { cookieName } from '../../hq/access/gate.ts'
import { newSession } from '../../hq/access/session.ts'
import { createVault } from '../../hq/access/vault.ts'
import type { Role } from '../../hq/ports.ts'
import { createKeys } from '../../keys/keys.ts'
import { addUser, type UserDeps } from '../user/accounts.ts'

/** Two people, so that what needs a second person can be tried. */
const people: Readonly<Record<string, Role>> = { Robin: 'admin', Sam: 'supervisor', Dana: 'operator', Kim: 'viewer' }

/**
 * The demonstration's way into the console: one click instead of a password and a second factor. Only the demonstration
 * has it, which keeps away from any caucus that was ever live.
 */
export async function demoDoor(database: Database, secret: string, clock: Clock): Promise<Hono> {
  const deps: UserDeps = {
    reader: consoleReader(database),
    store: consoleStore(database, createKeys(secret)),
    vault: createVault(secret),
    clock,
  }
  for (const [name, role] of Object.entries(people))
    if ((await deps.reader.accountNamed(name)) === null) await addUser(deps, name, role, null)
  const app = new Hono()
  app.get('/demo/console', async (c) => {
    const account = await deps.reader.accountNamed(c.req.query('as') ?? 'Robin')
    if (account === null || people[account.name] === undefined) return c.notFound()
    const { token, write } = newSession(deps, account.id)
    await deps.store.write([write])
    setCookie(c, cookieName(false, 'session'), token, { httpOnly: true, sameSite: 'Lax', path: '/' })
    return c.redirect('/hq')
  })
  return app
}
