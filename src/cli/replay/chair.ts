import type { ReportedNight } from '../../files/reports.ts'
import { claimedWinners, groupSum, type RoomTerms } from './winner.ts'

/** Sends one text from her phone; the answer, or null where there was none. */
export type Send = (body: string) => Promise<string | null>

/** How a chair's night went, as she saw it. */
export interface Played {
  readonly texts: readonly { readonly body: string; readonly reply: string | null }[]
  /** She named a winner that her report does not tell. */
  readonly tossAssumed: boolean
}

/** More questions than a precinct can need: a chair who is asked so often goes home. */
const patience = 6

/**
 * Plays one chair, honest and simple: attendance and the first count in one text, then always the final one, then what
 * the last reply asks for. She reads the replies as people do, and knows nothing else of the bot.
 */
export async function playChair(report: ReportedNight, terms: RoomTerms, send: Send): Promise<Played> {
  const texts: { body: string; reply: string | null }[] = []
  const say = async (body: string): Promise<string> => {
    const reply = await send(body)
    texts.push({ body, reply })
    return reply ?? ''
  }
  const named = claimedWinners(report, terms)
  let tossed = false
  let reply = ''
  for (const body of countsOf(report, terms.order)) reply = await say(body)
  for (let asked = 0; asked < patience; asked += 1) {
    const next = nextText(report.precinct, reply, named.winners)
    if (next === null || texts.at(-1)?.body === next) break
    if (asksWinner.test(next)) tossed = true
    reply = await say(next)
  }
  return { texts, tossAssumed: tossed && named.assumed }
}

/** The texts that need no question: none for an alignment in which nobody was counted. */
export function countsOf({ precinct, initial, final }: ReportedNight, order: readonly string[]): readonly string[] {
  const list = (groups: ReportedNight['initial']) =>
    order.flatMap((group) => ((groups[group] ?? 0) > 0 ? [`${group} ${groups[group]}`] : [])).join(' ')
  return [
    ...(groupSum(initial) > 0 ? [`${precinct} A ${groupSum(initial)} I ${list(initial)}`] : []),
    ...(groupSum(final) > 0 ? [`${precinct} F ${list(final)}`] : []),
  ]
}

/** The words, in both languages, that a reply offers for naming a winner. */
const asksWinner = /\b(TOSS|WON|GANO|MONEDA)\b/

/** What a reply asks for, in the words it offers: KEEP first, since what does not add up cannot be approved. */
export function nextText(precinct: string, reply: string, winners: readonly string[]): string | null {
  const keep = /\bKEEP (\d{4})\b/.exec(reply)
  if (keep) return `KEEP ${keep[1]}`
  const asked = asksWinner.exec(reply)
  if (asked && winners.length > 0) return `${precinct} ${asked[1]} ${winners.join(' ')}`
  const ok = /\bOK (\d{4})\b/.exec(reply)
  return ok ? `OK ${ok[1]}` : null
}
