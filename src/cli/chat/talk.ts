import { randomUUID } from 'node:crypto'
import { messageSid, type Phone } from '../../bot/ids.ts'
import { recordReader } from '../../db/event-store/record-reader.ts'
import type { Embedded } from '../caucus/embedded.ts'
import type { ChatTurn } from './transcript.ts'

/** One typed line: a text, from this phone or from another that is named; or nothing. */
type Typed =
  | { readonly kind: 'text'; readonly from: string | null; readonly body: string }
  | { readonly kind: 'nothing' }

/**
 * A line as it is typed, or as it stands in a transcript: `+15155550102 > F Sanders 45` comes from that phone, and what
 * a transcript says besides (`#`, `:`, `<`, `=`) is passed over, so that one can be played again.
 */
export function readTypedLine(line: string): Typed {
  const other = /^(\+[1-9]\d{6,14})\s*> ?(.*)$/.exec(line)
  if (other) return { kind: 'text', from: other[1] ?? null, body: other[2] ?? '' }
  if (line.trim() === '' || /^(#|:|\s+[<=~!] )/.test(line)) return { kind: 'nothing' }
  return { kind: 'text', from: null, body: line }
}

/** Texts the caucus' number, and says what was answered and recorded. */
export function talker(
  { handle, database }: Embedded,
  to: Phone | string,
): (from: string, body: string) => Promise<ChatTurn> {
  const reader = recordReader(database)
  let seen: number | null = null
  return async (from, body) => {
    seen ??= await endOf(reader)
    const sid = messageSid(`SM${randomUUID().replaceAll('-', '')}`)
    if (sid === null) throw new Error('unreachable: a UUID is an id')
    const { reply } = await handle({ sid, carrier: 'simulated', from, to, body, media: [] })
    const events = await reader.entries(seen)
    seen = events.at(-1)?.seq ?? seen
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
