import type { ConsoleEvent } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import { enrol, newAccount } from '../../hq/access/enrol.ts'
import { endings } from '../../hq/access/session.ts'
import type { ConsoleDeps } from '../../hq/deps.ts'
import type { Role, Write } from '../../hq/ports.ts'

export type UserDeps = Pick<ConsoleDeps, 'reader' | 'store' | 'vault' | 'clock'>

/** What is shown once. `password` is null where it was given. */
export type Made =
  | {
      readonly ok: true
      readonly name: string
      readonly role: Role
      readonly password: string | null
      readonly totp: string
      readonly recovery: readonly string[]
    }
  | { readonly ok: false; readonly problem: string }

/** An account that is ready to sign in, made on the command line: whoever has the machine has the record anyway. */
export async function addUser(deps: UserDeps, name: string, role: Role, password: string | null): Promise<Made> {
  if ((await deps.reader.accountNamed(name)) !== null)
    return { ok: false, problem: `There is an account ${name} already.` }
  const { id, write } = newAccount(deps, name, role, null)
  return give(deps, { id, name, role }, password, [{ type: 'AccountMade', data: { role } }], [write])
}

/** Everything that let this account in is replaced, and whoever is in is out. */
export async function resetUser(deps: UserDeps, name: string, password: string | null): Promise<Made> {
  const account = await deps.reader.accountNamed(name)
  if (account === null) return { ok: false, problem: `There is no account ${name}.` }
  const ended = await endings(deps, account.id, deps.clock.now())
  const open: Write = { table: 'accounts', id: account.id, set: { blockedAt: null, resetBy: null } }
  return give(deps, account, password, [{ type: 'AccountInvited', data: {} }], [...ended, open])
}

export async function blockUser(
  deps: UserDeps,
  name: string,
): Promise<{ readonly ok: true; readonly sessions: number } | { readonly ok: false; readonly problem: string }> {
  const account = await deps.reader.accountNamed(name)
  if (account === null) return { ok: false, problem: `There is no account ${name}.` }
  const at = deps.clock.now()
  const ended = await endings(deps, account.id, at)
  await act(
    deps,
    account.id,
    [{ type: 'AccountBlocked', data: { reason: 'on the command line' } }],
    [...ended, { table: 'accounts', id: account.id, set: { blockedAt: at } }],
  )
  return { ok: true, sessions: ended.length }
}

async function give(
  deps: UserDeps,
  of: { readonly id: Person; readonly name: string; readonly role: Role },
  password: string | null,
  events: readonly ConsoleEvent[],
  writes: readonly Write[],
): Promise<Made> {
  const made = password ?? passphrase(deps)
  const enrolment = await enrol(deps, of.id, made)
  await act(deps, of.id, events, [...writes, ...enrolment.writes])
  const { totp, recovery } = enrolment
  return { ok: true, name: of.name, role: of.role, password: password === null ? made : null, totp, recovery }
}

const act = (
  { store, clock, vault }: UserDeps,
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
const passphrase = ({ vault }: UserDeps): string => `${vault.recoveryCode()}-${vault.recoveryCode()}`
