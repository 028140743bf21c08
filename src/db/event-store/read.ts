import { sql } from 'drizzle-orm'
import type { Precinct } from '../../bot/caucus.ts'
import type { Event, Stored } from '../../bot/event.ts'
import type { Person, Phase, PrecinctId, StreamId } from '../../bot/ids.ts'
import type { Binding } from '../../bot/ports.ts'
import { plannerOpaque, prepared, type RawRow, type Statement } from '../connection/database.ts'

/**
 * The reads of one text, as of one moment and in one round trip. That is why a query finds the phase and the
 * sender's precincts by itself instead of waiting for the answer of another.
 */
type TextReads = (who: Person, precinct: PrecinctId | null, since: string) => readonly Statement[]

const who = plannerOpaque('person')
/** The precinct that was asked for besides the sender's; '' is none. */
const asked = plannerOpaque('asked')

/** Practice has its own streams, so that it cannot leak; in setup there are none. */
const prefix = sql`(select case phase when 'practice' then 'practice/' when 'setup' then 'none/' else 'live/' end
  from caucus where id = 1)`

// `union all`, not `union`: what is looked up twice is found once, and nothing has to be sorted.
const caucusRead = prepared(sql`select phase, loaded from caucus where id = 1`)
const bindingsRead = prepared(sql`select precinct, kind, until from bindings where person = ${who} order by precinct`)
const precinctsRead = prepared(sql`select id, county, name, district, delegates, language, timezone from precincts
  where id in (select precinct from bindings where person = ${who} union all select ${asked}) order by id`)
const eventsRead = prepared(sql`select stream, version, type, data, at, actor, cause, hash from events
  where stream in (select ${prefix} || precinct from bindings where person = ${who}
    union all select ${prefix} || ${asked} union all select 'phone/' || ${who}
    union all select 'roster/' || ${asked})
  order by stream, version`)
const recentRead =
  prepared(sql`select texts.reply as reply, inbox.at as at, inbox.kind as kind from inbox join texts on texts.seq = inbox.seq
  where inbox.person = ${who} and inbox.answered = 1 order by inbox.seq desc limit 20`)
const pinsRead = prepared(sql`select hash from pins where precinct = ${asked} and used_at is null`)
const strangersRead = prepared(sql`select count(*) as answers from inbox
  where kind = 'stranger' and answered = 1 and at > ${plannerOpaque('since')}`)

export const textReads: TextReads = (person, precinct, since) => {
  const values = { person, asked: precinct ?? '', since }
  const always = [caucusRead, bindingsRead, precinctsRead, eventsRead, recentRead]
  return (precinct === null ? always : [...always, pinsRead, strangersRead]).map((read) => read(values))
}

export const configRead: Statement = prepared(sql`select config, loaded from caucus where id = 1`)({})

const replyRead = prepared(sql`select coalesce((select reply from texts where texts.seq = inbox.seq), '') as reply
  from inbox where sid = ${sql.placeholder('sid')}`)
/** One row where the text was taken in; '' where its words were erased since. */
export const replyTo = (sid: string): Statement => replyRead({ sid })

const text = (row: RawRow, column: string): string => String(row[column])
const textOrNull = (row: RawRow, column: string): string | null =>
  row[column] === null || row[column] === undefined ? null : String(row[column])

export const bindingOf = (row: RawRow): Binding => ({
  precinct: text(row, 'precinct') as PrecinctId,
  kind: text(row, 'kind') as Binding['kind'],
  until: textOrNull(row, 'until'),
})

export const precinctOf = (row: RawRow): Precinct => ({
  id: text(row, 'id') as PrecinctId,
  county: text(row, 'county'),
  name: text(row, 'name'),
  district: text(row, 'district'),
  delegates: Number(row.delegates),
  language: text(row, 'language') as Precinct['language'],
  timezone: textOrNull(row, 'timezone'),
})

export const storedOf = (row: RawRow): Stored => ({
  event: { type: text(row, 'type'), data: JSON.parse(text(row, 'data')) } as Event,
  version: Number(row.version),
  at: text(row, 'at'),
  actor: text(row, 'actor') as Stored['actor'],
  cause: text(row, 'cause'),
  hash: text(row, 'hash'),
})

export const phaseOf = (row: RawRow): Phase => text(row, 'phase') as Phase
export const streamOf = (row: RawRow): StreamId => text(row, 'stream') as StreamId
