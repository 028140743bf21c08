import { isNull } from 'drizzle-orm'
import { type PrecinctId, rosterStream, type StreamId } from '../../bot/ids.ts'
import { cardPin, currentCard } from '../../bot/phone/card-pin.ts'
import type { Keys } from '../../bot/ports.ts'
import type { Database } from '../../db/connection/database.ts'
import { statement } from '../../db/connection/sql.ts'
import { storedOf } from '../../db/event-store/read.ts'
import { pins } from '../../db/schema.ts'

export interface PrecinctCard {
  readonly card: number
  /** Null where it would let nobody in: it was used. */
  readonly pin: string | null
}

/** The cards as they serve now: the last that was issued for each precinct. */
export async function cardsOf(
  database: Pick<Database, 'db' | 'batchRead'>,
  keys: Pick<Keys, 'pinHash'>,
): Promise<(precinct: PrecinctId) => PrecinctCard> {
  const [events = []] = await database.batchRead([
    statement(
      `select stream, version, type, data, at, actor, cause, hash from events
       where stream > 'roster/' and stream < 'roster0' and type = 'PinIssued' order by stream, version`,
    ),
  ])
  const issued = Map.groupBy(events, ({ stream }) => String(stream) as StreamId)
  const good = new Set(
    (await database.db.select({ hash: pins.hash }).from(pins).where(isNull(pins.usedAt))).map(({ hash }) => hash),
  )
  return (precinct) => {
    const card = currentCard((issued.get(rosterStream(precinct)) ?? []).map(storedOf))
    const pin = cardPin(keys, precinct, card)
    return { card, pin: good.has(keys.pinHash(precinct, pin)) ? pin : null }
  }
}
