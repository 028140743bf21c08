import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ConsoleEvent } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import { invitation, nameProblem, newAccount } from '../access/enrol.ts'
import type { Gate } from '../access/gate.ts'
import { isRole, roles } from '../access/roles.ts'
import { endSessions } from '../access/session.ts'
import { type Actions, notRecorded, type Outcome, type Submission, type Visit } from '../action.ts'
import { age, type Html, hidden, noteBox, nothing, options } from '../page/parts.ts'
import type { AccountRow, Write } from '../ports.ts'

/** Who may come in, and as what. An invitation lets the person choose their own password: nobody here ever sees it. */
const accountActions = {
  'accounts.invite': {
    path: '/hq/accounts/invite',
    role: 'admin',
    perform: async ({ c, deps, me, fields, record }) => {
      const name = fields.text('name')
      const role = fields.text('role')
      const refused = (why: string): Outcome => ({ refused: `${why} Nothing was made.` })
      const problem = nameProblem(name)
      if (problem !== null) return refused(problem)
      if (!isRole(role)) return refused('Choose a role.')
      if (await deps.reader.accountNamed(name)) return refused(`There is an account ${name} already.`)
      const { id, write } = newAccount(deps, name, role, me.account.id)
      const invited = invitation(deps, id, me.account.id)
      const recorded = await record(`hq/account/${id}`, {
        events: [
          { type: 'AccountMade', data: { role } },
          { type: 'AccountInvited', data: {} },
        ],
        writes: [write, ...invited.writes],
      })
      // The link of a form that recorded nothing would open nothing.
      return recorded === 'done' ? { note: linkNote(c, name, invited.token) } : refused(notRecorded[recorded])
    },
  },
  'accounts.invite_again': {
    path: '/hq/accounts/:id/invite',
    role: 'admin',
    perform: changing(async ({ id, name }, { c, deps, me, now }) => {
      const invited = invitation(deps, id, me.account.id)
      const ended = await endSessions(deps, id, now())
      const set = { password: null, totp: null, resetBy: me.account.id }
      return {
        event: { type: 'AccountInvited', data: {} },
        writes: [...ended, ...invited.writes, { table: 'accounts', id, set }],
        note: linkNote(c, name, invited.token),
      }
    }),
  },
  'accounts.role': {
    path: '/hq/accounts/:id/role',
    role: 'admin',
    perform: changing(async ({ id, name, role }, { deps, fields, now }) => {
      const to = fields.text('role')
      if (!isRole(to) || to === role) return null
      const ended = await endSessions(deps, id, now())
      return {
        event: { type: 'RoleChanged', data: { from: role, to } },
        writes: [...ended, { table: 'accounts', id, set: { role: to } }],
        note: noteBox('good', `${name} is ${to} from the next sign-in.`),
      }
    }),
  },
  'accounts.block': {
    path: '/hq/accounts/:id/block',
    role: 'admin',
    perform: changing(async ({ id, name, blockedAt }, { deps, reason, now }) => {
      if (blockedAt !== null)
        return {
          event: { type: 'AccountUnblocked', data: {} },
          writes: [{ table: 'accounts', id, set: { blockedAt: null } }],
          note: noteBox('good', `${name} may sign in again.`),
        }
      if (reason === '') return null
      const ended = await endSessions(deps, id, now())
      return {
        event: { type: 'AccountBlocked', data: { reason } },
        writes: [...ended, { table: 'accounts', id, set: { blockedAt: now() } }],
        note: noteBox('good', `${name} is out, at once, everywhere.`),
      }
    }),
  },
} satisfies Actions

interface AccountChange {
  readonly event: ConsoleEvent
  readonly writes: readonly Write[]
  readonly note: Html
}

/** Nobody changes their own account: the last admin cannot lock everybody out by a slip. */
function changing(changeOf: (account: AccountRow, submission: Submission) => Promise<AccountChange | null>) {
  return async (submission: Submission): Promise<Outcome> => {
    const account = await submission.deps.reader.account((submission.c.req.param('id') ?? '') as Person)
    if (!account) return { missing: 'such account' }
    if (account.id === submission.me.account.id)
      return { refused: 'Another admin must change your own account. Nothing was done.' }
    const change = await changeOf(account, submission)
    if (change === null) return { refused: 'Something is missing: a reason, or another role. Nothing was done.' }
    const { event, writes, note } = change
    const recorded = await submission.record(`hq/account/${account.id}`, { events: [event], writes })
    return recorded === 'done' ? { note } : { refused: `${notRecorded[recorded]} Nothing was done.` }
  }
}

export function accountRoutes(gate: Gate): void {
  gate.see('/hq/accounts', 'accounts.see', (visit) => showAccounts(visit))
  gate.act(accountActions, showAccounts)
}

const linkNote = (c: Context, name: string, token: string): Html =>
  noteBox(
    'good',
    html`<p>Give ${name} this address, in person or by telephone. It works once, for a day, and is shown only now:</p><p><code>${new URL(c.req.url).origin}/hq/welcome/${token}</code></p>`,
  )

async function showAccounts(
  { deps, me, form, now, page }: Visit,
  note: Html = nothing,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = deps
  const [accounts, seen] = await Promise.all([reader.accounts(), reader.lastSeen()])
  const roleOptions = roles.map((role): [string, string] => [role, role])
  const body = html`<h1>Accounts</h1>${note}<section class="sheet" aria-labelledby="invite"><h2 id="invite">Invite somebody</h2><form method="post" action="/hq/accounts/invite" class="row">${hidden(form())}<div><label for="name">Name</label><input id="name" name="name" required maxlength="40" autocomplete="off"></div><div><label for="role">Role</label><select id="role" name="role">${options(roleOptions, 'operator')}</select></div><button class="main">Invite</button></form><p class="hint">Who invites somebody cannot be the second person to what that account does.</p></section>
<section class="sheet" aria-labelledby="all"><h2 id="all">All accounts</h2><div class="scroll" tabindex="0" role="region" aria-label="Accounts"><table class="stack"><thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">State</th><th scope="col">Last seen</th><th scope="col">Change</th></tr></thead><tbody>${accounts.map(
    (account) =>
      html`<tr><th scope="row" data-label="Name">${account.name}</th><td data-label="Role">${account.role}</td><td data-label="State">${account.blockedAt ? 'blocked' : account.password === null ? 'invited' : 'active'}</td><td data-label="Last seen">${age(seen.get(account.id) ?? null, now())}</td><td data-label="Change">${account.id === me.account.id ? html`<span class="soft">you</span>` : changeForms(account, form, roleOptions)}</td></tr>`,
  )}</tbody></table></div></section>`
  return page({ title: 'Accounts', path: '/hq/accounts', body, status })
}

const changeForms = (
  account: AccountRow,
  form: Visit['form'],
  roleOptions: readonly (readonly [string, string])[],
): Html => html`<details><summary>Change ${account.name}</summary>
<form method="post" action="/hq/accounts/${account.id}/role" class="row">${hidden(form())}<select name="role" aria-label="Role of ${account.name}">${options(roleOptions, account.role)}</select><button>Set the role</button></form>
<form method="post" action="/hq/accounts/${account.id}/invite" class="row">${hidden(form())}<button>New invitation: ends every session, password and second factor</button></form>
<form method="post" action="/hq/accounts/${account.id}/block" class="row">${hidden(form())}${account.blockedAt ? html`<button>Let ${account.name} in again</button>` : html`<input name="reason" aria-label="Why ${account.name} is blocked" placeholder="Why" required maxlength="200"><button>Block ${account.name} at once</button>`}</form></details>`
