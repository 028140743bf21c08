import type { LogFilter, LoggedEvent, LogReader, OutgoingLine, Picture, TextLine } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { containing, jsonList, type Query, queryOn } from '../connection/sql.ts'
import { EVENT_COLUMNS, logEntryOf } from '../event-store/event-row.ts'

/** The log of everything: texts in and out, and what was done. Also used by the page of a precinct. */
export function logReader(database: Database): LogReader {
  const ask = queryOn(database)
  return {
    textsBy: (person, limit) => textLines(ask, 'i.person = ? order by i.seq desc limit ?', person, limit),
    texts: (filter) => {
      const { where, params } = textsWhere(filter)
      return textLines(ask, `${where} order by i.seq desc limit ?`, ...params, filter.limit)
    },
    outgoing: (filter) => {
      const { where, params } = outgoingWhere(filter)
      return outgoingLines(ask, `${where} order by at desc, o.id limit ?`, ...params, filter.limit)
    },
    async loggedEvents(filter) {
      const { where, params } = loggedEventsWhere(filter)
      const rows = await ask(
        `select seq, ${EVENT_COLUMNS} from events where ${where} order by seq desc limit ?`,
        ...params,
        filter.limit,
      )
      return rows.map((row): LoggedEvent => logEntryOf(row))
    },
  }
}

/**
 * Texts that came in, with their answers and pictures.
 * @param where of the tables inbox i, texts t, people p; with what comes behind it
 */
export async function textLines(
  ask: Query,
  where: string,
  ...params: readonly unknown[]
): Promise<readonly TextLine[]> {
  const texts = await ask<Omit<TextLine, 'pictures'>>(
    `select i.seq as seq, i.at as at, i.person as person, p.phone as phone, i.precinct as precinct,
       i.kind as kind, t.body as body, t.reply as reply
     from inbox i left join texts t on t.seq = i.seq left join people p on p.person = i.person where ${where}`,
    ...params,
  )
  if (texts.length === 0) return []
  const media = await ask<Picture>(
    'select seq, n, type from media where seq in (select value from json_each(?)) order by seq, n',
    jsonList(texts.map(({ seq }) => String(seq))),
  )
  const pictures = Map.groupBy(media, ({ seq }) => seq)
  return texts.map((text) => ({ ...text, pictures: pictures.get(text.seq) ?? [] }))
}

/**
 * Texts that were not answers.
 * @param where of the tables outbox o, people p; with what comes behind it
 */
export const outgoingLines = (
  ask: Query,
  where: string,
  ...params: readonly unknown[]
): Promise<readonly OutgoingLine[]> =>
  ask(
    `select o.id as id, coalesce(o.sent_at, o.due) as at, o.person as person, p.phone as phone,
       o.precinct as precinct, o.body as body, o.state as state, o.delivery as delivery, o.error as error, o.cause as cause
     from outbox o left join people p on p.person = o.person where ${where}`,
    ...params,
  )

interface Where {
  readonly where: string
  readonly params: readonly unknown[]
}
type Condition = readonly [sql: string, ...params: readonly unknown[]]
/** Conditions that all hold; null is none. */
const conjunction = (conditions: readonly (Condition | null)[]): Where => {
  const asked = conditions.filter((condition) => condition !== null)
  return { where: ['1', ...asked.map(([sql]) => sql)].join(' and '), params: asked.flatMap(([, ...params]) => params) }
}
const equal = (column: string, value: string | null): Condition | null =>
  value === null || value === '' ? null : [`${column} = ?`, value]
/** Words that stand in one of the columns, or are the whole of what `exact` compares with. */
const search = (words: string, columns: readonly string[], exact: string): Condition | null =>
  words === ''
    ? null
    : [
        `(${[...columns.map((column) => String.raw`${column} like ? escape '\'`), exact].join(' or ')})`,
        ...columns.map(() => containing(words)),
        words,
      ]

const textsWhere = ({ words, kind, precinct, before }: LogFilter): Where =>
  conjunction([
    before === null ? null : ['i.seq < ?', before],
    equal('i.kind', kind),
    equal('i.precinct', precinct),
    search(words, ['t.body', 't.reply', 'p.phone'], 'i.precinct = upper(?)'),
  ])

const outgoingWhere = ({ words, kind, precinct }: LogFilter): Where =>
  conjunction([
    equal('o.state', kind),
    equal('o.precinct', precinct),
    search(words, ['o.body', 'p.phone'], 'o.precinct = upper(?)'),
  ])

const loggedEventsWhere = ({
  words,
  kind,
  precinct,
  before,
  after,
}: LogFilter & { readonly after: number | null }): Where =>
  conjunction([
    // What headquarters did has an index of its own: the chairs' events are many times as many.
    kind === 'hq' ? ["substr(actor, 1, 3) = 'hq:'"] : equal('type', kind),
    before === null ? null : ['seq < ?', before],
    after === null ? null : ['seq > ?', after],
    precinct === null
      ? null
      : [
          'stream in (?, ?, ?, ?)',
          ...['live', 'practice', 'roster', 'hq/precinct'].map((streams) => `${streams}/${precinct}`),
        ],
    search(words, ['data', 'stream'], 'actor = ?'),
  ])
