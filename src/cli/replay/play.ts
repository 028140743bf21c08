import { SegmentedMessage } from 'sms-segments-calculator'
import type { Files } from '../../files/load.ts'
import type { PrecinctReport } from '../../files/reports.ts'
import type { RosterLine } from '../../files/roster.ts'
import { systemClock } from '../../server/clock.ts'
import { simulatedCarrier } from '../../sms/simulated/carrier.ts'
import { type Played, playChair, roomTerms } from './chair.ts'
import type { ServerProcess } from './server.ts'

/** One precinct of the night: its roster line, what it reported (null: nothing), and its chair's texts. */
export interface PlayedPrecinct {
  readonly line: RosterLine
  readonly report: PrecinctReport | null
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
  /** How many precincts play: the first ones of the roster. */
  readonly precincts: number
  /** How many chairs text at once. */
  readonly concurrency: number
  readonly progress: (done: number, approvedSoFar: number) => void
}

const silent: Played = { texts: [], tossAssumed: false }

/**
 * Plays the night: every chair texts over signed webhooks to a server in another process. A chair without a phone or a
 * report stays silent.
 * @returns the precincts in the order of the roster; seconds are those of the texting.
 * @throws when the server ends meanwhile.
 */
export async function playNight(files: Files, server: ServerProcess, options: PlayOptions): Promise<NightPlayed> {
  const reports = new Map(files.reports.map((report) => [report.precinct, report]))
  const carrier = simulatedCarrier({
    ...server.account,
    post: (request) => fetch(request),
    clock: systemClock,
    retries: 3,
  })
  const began = performance.now()
  const lines = files.roster.slice(0, options.precincts)
  const results: PlayedPrecinct[] = []
  let approved = 0
  const play = async (line: RosterLine) => {
    const { phone } = line
    const report = reports.get(line.precinct) ?? null
    const send = async (body: string) => (phone === null ? null : (await carrier.text(phone, body)).reply)
    const played =
      phone === null || report === null ? silent : await playChair(report, roomTerms(files.caucus, line), send)
    results.push({ line, report, played })
    if (played.texts.at(-1)?.body.startsWith('OK ')) approved += 1
    options.progress(results.length, approved)
    const ended = server.ended()
    if (ended !== null) throw new Error(`the server is gone: ${ended}`)
  }
  const queue = lines.values()
  await Promise.all(
    Array.from({ length: options.concurrency }, async () => {
      for (const line of queue) await play(line)
    }),
  )
  const seconds = Math.round(performance.now() - began) / 1000
  const texts = results.flatMap(({ played }) => played.texts)
  const replies = texts.flatMap(({ reply }) => (reply === null || reply === '' ? [] : [reply]))
  const order = new Map(lines.map(({ precinct }, index) => [precinct, index]))
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
