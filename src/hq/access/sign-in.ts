import type { Person } from '../../bot/ids.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { AccountRow, Write } from '../rows.ts'
import { accountCounter, addressCounter, type Counter, countAttempt, forgetAttempts } from './attempts.ts'
import { newSession } from './session.ts'
import { totpStep } from './totp.ts'

interface SignInForm {
  readonly name: string
  readonly password: string
  /** Six digits of the authenticator app, or a recovery code. */
  readonly code: string
  /** The cookie of a browser that signed in before; null where it has none. */
  readonly device: string | null
  /** The address at the other end; null: not known. */
  readonly address: string | null
}

type SignIn =
  | {
      readonly ok: true
      readonly account: AccountRow
      readonly session: string
      readonly device: string
      readonly recoveryLeft: number | null
    }
  /** Which of the three was wrong is not said. */
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'locked'; readonly until: string }

type Deps = Pick<ConsoleDeps, 'reader' | 'store' | 'vault' | 'clock'>

/** Name, password and second factor, together: no answer tells which of them was right. */
export async function signIn(deps: Deps, form: SignInForm): Promise<SignIn> {
  const account = await deps.reader.accountNamed(form.name)
  const counters = await countersOf(deps, form, account)
  for (const counter of counters) {
    const pause = await countAttempt(deps, counter)
    if (pause === null) continue
    if (pause.begins && account !== null && counter.id.startsWith('account'))
      await tellLocked(deps, account, pause.until)
    return { ok: false, reason: 'locked', until: pause.until }
  }
  const right = await deps.vault.checkPassword(form.password, account?.password ?? null)
  if (!right || account === null || account.blockedAt !== null) return { ok: false, reason: 'wrong' }
  const used = await secondFactor(deps, account, form.code)
  if (used === null) return { ok: false, reason: 'wrong' }
  return { ok: true, ...(await admit(deps, account, form, used, counters)) }
}

/** Signs in: a session, a browser that is known from now on, wrong tries forgotten, and an event of it. */
async function admit(
  deps: Deps,
  account: AccountRow,
  form: SignInForm,
  used: 'totp' | 'recovery',
  counters: readonly Counter[],
) {
  const { store, vault, clock, reader } = deps
  const { token, write } = newSession(deps, account.id)
  const device = form.device ?? vault.token()
  const knownDevice: Write = {
    table: 'devices',
    insert: { id: vault.keep('device', `${account.id}|${device}`), account: account.id, madeAt: clock.now() },
    ifNew: true,
  }
  await store.act({
    stream: `hq/account/${account.id}`,
    expected: null,
    events: [{ type: 'SignedIn', data: { with: used } }],
    by: account.id,
    at: clock.now(),
    action: vault.id(),
    writes: [write, knownDevice, ...counters.map(forgetAttempts)],
  })
  const recoveryLeft =
    used === 'recovery' ? (await reader.recovery(account.id)).filter((code) => code.usedAt === null).length : null
  return { account, session: token, device, recoveryLeft }
}

async function countersOf(
  { reader, vault }: Deps,
  form: SignInForm,
  account: AccountRow | null,
): Promise<readonly Counter[]> {
  const deviceId = account && form.device ? vault.keep('device', `${account.id}|${form.device}`) : null
  const knownDevice = account && deviceId && (await reader.knowsDevice(deviceId, account.id)) ? deviceId : null
  const own = accountCounter(form.name, knownDevice)
  // A browser that is known has its own count; only strangers are counted by their address.
  if (knownDevice !== null || form.address === null) return [own]
  return [addressCounter(vault.keep('address', form.address)), own]
}

async function secondFactor(
  { store, vault, clock }: Deps,
  account: AccountRow,
  code: string,
): Promise<'totp' | 'recovery' | null> {
  if (account.totp === null) return null
  const plain = code.trim().toLowerCase().replaceAll(/\s/g, '')
  const step = totpStep(vault.unlock(account.totp), plain, clock.now())
  if (step !== null) return (await store.useStep(account.id, step)) ? 'totp' : null
  if (!/^[a-z0-9]{5}-?[a-z0-9]{5}$/.test(plain)) return null
  const id = recoveryId(vault, account.id, plain)
  return (await store.useRecovery(account.id, id, clock.now())) ? 'recovery' : null
}

/** What is kept of a recovery code, however it was typed. */
export const recoveryId = (vault: ConsoleDeps['vault'], account: Person, code: string): string =>
  vault.keep('recovery', `${account}|${code.replaceAll('-', '')}`)

/** On the record, so that an admin sees that somebody is at a door; once a pause, not once a try. */
async function tellLocked({ store, vault, clock }: Deps, account: AccountRow, until: string): Promise<void> {
  await store.act({
    stream: `hq/account/${account.id}`,
    expected: null,
    events: [{ type: 'AccountLocked', data: { until } }],
    by: null,
    at: clock.now(),
    action: vault.id(),
    writes: [],
  })
}
