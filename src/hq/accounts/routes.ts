import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ConsoleEvent } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import { invitation, nameProblem, newAccount } from '../access/enrol.ts'
import type { FormFields, Gate } from '../access/gate.ts'
import { isRole, roles } from '../access/roles.ts'
import { endings, type Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import { age, type Html, hidden, noteBox, nothing, options } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { AccountRow, Write } from '../ports.ts'

/** Who may come in, and as what. An invitation lets the person choose her own password: nobody here ever sees it. */
export function accountRoutes(gate: Gate, desk: ConsoleContext): void {
  const { reader, store } = desk.deps
  gate.see('/hq/accounts', 'accounts.see', (c, me) => show(desk, c, me, nothing))
  gate.do('/hq/accounts/invite', 'accounts.invite', async (c, me, form) => {
    const name = form.text('name')
    const role = form.text('role')
    const wrong =
      nameProblem(name) ??
      (isRole(role) ? null : 'Choose a role.') ??
      ((await reader.accountNamed(name)) ? `There is an account ${name} already.` : null)
    if (wrong !== null || !isRole(role)) return show(desk, c, me, noteBox('bad', `${wrong} Nothing was made.`), 409)
    const { id, write } = newAccount(desk.deps, name, role, me.account.id)
    const invited = invitation(desk.deps, id, me.account.id)
    await store.act({
      ...by(desk, me, id, form),
      events: [
        { type: 'AccountMade', data: { role } },
        { type: 'AccountInvited', data: {} },
      ],
      writes: [write, ...invited.writes],
    })
    return show(desk, c, me, linkNote(c, name, invited.token))
  })
  gate.do('/hq/accounts/:id/invite', 'accounts.invite', (c, me, form) =>
    change(desk, c, me, form, async (account) => {
      const invited = invitation(desk.deps, account.id, me.account.id)
      const ended = await endings(desk.deps, account.id, desk.now())
      const closed: Write = {
        table: 'accounts',
        id: account.id,
        set: { password: null, totp: null, resetBy: me.account.id },
      }
      return {
        events: [{ type: 'AccountInvited', data: {} }],
        writes: [...ended, ...invited.writes, closed],
        told: linkNote(c, account.name, invited.token),
      }
    }),
  )
  gate.do('/hq/accounts/:id/role', 'accounts.role', (c, me, form) =>
    change(desk, c, me, form, async (account) => {
      const to = form.text('role')
      if (!isRole(to) || to === account.role) return null
      const ended = await endings(desk.deps, account.id, desk.now())
      return {
        events: [{ type: 'RoleChanged', data: { from: account.role, to } }],
        writes: [...ended, { table: 'accounts', id: account.id, set: { role: to } }],
        told: noteBox('good', `${account.name} is ${to} from the next sign-in.`),
      }
    }),
  )
  gate.do('/hq/accounts/:id/block', 'accounts.block', (c, me, form) =>
    change(desk, c, me, form, async (account) => {
      const reason = form.text('reason').slice(0, 200)
      const at = desk.now()
      if (account.blockedAt !== null)
        return {
          events: [{ type: 'AccountUnblocked', data: {} }],
          writes: [{ table: 'accounts', id: account.id, set: { blockedAt: null } }],
          told: noteBox('good', `${account.name} may sign in again.`),
        }
      if (reason === '') return null
      const ended = await endings(desk.deps, account.id, at)
      return {
        events: [{ type: 'AccountBlocked', data: { reason } }],
        writes: [...ended, { table: 'accounts', id: account.id, set: { blockedAt: at } }],
        told: noteBox('good', `${account.name} is out, at once, everywhere.`),
      }
    }),
  )
}

const by = (desk: ConsoleContext, me: Session, account: Person, form: FormFields) =>
  ({
    stream: `hq/account/${account}`,
    expected: null,
    by: me.account.id,
    at: desk.now(),
    action: form.text('action'),
  }) as const

interface Change {
  readonly events: readonly ConsoleEvent[]
  readonly writes: readonly Write[]
  readonly told: Html
}

/** Nobody changes her own account: the last admin cannot lock everybody out by a slip. */
async function change(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  form: FormFields,
  of: (account: AccountRow) => Promise<Change | null>,
): Promise<Response> {
  const account = await desk.deps.reader.account((c.req.param('id') ?? '') as Person)
  if (!account) return c.html(missing('such account'), 404)
  if (account.id === me.account.id)
    return show(desk, c, me, noteBox('bad', 'Another admin must change your own account. Nothing was done.'), 409)
  const made = await of(account)
  if (made === null)
    return show(desk, c, me, noteBox('bad', 'Something is missing: a reason, or another role. Nothing was done.'), 409)
  await desk.deps.store.act({ ...by(desk, me, account.id, form), events: made.events, writes: made.writes })
  return show(desk, c, me, made.told)
}

const linkNote = (c: Context, name: string, token: string): Html =>
  noteBox(
    'good',
    html`<p>Give ${name} this address, in person or by telephone. It works once, for a day, and is shown only now:</p><p><code>${new URL(c.req.url).origin}/hq/welcome/${token}</code></p>`,
  )

async function show(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  told: Html,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = desk.deps
  const [accounts, seen] = await Promise.all([reader.accounts(), reader.lastSeen()])
  const roleOptions = roles.map((role): [string, string] => [role, role])
  const body = html`<h1>Accounts</h1>${told}<section class="sheet" aria-labelledby="invite"><h2 id="invite">Invite somebody</h2><form method="post" action="/hq/accounts/invite" class="row">${hidden(desk.form(me))}<div><label for="name">Name</label><input id="name" name="name" required maxlength="40" autocomplete="off"></div><div><label for="role">Role</label><select id="role" name="role">${options(roleOptions, 'operator')}</select></div><button class="main">Invite</button></form><p class="hint">Who invites somebody cannot be the second person to what that account does.</p></section>
<section class="sheet" aria-labelledby="all"><h2 id="all">All accounts</h2><div class="scroll" tabindex="0" role="region" aria-label="Accounts"><table class="stack"><thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">State</th><th scope="col">Last seen</th><th scope="col">Change</th></tr></thead><tbody>${accounts.map(
    (account) =>
      html`<tr><th scope="row" data-label="Name">${account.name}</th><td data-label="Role">${account.role}</td><td data-label="State">${account.blockedAt ? 'blocked' : account.password === null ? 'invited' : 'active'}</td><td data-label="Last seen">${age(seen.get(account.id) ?? null, desk.now())}</td><td data-label="Change">${account.id === me.account.id ? html`<span class="soft">you</span>` : forms(account, desk, me, roleOptions)}</td></tr>`,
  )}</tbody></table></div></section>`
  return desk.page(c, me, { title: 'Accounts', path: '/hq/accounts', body, status })
}

const forms = (
  account: AccountRow,
  desk: ConsoleContext,
  me: Session,
  roleOptions: readonly (readonly [string, string])[],
): Html => html`<details><summary>Change ${account.name}</summary>
<form method="post" action="/hq/accounts/${account.id}/role" class="row">${hidden(desk.form(me))}<select name="role" aria-label="Role of ${account.name}">${options(roleOptions, account.role)}</select><button>Set the role</button></form>
<form method="post" action="/hq/accounts/${account.id}/invite" class="row">${hidden(desk.form(me))}<button>New invitation: ends every session, password and second factor</button></form>
<form method="post" action="/hq/accounts/${account.id}/block" class="row">${hidden(desk.form(me))}${account.blockedAt ? html`<button>Let ${account.name} in again</button>` : html`<input name="reason" aria-label="Why ${account.name} is blocked" placeholder="Why" required maxlength="200"><button>Block ${account.name} at once</button>`}</form></details>`
