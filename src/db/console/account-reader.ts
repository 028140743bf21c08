import type { Person } from '../../bot/ids.ts'
import type { AccountReader, AccountRow, InvitationRow, RecoveryRow, SessionRow } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { queryOn } from '../connection/sql.ts'

/** Accounts and their sessions. */
export function accountReader(database: Database): AccountReader {
  const ask = queryOn(database)
  const first = async <T>(sql: string, ...params: readonly unknown[]) => (await ask<T>(sql, ...params))[0] ?? null
  const account = (id: Person) => first<AccountRow>('select * from hq_accounts where id = ?', id)
  return {
    account,
    accountNamed: (name) => first<AccountRow>('select * from hq_accounts where name = ? collate nocase', name),
    accounts: () => ask<AccountRow>('select * from hq_accounts order by name'),
    async session(id) {
      const session = await first<SessionRow>('select * from hq_sessions where id = ?', id)
      const owner = session && (await account(session.account))
      return session && owner ? { session, account: owner } : null
    },
    sessionsOf: (account) =>
      ask<SessionRow>(
        'select * from hq_sessions where account = ? and ended_at is null order by seen_at desc',
        account,
      ),
    async lastSeen() {
      const rows = await ask<{ readonly account: Person; readonly seen: string }>(
        'select account, max(seen_at) as seen from hq_sessions where ended_at is null group by account',
      )
      return new Map(rows.map(({ account, seen }) => [account, seen]))
    },
    knowsDevice: async (id, account) =>
      (await ask('select 1 from hq_devices where id = ? and account = ?', id, account)).length > 0,
    invitation: (id) => first<InvitationRow>('select * from hq_invitations where id = ?', id),
    recovery: (account) => ask<RecoveryRow>('select * from hq_recovery where account = ?', account),
  }
}
