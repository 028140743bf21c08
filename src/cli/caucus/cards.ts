import { type PrecinctId, rosterStream, type StreamId } from '../../bot/ids.ts'
import { cardPin, currentCard } from '../../bot/phone/card-pin.ts'
import type { Keys } from '../../bot/ports.ts'
import type { Database } from '../../db/connection/database.ts'
import { statement } from '../../db/connection/sql.ts'
import { EVENT_COLUMNS, storedOf } from '../../db/event-store/event-row.ts'

export interface PrecinctCard {
  readonly card: number
  /** Null where it would let nobody in: it was used. */
  readonly pin: string | null
}

/** The cards as they serve now: the last that was issued for each precinct. */
export async function cardsOf(
  database: Pick<Database, 'batchRead'>,
  keys: Pick<Keys, 'pinHash'>,
): Promise<(precinct: PrecinctId) => PrecinctCard> {
  const [events = [], unused = []] = await database.batchRead([
    statement(
      `select ${EVENT_COLUMNS} from events
       where stream > 'roster/' and stream < 'roster0' and type = 'PinIssued' order by stream, version`,
    ),
    statement('select hash from pins where used_at is null'),
  ])
  const issued = Map.groupBy(events, ({ stream }) => String(stream) as StreamId)
  const good = new Set(unused.map(({ hash }) => String(hash)))
  return (precinct) => {
    const card = currentCard((issued.get(rosterStream(precinct)) ?? []).map(storedOf))
    const pin = cardPin(keys, precinct, card)
    return { card, pin: good.has(keys.pinHash(precinct, pin)) ? pin : null }
  }
}
