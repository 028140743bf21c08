import type { Event, Stored } from '../../bot/event.ts'
import type { StreamId } from '../../bot/ids.ts'
import type { Append } from '../../bot/ports.ts'
import type { RawRow, Statement } from '../connection/database.ts'
import { prepared } from '../connection/sql.ts'

/** An event with its place in the log of all streams. */
export interface LogEntry extends Stored {
  readonly seq: number
  readonly stream: StreamId
}

/** The columns of an event. `seq` is besides: the database counts it. */
export const EVENT_COLUMNS = 'stream, version, type, data, at, actor, cause, hash'

/** @param row with EVENT_COLUMNS */
export const storedOf = (row: RawRow): Stored => ({
  event: { type: row.type, data: JSON.parse(String(row.data)) } as Event,
  version: Number(row.version),
  at: String(row.at),
  actor: row.actor as Stored['actor'],
  cause: String(row.cause),
  hash: String(row.hash),
})

/** @param row with `seq` and EVENT_COLUMNS */
export const logEntryOf = (row: RawRow): LogEntry => ({
  seq: Number(row.seq),
  stream: streamOf(row),
  ...storedOf(row),
})

export const streamOf = (row: RawRow): StreamId => row.stream as StreamId

const insertEvent = prepared(
  `insert into events (${EVENT_COLUMNS}) values (${EVENT_COLUMNS.replaceAll(/\w+/g, ':$&')})`,
)

/** @throws where the bot numbered its events wrongly: a mistake in the program, never a race. */
export const eventInserts = ({ stream, expected, events }: Append): readonly Statement[] =>
  events.map(({ event: { type, data }, ...stored }, i) => {
    if (stored.version !== expected + i + 1)
      throw new Error(`${stream}: event ${i} does not follow version ${expected}`)
    return insertEvent({ ...stored, stream, type, data: JSON.stringify(data) })
  })
