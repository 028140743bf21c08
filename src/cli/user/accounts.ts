import type { ConsoleEvent } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import { enrol, newAccount } from '../../hq/access/enrol.ts'
import { endSessions } from '../../hq/access/session.ts'
import type { Role, Write } from '../../hq/ports.ts'
import type { Headquarters } from '../caucus/headquarters.ts'

type AccountDeps = Omit<Headquarters, 'keys'>

/** What lets a person sign in, to be shown once. `password` is null when it was given. */
export type NewCredentials =
  | {
      readonly ok: true
      readonly name: string
      readonly role: Role
      readonly password: string | null
      readonly totp: string
      readonly recovery: readonly string[]
    }
  | { readonly ok: false; readonly problem: string }

/** Makes an account that is ready to sign in. No second person confirms it: whoever has the machine has the record anyway. */
export async function addUser(
  deps: AccountDeps,
  name: string,
  role: Role,
  password: string | null,
): Promise<NewCredentials> {
  if ((await deps.reader.accountNamed(name)) !== null)
    return { ok: false, problem: `There is an account ${name} already.` }
  const { id, write } = newAccount(deps, name, role, null)
  return giveCredentials(deps, { id, name, role }, password, [{ type: 'AccountMade', data: { role } }], [write])
}

/** Replaces everything that lets an account in, unblocks it, and ends its sessions. */
export async function resetUser(deps: AccountDeps, name: string, password: string | null): Promise<NewCredentials> {
  const account = await deps.reader.accountNamed(name)
  if (account === null) return { ok: false, problem: `There is no account ${name}.` }
  const ended = await endSessions(deps, account.id, deps.clock.now())
  const unblock: Write = { table: 'accounts', id: account.id, set: { blockedAt: null, resetBy: null } }
  return giveCredentials(deps, account, password, [{ type: 'AccountInvited', data: {} }], [...ended, unblock])
}

export async function blockUser(
  deps: AccountDeps,
  name: string,
): Promise<{ readonly ok: true; readonly sessions: number } | { readonly ok: false; readonly problem: string }> {
  const account = await deps.reader.accountNamed(name)
  if (account === null) return { ok: false, problem: `There is no account ${name}.` }
  const at = deps.clock.now()
  const ended = await endSessions(deps, account.id, at)
  await act(
    deps,
    account.id,
    [{ type: 'AccountBlocked', data: { reason: 'on the command line' } }],
    [...ended, { table: 'accounts', id: account.id, set: { blockedAt: at } }],
  )
  return { ok: true, sessions: ended.length }
}

async function giveCredentials(
  deps: AccountDeps,
  account: { readonly id: Person; readonly name: string; readonly role: Role },
  password: string | null,
  events: readonly ConsoleEvent[],
  writes: readonly Write[],
): Promise<NewCredentials> {
  const newPassword = password ?? passphrase(deps)
  const enrolment = await enrol(deps, account.id, newPassword)
  await act(deps, account.id, events, [...writes, ...enrolment.writes])
  const { totp, recovery } = enrolment
  return {
    ok: true,
    name: account.name,
    role: account.role,
    password: password === null ? newPassword : null,
    totp,
    recovery,
  }
}

const act = (
  { store, clock, vault }: AccountDeps,
  account: Person,
  events: readonly ConsoleEvent[],
  writes: readonly Write[],
) =>
  store.act({
    stream: `hq/account/${account}`,
    expected: null,
    events,
    by: null,
    at: clock.now(),
    action: vault.id(),
    writes,
  })

/** 20 letters and digits in groups: a hundred bits, to be typed once and then changed or kept in a password manager. */
const passphrase = ({ vault }: AccountDeps): string => `${vault.recoveryCode()}-${vault.recoveryCode()}`
