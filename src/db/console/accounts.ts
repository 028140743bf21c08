import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Person } from '../../bot/ids.ts'
import type { AccountReader } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { queryOn, read } from '../connection/sql.ts'
import { accounts, attempts, invitations, recovery, sessions } from '../schema.ts'

/** Accounts and their sessions. */
export function accountReader(database: Database): AccountReader {
  const { db } = database
  const ask = queryOn(database)
  const first = async <T>(query: PromiseLike<readonly T[]>): Promise<T | null> => (await read(query))[0] ?? null
  return {
    account: (id) => first(db.select().from(accounts).where(eq(accounts.id, id))),
    accountNamed: async (name) => {
      const [row] = await ask('select id from hq_accounts where name = ? collate nocase', name)
      return row
        ? first(
            db
              .select()
              .from(accounts)
              .where(eq(accounts.id, String(row.id) as Person)),
          )
        : null
    },
    accounts: () => read(db.select().from(accounts).orderBy(asc(accounts.name))),
    async session(id) {
      const session = await first(db.select().from(sessions).where(eq(sessions.id, id)))
      const account = session && (await first(db.select().from(accounts).where(eq(accounts.id, session.account))))
      return session && account ? { session, account } : null
    },
    sessionsOf: (account) =>
      read(
        db
          .select()
          .from(sessions)
          .where(and(eq(sessions.account, account), isNull(sessions.endedAt)))
          .orderBy(desc(sessions.seenAt)),
      ),
    async lastSeen() {
      const rows = await ask(
        'select account, max(seen_at) as seen from hq_sessions where ended_at is null group by account',
      )
      return new Map(rows.map((row) => [String(row.account) as Person, String(row.seen)]))
    },
    knowsDevice: async (id, account) =>
      (await ask('select 1 as known from hq_devices where id = ? and account = ?', id, account)).length > 0,
    attempt: (id) => first(db.select().from(attempts).where(eq(attempts.id, id))),
    invitation: (id) => first(db.select().from(invitations).where(eq(invitations.id, id))),
    recovery: (account) => read(db.select().from(recovery).where(eq(recovery.account, account))),
  }
}
