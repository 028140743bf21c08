/**
 * What Iowa's night of 2020 costs in texts: replies and segments per precinct and per approved report. Played twice: by
 * the replaying chair, who sends both counts whatever they are told, and by one who reads each reply before they text.
 *   node test/proof/segments.ts [precincts]
 */
import { SegmentedMessage } from 'sms-segments-calculator'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import { messageSid } from '../../src/bot/ids.ts'
import {
  claimedWinners,
  countsOf,
  nextText,
  type Played,
  playChair,
  roomTerms,
  type Send,
} from '../../src/cli/replay/chair.ts'
import { type Files, loadFiles } from '../../src/files/load.ts'
import type { PrecinctReport } from '../../src/files/reports.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { memoryStore } from '../db/memory-store.ts'
import { sharedData } from '../shared.ts'

const most = Number(process.argv[2] ?? 2000)
/** Three texts each way, and a fourth where chance decides. */
const aim = 3.05
const keys = createKeys('segments-are-counted-with-this-one-secret-0000000000')
const data = sharedData()
if (data === null) console.log('The night of 2020 does not lie beside the checkout: nothing was proved.')
else process.exitCode = await proof(`${data}/iowa2020`)

async function proof(folder: string): Promise<number> {
  const file = (name: string) => `${folder}/${name}.csv`
  const paths = { roster: file('roster'), counties: file('counties'), reports: file('reports') }
  const loading = loadFiles({ config: `${folder}/caucus.json`, ...paths })
  if (!loading.ok) throw new Error('the shared files are not valid')
  await night('the replaying chair', loading.files, playChair)
  const read = await night('a chair who reads', loading.files, playReader)
  return read.longest <= 2 && read.mean <= aim ? 0 : 1
}

type Plays = typeof playChair

/** Sends one text after another, each time what the last reply asks for; the final count where it is still missing. */
async function playReader(report: PrecinctReport, terms: Parameters<Plays>[1], send: Send): Promise<Played> {
  const texts: { body: string; reply: string | null }[] = []
  const counts = [...countsOf(report, terms.order)]
  const { winners } = claimedWinners(report, terms)
  // Where one delegate is elected nobody realigns: the count is asked for once.
  const moved = terms.delegates > 1 && JSON.stringify(report.initial) !== JSON.stringify(report.final)
  let body = counts.shift() ?? null
  while (body !== null && texts.length < 8) {
    const reply: string = (await send(body)) ?? ''
    texts.push({ body, reply })
    const next = nextText(report.precinct, reply, winners)
    if (next !== null && !moved) counts.length = 0
    const another = next === null || counts.length > 0
    body = another ? (counts.shift() ?? next) : next
  }
  return { texts, tossAssumed: false }
}

async function night(who: string, files: Files, plays: Plays) {
  const { caucus, roster: lines } = files
  const store = memoryStore({
    caucus,
    phase: 'live',
    precincts: lines.map((line) => ({ ...line, id: line.precinct })),
    bindings: lines.flatMap(({ precinct, phone }) =>
      phone ? [{ precinct, kind: 'registered' as const, person: keys.person(phone), until: null }] : [],
    ),
  })
  let n = 0
  const handle = createHandle({
    store,
    keys,
    clock: { now: () => new Date(Date.UTC(2020, 1, 4, 1, 0, n)).toISOString() },
  })
  const replies: string[] = []
  const send = async (from: string, body: string): Promise<string> => {
    n += 1
    const sid = messageSid(`SM${n}`)
    if (!sid) throw new Error('unreachable')
    const { reply } = await handle({ sid, carrier: 'simulated', from, to: files.caucus.phone, body, media: [] })
    if (reply !== '') replies.push(reply)
    return reply
  }
  const reports = new Map(files.reports.map((report) => [report.precinct as string, report]))
  const played = lines.slice(0, most).flatMap((line) => {
    const report = reports.get(line.precinct)
    return report && line.phone ? [{ line, report, phone: line.phone }] : []
  })
  for (const { line, report, phone } of played)
    await plays(report, roomTerms(caucus, line), (body) => send(phone, body))
  const approved = (await store.reports()).filter((row) => row.published !== null).length
  return told(who, played.length, approved, n, replies)
}

function told(who: string, precincts: number, approved: number, texts: number, replies: readonly string[]) {
  const segments = replies.map((reply) => new SegmentedMessage(reply).segmentsCount)
  const sum = segments.reduce((all, one) => all + one, 0)
  const [mean, longest] = [sum / precincts, Math.max(...segments)]
  const per = (of: number) => `${(replies.length / of).toFixed(3)} replies, ${(sum / of).toFixed(3)} segments`
  console.log(
    `${who}: ${precincts} precincts, ${approved} approved, ${texts} texts in, ${replies.length} out, ${sum} segments`,
  )
  console.log(`  ${per(precincts)} a precinct; ${per(approved)} an approved report`)
  console.log(
    `  ${segments.filter((one) => one > 1).length} replies of more than one segment; the longest has ${Math.max(...replies.map((r) => r.length))} characters`,
  )
  for (const reply of replies.filter((_, i) => (segments[i] ?? 0) > 1).slice(0, 12)) console.log(`    ${reply}`)
  return { mean, longest }
}
