import { desc, eq } from 'drizzle-orm'
import type { Language } from '../../bot/event.ts'
import type { Person, PrecinctId } from '../../bot/ids.ts'
import type { Binding, Stage } from '../../bot/ports.ts'
import type { Addressee, OutgoingLine, ReminderReader } from '../../hq/ports.ts'
import type { Database, RawRow } from '../connection/database.ts'
import { numberOrNull, queryOn, read, textOrNull } from '../connection/sql.ts'
import { reminders, sends, settings } from '../schema.ts'

/** Whom reminders may go to, and what became of them. */
export function reminderReader(database: Database): ReminderReader {
  const { db } = database
  const ask = queryOn(database)
  return {
    addressees: async (phase) => (await ask(ADDRESSEES, phase)).map(addresseeOf),
    reminders: () => read(db.select().from(reminders).orderBy(desc(reminders.madeAt)).limit(200)),
    reminder: async (id) => (await read(db.select().from(reminders).where(eq(reminders.id, id))))[0] ?? null,
    async sends(reminder) {
      const rows = await read(db.select().from(sends).where(eq(sends.reminder, reminder)))
      const out = await ask(
        'select o.id as id, o.state as state, o.delivery as delivery, o.error as error from outbox o join hq_sends s on s.id = o.id where s.reminder = ?',
        reminder,
      )
      const known = new Map(out.map((row) => [String(row.id), row]))
      return rows.map((row) => {
        const text = known.get(row.id)
        return {
          ...row,
          state: text === undefined ? 'written' : (String(text.state) as OutgoingLine['state']),
          delivery: textOrNull(text?.delivery),
          error: textOrNull(text?.error),
        }
      })
    },
    async segmentsSince(at) {
      const [row] = await ask(
        `select coalesce(sum(s.segments), 0) as n from hq_sends s join outbox o on o.id = s.id
         where s.at >= ? and o.state <> 'dropped'`,
        at,
      )
      return Number(row?.n ?? 0)
    },
    async settings() {
      const rows = await read(db.select().from(settings))
      return new Map(rows.map(({ id, value }) => [id, value]))
    },
  }
}

const ADDRESSEES = `select b.person as person, p.phone as phone, b.precinct as precinct, c.county as county, c.name as name,
    coalesce(f.language, c.language) as language, b.kind as kind, coalesce(f.opted_out, 0) as out, r.stage as stage,
    f.checked_in as checked, json_extract(r.published, '$.number') as number
  from bindings b join precincts c on c.id = b.precinct left join people p on p.person = b.person
    left join phones f on f.person = b.person left join reports r on r.precinct = b.precinct and r.phase = ?
  where b.kind <> 'borrowed' order by b.precinct, case b.kind when 'registered' then 0 else 1 end, b.person`

const addresseeOf = (row: RawRow): Addressee => ({
  person: String(row.person) as Person,
  phone: textOrNull(row.phone),
  precinct: String(row.precinct) as PrecinctId,
  county: String(row.county),
  name: String(row.name),
  language: String(row.language) as Language,
  kind: String(row.kind) as Binding['kind'],
  optedOut: Number(row.out) === 1,
  stage: textOrNull(row.stage) as Stage | null,
  checkedIn: textOrNull(row.checked),
  open: numberOrNull(row.number),
})
