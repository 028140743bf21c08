import { and, eq, isNull } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { BindWrite, OutboxRow, PinWrite, SendRow, Table, Write } from '../../hq/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { bulkInsert, statement } from '../connection/sql.ts'
import * as hq from '../schema.ts'
import { bindings, outbox, people, pins, precincts, queue } from '../schema.ts'

const tables: Readonly<Record<Table, SQLiteTable & { readonly id: SQLiteColumn }>> = {
  ...hq,
  queue,
  outbox,
  precincts,
}

/** A change of the console as statements. */
export const written =
  (db: Database['db']) =>
  (write: Write): readonly Statement[] => {
    if ('bind' in write || 'unbind' in write) return bound(db, write)
    if ('pin' in write) return issued(db, write.pin)
    const table = tables[write.table]
    if ('remove' in write) return [db.delete(table).where(eq(table.id, write.remove))]
    if ('set' in write) return [db.update(table).set(write.set).where(eq(table.id, write.id))]
    const insert = db.insert(table).values(write.insert)
    return [write.ifNew ? insert.onConflictDoNothing({ target: table.id }) : insert]
  }

/** What waits for a phone that is replaced is not sent any more: a code may be in it. */
const unsent = (precinct: string, kind: string, next: string): Statement =>
  statement(
    `update outbox set state = 'dropped', error = 'phone replaced' where precinct = ? and state = 'waiting' and person <> ?
     and person in (select person from bindings where precinct = ? and kind = ?)`,
    precinct,
    next,
    precinct,
    kind,
  )

/** The old card is void in the same commit that makes the new one good. */
const issued = (db: Database['db'], { precinct, hash, at }: PinWrite['pin']): readonly Statement[] => [
  db
    .update(pins)
    .set({ usedAt: at })
    .where(and(eq(pins.precinct, precinct), isNull(pins.usedAt))),
  db.insert(pins).values({ hash, precinct }),
]

function bound(db: Database['db'], write: BindWrite): readonly Statement[] {
  const { precinct, kind } = 'bind' in write ? write.bind : write.unbind
  const gone = db.delete(bindings).where(and(eq(bindings.precinct, precinct), eq(bindings.kind, kind)))
  if ('unbind' in write) return [unsent(precinct, kind, ''), gone]
  const { person, phone, name } = write.bind
  return [
    unsent(precinct, kind, person),
    gone,
    db
      .insert(people)
      .values({ person, phone, name })
      .onConflictDoUpdate({ target: people.person, set: { phone, name } }),
    db
      .insert(bindings)
      .values({ person, precinct, kind, until: null })
      .onConflictDoUpdate({ target: [bindings.person, bindings.precinct], set: { kind, until: null } }),
  ]
}

const SEND = ['id', 'reminder', 'step', 'person', 'precinct', 'phase', 'stage', 'segments', 'at']
const TEXT = ['id', 'person', 'body', 'due', 'priority', 'precinct', 'cause']
const KNOWN = 'on conflict (id) do nothing'

/** In a few statements, however many they are: D1 counts them. */
export async function lettersWritten(
  { batchWrite }: Database,
  sends: readonly SendRow[],
  texts: readonly OutboxRow[],
): Promise<void> {
  const rows = (of: readonly object[]) => of.map((row) => ({ ...row }))
  const [first, ...more] = [
    ...bulkInsert('hq_sends', SEND, rows(sends), KNOWN),
    ...bulkInsert('outbox', TEXT, rows(texts), KNOWN),
  ]
  if (first) await batchWrite([first, ...more])
}
