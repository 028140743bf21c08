import type { Stored } from '../../bot/event.ts'
import type { Person, PrecinctId, StreamId } from '../../bot/ids.ts'
import type { Database, Statement } from '../connection/database.ts'
import { plannerOpaque, prepared } from '../connection/sql.ts'
import { EVENT_COLUMNS, storedOf } from './event-row.ts'

const who = plannerOpaque('person')
/** The precinct that was asked for besides the sender's; '' is none. */
const asked = plannerOpaque('asked')

/** Practice has its own streams, so that it cannot leak; in setup there are none. */
const prefix = `(select case phase when 'practice' then 'practice/' when 'setup' then 'none/' else 'live/' end
  from caucus where id = 1)`

// `union all`, not `union`: what is looked up twice is found once, and nothing has to be sorted.
const caucusRead = prepared('select phase, loaded from caucus where id = 1')
const bindingsRead = prepared(`select precinct, kind, until from bindings where person = ${who} order by precinct`)
const precinctsRead = prepared(`select id, county, name, district, delegates, language, timezone from precincts
  where id in (select precinct from bindings where person = ${who} union all select ${asked}) order by id`)
const eventsRead = prepared(`select ${EVENT_COLUMNS} from events
  where stream in (select ${prefix} || precinct from bindings where person = ${who}
    union all select ${prefix} || ${asked} union all select 'phone/' || ${who}
    union all select 'roster/' || ${asked})
  order by stream, version`)
const recentRead =
  prepared(`select texts.reply as reply, inbox.at as at, inbox.kind as kind from inbox join texts on texts.seq = inbox.seq
  where inbox.person = ${who} and inbox.answered = 1 order by inbox.seq desc limit 20`)
const pinsRead = prepared(`select hash from pins where precinct = ${asked} and used_at is null`)
const strangersRead = prepared(`select count(*) as answers from inbox
  where kind = 'stranger' and answered = 1 and at > ${plannerOpaque('since')}`)

/**
 * The reads of one text, as of one moment and in one round trip. That is why a query finds the phase and the
 * sender's precincts by itself instead of waiting for the answer of another.
 */
export function textReads(person: Person, precinct: PrecinctId | null, since: string): readonly Statement[] {
  const values = { person, asked: precinct ?? '', since }
  const always = [caucusRead, bindingsRead, precinctsRead, eventsRead, recentRead]
  return (precinct === null ? always : [...always, pinsRead, strangersRead]).map((read) => read(values))
}

export const configRead: Statement = prepared('select config, loaded from caucus where id = 1')({})

const replyRead = prepared(`select coalesce((select reply from texts where texts.seq = inbox.seq), '') as reply
  from inbox where sid = :sid`)
/** One row where the text was taken in; '' where its words were erased since. */
export const replyTo = (sid: string): Statement => replyRead({ sid })

const streamRead = prepared(`select ${EVENT_COLUMNS} from events where stream = :stream order by version`)
/** One whole stream. @throws StoreError */
export const streamReader =
  ({ batchRead }: Pick<Database, 'batchRead'>) =>
  async (stream: StreamId): Promise<readonly Stored[]> =>
    ((await batchRead([streamRead({ stream })]))[0] ?? []).map(storedOf)

const lastRead = prepared(`select ${EVENT_COLUMNS} from events where stream = :stream order by version desc limit 1`)
/** The last event of a stream, to which the next is chained. */
export const lastEvent = (stream: StreamId): Statement => lastRead({ stream })
