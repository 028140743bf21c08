import { SegmentedMessage } from 'sms-segments-calculator'
import type { Files } from '../../files/load.ts'
import type { ReportedNight } from '../../files/reports.ts'
import type { RosterLine } from '../../files/roster.ts'
import { systemClock } from '../../server/clock.ts'
import { simulatedCarrier } from '../../sms/simulated/carrier.ts'
import { rosterIndex } from '../caucus/terms.ts'
import { type Played, playChair } from './chair.ts'
import type { ServerProcess } from './server.ts'

/** One precinct of the night: its roster line, what it reported (null: nothing), and how its chair fared. */
export interface PlayedPrecinct {
  readonly line: RosterLine
  readonly report: ReportedNight | null
  readonly played: Played
}

export interface NightPlayed {
  readonly precincts: readonly PlayedPrecinct[]
  readonly texts: { readonly in: number; readonly out: number }
  readonly segments: { readonly in: number; readonly out: number }
  /** Texts that every try failed to deliver. */
  readonly undelivered: number
  readonly seconds: number
}

interface PlayOptions {
  /** The first so many precincts of the roster. */
  readonly precincts: number
  /** So many chairs text at once. */
  readonly concurrency: number
  readonly progress: (done: number, approvedSoFar: number) => void
}

const nobody: Played = { texts: [], tossAssumed: false }

/** Every chair texts over signed webhooks to a server in another process; a chair without phone or report stays silent. */
export async function playNight(files: Files, server: ServerProcess, options: PlayOptions): Promise<NightPlayed> {
  const { lines, termsOf } = rosterIndex(files)
  const reports = new Map(files.reports.map((report) => [report.precinct, report]))
  const carrier = simulatedCarrier({
    ...server.account,
    post: (request) => fetch(request),
    clock: systemClock,
    retries: 3,
  })
  const began = performance.now()
  const chosen = lines.slice(0, options.precincts)
  const results: PlayedPrecinct[] = []
  let approved = 0
  const one = async (line: RosterLine) => {
    const { phone } = line
    const report = reports.get(line.precinct) ?? null
    const send = async (body: string) => (phone === null ? null : (await carrier.text(phone, body)).reply)
    const played = phone === null || report === null ? nobody : await playChair(report, termsOf(line), send)
    results.push({ line, report, played })
    if (played.texts.at(-1)?.body.startsWith('OK ')) approved += 1
    options.progress(results.length, approved)
    const how = server.ended()
    if (how !== null) throw new Error(`the server is gone: ${how}`)
  }
  const queue = chosen.values()
  await Promise.all(
    Array.from({ length: options.concurrency }, async () => {
      for (const line of queue) await one(line)
    }),
  )
  const seconds = Math.round(performance.now() - began) / 1000
  const texts = results.flatMap(({ played }) => played.texts)
  const replies = texts.flatMap(({ reply }) => (reply === null || reply === '' ? [] : [reply]))
  const order = new Map(chosen.map(({ precinct }, at) => [precinct, at]))
  return {
    precincts: results.sort((a, b) => (order.get(a.line.precinct) ?? 0) - (order.get(b.line.precinct) ?? 0)),
    texts: { in: texts.length, out: replies.length },
    segments: { in: segmentsOf(texts.map(({ body }) => body)), out: segmentsOf(replies) },
    undelivered: carrier.exchanges.filter(({ delivered }) => !delivered).length,
    seconds,
  }
}

const segmentsOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + new SegmentedMessage(text).segmentsCount, 0)
