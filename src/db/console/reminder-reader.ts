import type { Addressee, ReminderReader, ReminderRow, SentLetter, SettingRow } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { queryOn } from '../connection/sql.ts'

/** Whom reminders may go to, and what became of them. */
export function reminderReader(database: Database): ReminderReader {
  const ask = queryOn(database)
  return {
    addressees: async (phase) =>
      (await ask<Addressee>(ADDRESSEES, phase)).map((addressee) => ({
        ...addressee,
        optedOut: Boolean(addressee.optedOut),
      })),
    reminders: () => ask<ReminderRow>('select * from hq_reminders order by made_at desc limit 200'),
    reminder: async (id) => (await ask<ReminderRow>('select * from hq_reminders where id = ?', id))[0] ?? null,
    sends: (reminder) =>
      ask<SentLetter>(
        `select s.*, coalesce(o.state, 'written') as state, o.delivery as delivery, o.error as error
         from hq_sends s left join outbox o on o.id = s.id where s.reminder = ?`,
        reminder,
      ),
    async segmentsSince(at) {
      const [row] = await ask(
        `select coalesce(sum(s.segments), 0) as n from hq_sends s join outbox o on o.id = s.id
         where s.at >= ? and o.state <> 'dropped'`,
        at,
      )
      return Number(row?.n ?? 0)
    },
    settings: async () =>
      new Map((await ask<SettingRow>('select id, value from hq_settings')).map(({ id, value }) => [id, value])),
  }
}

const ADDRESSEES = `select b.person as person, p.phone as phone, b.precinct as precinct, c.county as county, c.name as name,
    coalesce(f.language, c.language) as language, b.kind as kind, coalesce(f.opted_out, 0) as opted_out, r.stage as stage,
    f.checked_in as checked_in, json_extract(r.published, '$.number') as open
  from bindings b join precincts c on c.id = b.precinct left join people p on p.person = b.person
    left join phones f on f.person = b.person left join reports r on r.precinct = b.precinct and r.phase = ?
  where b.kind <> 'borrowed' order by b.precinct, case b.kind when 'registered' then 0 else 1 end, b.person`
