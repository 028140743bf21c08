import type { Person, PrecinctId } from '../../bot/ids.ts'
import type { OutgoingLine, Picture, TextLine } from '../../hq/ports.ts'
import type { RawRow } from '../connection/database.ts'
import { jsonList, type Query, textOrNull } from '../connection/sql.ts'

/** Texts in and out, as the precinct's page and the log show them. */
export const TEXTS = `select i.seq as seq, i.at as at, i.person as person, p.phone as phone, i.precinct as precinct,
    i.kind as kind, t.body as body, t.reply as reply
  from inbox i left join texts t on t.seq = i.seq left join people p on p.person = i.person`

export const OUTGOING = `select o.id as id, coalesce(o.sent_at, o.due) as at, o.person as person, p.phone as phone,
    o.precinct as precinct, o.body as body, o.state as state, o.delivery as delivery, o.error as error, o.cause as cause
  from outbox o left join people p on p.person = o.person`

/** @param sql selects from TEXTS; the pictures of what it finds are fetched besides. */
export async function textsWithPictures(
  ask: Query,
  sql: string,
  ...params: readonly unknown[]
): Promise<readonly TextLine[]> {
  const rows = await ask(sql, ...params)
  if (rows.length === 0) return []
  const media = await ask(
    'select seq, n, type from media where seq in (select value from json_each(?)) order by seq, n',
    jsonList(rows.map((row) => String(row.seq))),
  )
  const pictures = Map.groupBy(
    media.map((row): Picture => ({ seq: Number(row.seq), n: Number(row.n), type: String(row.type) })),
    ({ seq }) => seq,
  )
  return rows.map((row) => textOf(row, pictures.get(Number(row.seq)) ?? []))
}

const textOf = (row: RawRow, pictures: readonly Picture[]): TextLine => ({
  seq: Number(row.seq),
  at: String(row.at),
  person: String(row.person) as Person,
  phone: textOrNull(row.phone),
  precinct: textOrNull(row.precinct) as PrecinctId | null,
  kind: String(row.kind),
  body: textOrNull(row.body),
  reply: textOrNull(row.reply),
  pictures,
})

export const outgoingOf = (row: RawRow): OutgoingLine => ({
  id: String(row.id),
  at: String(row.at),
  person: String(row.person) as Person,
  phone: textOrNull(row.phone),
  precinct: textOrNull(row.precinct) as PrecinctId | null,
  body: String(row.body),
  state: String(row.state) as OutgoingLine['state'],
  delivery: textOrNull(row.delivery),
  error: textOrNull(row.error),
  cause: String(row.cause),
})
