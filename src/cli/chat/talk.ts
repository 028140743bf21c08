import { randomUUID } from 'node:crypto'
import { createHandle } from '../../bot/handle/handle-text.ts'
import { messageSid } from '../../bot/ids.ts'
import { recordReader } from '../../db/event-store/record-reader.ts'
import { eventStore } from '../../db/event-store/store.ts'
import { systemClock } from '../../server/clock.ts'
import { caucusFrom } from '../caucus/stored-caucus.ts'
import type { OpenCaucus } from '../caucus/with-caucus.ts'
import type { ChatTurn } from './transcript.ts'

/** One typed line: a text, from this phone or from another that is named; or nothing. */
type Typed =
  | { readonly kind: 'text'; readonly from: string | null; readonly body: string }
  | { readonly kind: 'nothing' }

/**
 * Reads a line as it is typed, or as it stands in a transcript: `+15155550102 > F Sanders 45` comes from that phone. A
 * transcript's other lines (`#`, `:`, `<`, `=`) are passed over, so that it can be played again.
 */
export function readTypedLine(line: string): Typed {
  const fromPhone = /^(\+[1-9]\d{6,14})\s*> ?(.*)$/.exec(line)
  if (fromPhone) return { kind: 'text', from: fromPhone[1] ?? null, body: fromPhone[2] ?? '' }
  if (line.trim() === '' || /^(#|:|\s+[<=~!] )/.test(line)) return { kind: 'nothing' }
  return { kind: 'text', from: null, body: line }
}

/** @returns a function that texts the caucus' number, and resolves with the reply and the events it brought. */
export function talker({ database, keys }: OpenCaucus, to: string): (from: string, body: string) => Promise<ChatTurn> {
  const handle = createHandle({ store: eventStore(database, caucusFrom), keys, clock: systemClock })
  const reader = recordReader(database)
  let lastSeq: number | null = null
  return async (from, body) => {
    lastSeq ??= await endOf(reader)
    const sid = messageSid(`SM${randomUUID().replaceAll('-', '')}`)
    if (sid === null) throw new Error('unreachable: a UUID is an id')
    const { reply } = await handle({ sid, carrier: 'simulated', from, to, body, media: [] })
    const events = await reader.entries(lastSeq)
    lastSeq = events.at(-1)?.seq ?? lastSeq
    return { from, body, reply, events }
  }
}

async function endOf(reader: ReturnType<typeof recordReader>): Promise<number> {
  for (let after = 0; ; ) {
    const page = await reader.entries(after)
    const end = page.at(-1)
    if (end === undefined) return after
    after = end.seq
  }
}
