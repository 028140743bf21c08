import type { Caucus } from '../../bot/caucus.ts'
import type { PrecinctReport } from '../../files/reports.ts'
import type { RosterLine } from '../../files/roster.ts'
import { compute } from '../../math/compute.ts'
import { countOf, totalOf } from '../../math/groups.ts'
import type { Groups, RuleSet } from '../../math/types.ts'

/** Sends one text from the chair's phone; resolves with the answer, or null when there was none. */
export type Send = (body: string) => Promise<string | null>

/** A chair's night, as the chair saw it. */
export interface Played {
  readonly texts: readonly { readonly body: string; readonly reply: string | null }[]
  /** The chair named a winner whom the report does not tell. */
  readonly tossAssumed: boolean
}

/** What the chair's room knows besides the report. */
interface RoomTerms {
  readonly rules: RuleSet
  /** Delegates to elect. */
  readonly delegates: number
  /** Candidates in ballot order. */
  readonly order: readonly string[]
}

export const roomTerms = ({ rules, vocabulary }: Caucus, { delegates }: RosterLine): RoomTerms => ({
  rules,
  delegates,
  order: vocabulary.candidates.map(({ name }) => name),
})

/** Answers to replies after the counts were sent. More than a precinct can need: a bot that asks on is left. */
const MOST_ANSWERS = 6

/**
 * Plays one chair, honest and simple: attendance and the first count in one text, then always the final count, then what
 * the last reply asks for. This chair reads the replies as people do, and knows nothing else of the bot.
 */
export async function playChair(report: PrecinctReport, terms: RoomTerms, send: Send): Promise<Played> {
  const texts: { body: string; reply: string | null }[] = []
  const text = async (body: string): Promise<string> => {
    const reply = await send(body)
    texts.push({ body, reply })
    return reply ?? ''
  }
  const { winners, assumed } = claimedWinners(report, terms)
  let namedWinner = false
  let reply = ''
  for (const body of countsOf(report, terms.order)) reply = await text(body)
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    const next = nextText(report.precinct, reply, winners)
    if (next === null || texts.at(-1)?.body === next) break
    if (asksWinner.test(next)) namedWinner = true
    reply = await text(next)
  }
  return { texts, tossAssumed: namedWinner && assumed }
}

/**
 * The texts of a report that answer no question. An alignment in which nobody was counted gets no text.
 * @example ['P0412 A 113 I Biden 10 Sanders 45 …', 'P0412 F Sanders 45 …']
 */
export function countsOf({ precinct, initial, final }: PrecinctReport, order: readonly string[]): readonly string[] {
  const list = (groups: Groups) =>
    order.flatMap((group) => (countOf(groups, group) > 0 ? [`${group} ${groups[group]}`] : [])).join(' ')
  return [
    ...(totalOf(initial) > 0 ? [`${precinct} A ${totalOf(initial)} I ${list(initial)}`] : []),
    ...(totalOf(final) > 0 ? [`${precinct} F ${list(final)}`] : []),
  ]
}

/** The words, in both languages, that a reply offers for naming a winner. */
const asksWinner = /\b(TOSS|WON|GANO|MONEDA)\b/

/** The text that a reply asks for, in the words it offers. KEEP comes first: what does not add up cannot be approved. */
export function nextText(precinct: string, reply: string, winners: readonly string[]): string | null {
  const keep = /\bKEEP (\d{6,8})\b/.exec(reply)
  if (keep) return `KEEP ${keep[1]}`
  const winner = asksWinner.exec(reply)
  if (winner && winners.length > 0) return `${precinct} ${winner[1]} ${winners.join(' ')}`
  const ok = /\bOK (\d{6,8})\b/.exec(reply)
  return ok ? `OK ${ok[1]}` : null
}

/** The winners that a chair names when asked who won. */
interface ClaimedWinners {
  readonly winners: readonly string[]
  /** True when the report does not tell them, and somebody had to be chosen. */
  readonly assumed: boolean
}

/**
 * The winners of the toss behind the reported delegates: the tied groups that claim more than is certain. If those are
 * not as many as win, the tied groups that claim more come first, then ballot order.
 */
export function claimedWinners(report: PrecinctReport, terms: RoomTerms): ClaimedWinners {
  if (terms.delegates === 1) return electedOne(report, terms)
  const { tie, delegates } = compute(inputOf(report, terms))
  if (tie === null) return { winners: [], assumed: true }
  const tied = terms.order.filter((group) => tie.among.includes(group))
  const claiming = tied.filter((group) => countOf(report.delegates, group) > countOf(delegates, group))
  if (claiming.length === tie.seats) return { winners: claiming, assumed: false }
  const others = tied.filter((group) => !claiming.includes(group))
  return { winners: [...claiming, ...others].slice(0, tie.seats), assumed: true }
}

/** The one delegate that was reported; if none was, that of the largest group, the first in ballot order of equal ones. */
function electedOne(report: PrecinctReport, { order }: RoomTerms): ClaimedWinners {
  const reported = order.filter((group) => countOf(report.delegates, group) > 0)
  if (reported.length === 1) return { winners: reported, assumed: false }
  const counts = Object.keys(report.final).length > 0 ? report.final : report.initial
  const groups = reported.length > 0 ? reported : order
  const most = Math.max(...groups.map((group) => countOf(counts, group)))
  return { winners: groups.filter((group) => countOf(counts, group) === most).slice(0, 1), assumed: true }
}

/** A report as the arithmetic takes it. Attendance is the initial sum: the file of reports does not have it. */
export function inputOf(report: PrecinctReport, { rules, delegates, order }: RoomTerms) {
  const counted = (groups: Groups): Groups | null => (totalOf(groups) > 0 ? groups : null)
  const initial = counted(report.initial)
  return { rules, delegates, order, initial, final: counted(report.final), attendance: initial && totalOf(initial) }
}
