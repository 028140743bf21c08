import type { Person } from '../../bot/ids.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { Role, Write } from '../rows.ts'
import { recoveryId } from './sign-in.ts'
import { newTotpSecret } from './totp.ts'

/** Shown once, on paper or on a screen, and never again: what is kept of it cannot be turned back. */
interface Enrolment {
  readonly totp: string
  readonly recovery: readonly string[]
  readonly writes: readonly Write[]
}

const RECOVERY_CODES = 8
export const SHORTEST_PASSWORD = 12
/** An invitation is for somebody on the telephone, or in the room. */
const INVITATION_MS = 24 * 3_600_000

type Deps = Pick<ConsoleDeps, 'reader' | 'vault' | 'clock'>

/** @returns why a password will not do, in words; null where it will. */
export function passwordProblem(password: string, name: string): string | null {
  if ([...password].length < SHORTEST_PASSWORD)
    return `Take at least ${SHORTEST_PASSWORD} characters. Four words in a row are easy to keep.`
  if (password.length > 200) return 'Take at most 200 characters.'
  if (name !== '' && password.toLowerCase().includes(name.toLowerCase())) return 'Leave your name out of it.'
  if (new Set(password).size < 5) return 'These are almost all the same characters.'
  return null
}

/** A password and a new second factor with its recovery codes; those before serve no more. */
export async function enrol(
  { vault, reader }: Pick<Deps, 'vault' | 'reader'>,
  account: Person,
  password: string,
  totp = newTotpSecret(),
): Promise<Enrolment> {
  const recovery = Array.from({ length: RECOVERY_CODES }, () => vault.recoveryCode())
  const set = { password: await vault.hashPassword(password), totp: vault.lock(totp), totpStep: 0 }
  const before = await reader.recovery(account)
  return {
    totp,
    recovery,
    writes: [
      { table: 'accounts', id: account, set },
      ...before.map(({ id }) => ({ table: 'recovery', remove: id }) as const),
      ...recovery.map(
        (code) =>
          ({ table: 'recovery', insert: { id: recoveryId(vault, account, code), account, usedAt: null } }) as const,
      ),
    ],
  }
}

/** A new account without a password: somebody must still follow its invitation. */
export function newAccount(
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
  name: string,
  role: Role,
  by: Person | null,
): { readonly id: Person; readonly write: Write } {
  const id = `u_${vault.id()}` as Person
  const insert = {
    id,
    name,
    role,
    password: null,
    totp: null,
    totpStep: 0,
    madeBy: by,
    resetBy: null,
    madeAt: clock.now(),
    blockedAt: null,
    seenEvent: 0,
  }
  return { id, write: { table: 'accounts', insert } }
}

/** A link that lets one person, once, choose a password and set up the second factor. */
export function invitation(
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
  account: Person,
  by: Person | null,
): { readonly token: string; readonly writes: readonly Write[] } {
  const token = vault.token()
  const endsAt = new Date(Date.parse(clock.now()) + INVITATION_MS).toISOString()
  return {
    token,
    writes: [
      { table: 'invitations', insert: { id: vault.keep('link', token), account, madeBy: by, endsAt, usedAt: null } },
      { table: 'accounts', id: account, set: { resetBy: by } },
    ],
  }
}

export const nameProblem = (name: string): string | null =>
  /^[\p{L}\p{N}][\p{L}\p{N} .'@_-]{1,39}$/u.test(name) ? null : 'A name has 2 to 40 letters, digits, spaces or . - _ @.'
