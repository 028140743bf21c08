import type { Person } from '../../bot/ids.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { AccountRow, SessionRow, Write } from '../rows.ts'

/** A night is long, a laptop is left alone: a session ends after 14 hours, or two hours without anybody doing anything. */
export const LONGEST_MS = 14 * 3_600_000
const IDLE_MS = 2 * 3_600_000
/** How often the last sight of somebody is written down. */
const SEEN_MS = 60_000

export interface Session {
  readonly account: AccountRow
  readonly session: SessionRow
  /** What each form carries, so that no other page can act in this person's name. */
  readonly csrf: string
  /** True where a form carries what this session's forms carry. */
  readonly isOurs: (csrf: string) => boolean
}

type Deps = Pick<ConsoleDeps, 'reader' | 'store' | 'vault' | 'clock'>

/** @returns the cookie's text, and the row that is written with it. */
export function newSession(
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
  account: Person,
): { readonly token: string; readonly write: Write } {
  const token = vault.token()
  const now = clock.now()
  const endsAt = new Date(Date.parse(now) + LONGEST_MS).toISOString()
  const insert = { id: vault.keep('session', token), account, madeAt: now, seenAt: now, endsAt, endedAt: null }
  return { token, write: { table: 'sessions', insert } }
}

/**
 * The person behind a cookie, asked of the database each time: who is blocked is out with the next click.
 * @param quiet a page that asks by itself: it keeps nobody's session alive.
 */
export async function sessionOf(deps: Deps, token: string, quiet: boolean): Promise<Session | null> {
  const { reader, store, vault, clock } = deps
  const stored = await reader.session(vault.keep('session', token))
  const now = clock.now()
  if (stored === null || !holds(stored.session, stored.account, now)) return null
  const { session, account } = stored
  if (!quiet && Date.parse(now) - Date.parse(session.seenAt) > SEEN_MS)
    await store.write([{ table: 'sessions', id: session.id, set: { seenAt: now } }])
  return { account, session, ...formToken(vault, token) }
}

/** Another text on every page, so that a page's compressed size tells nobody anything about it. */
function formToken(vault: Deps['vault'], token: string): Pick<Session, 'csrf' | 'isOurs'> {
  const made = (nonce: string): string => `${nonce}.${vault.keep('form', `${token}|${nonce}`)}`
  return { csrf: made(vault.id()), isOurs: (csrf) => /^[0-9a-f]{16}\./.test(csrf) && csrf === made(csrf.slice(0, 16)) }
}

/** Still valid: not ended, not too old, not left alone, and its account may sign in. */
function holds(session: SessionRow, account: AccountRow, now: string): boolean {
  const idle = Date.parse(now) - Date.parse(session.seenAt)
  return session.endedAt === null && session.endsAt > now && idle < IDLE_MS && account.blockedAt === null
}

/** Ends every session of an account: nothing that it has open does anything from then on. */
export async function endSessions(deps: Pick<Deps, 'reader'>, account: Person, at: string): Promise<readonly Write[]> {
  const open = await deps.reader.sessionsOf(account)
  return open.map(({ id }) => ({ table: 'sessions', id, set: { endedAt: at } }) as const)
}
