import { publicKey, verifyLedger } from '../world/assembly.ts'
import type { Report } from '../world/record.ts'
import type { Counts } from '../world/truth.ts'
import type { World } from '../world/world.ts'
import type { Finding, Invariant } from './invariants.ts'

type Totals = Readonly<Record<string, { initial: number; final: number; delegates: number }>>
interface ResultsFile {
  readonly sequence: number
  readonly phase: string
  readonly reported: number
  readonly totals: Totals
  readonly counties: readonly { readonly totals: Totals }[]
  readonly precincts: readonly {
    readonly id: string
    readonly report: { initial: Counts | null; final: Counts | null; delegates: Counts; number: number } | null
  }[]
}

/** The chains that the public has seen in each night: nothing of them may ever change. */
const seen = new WeakMap<World, Map<string, string>>()

/**
 * 7. Every page and feed of a publication says the same, and what the record says by another fold; the log extends
 * everything that was ever shown of it, and verifies.
 */
export const published: Invariant = {
  number: 7,
  name: 'published equals record',
  async check(world) {
    const json = await world.read('/results.json')
    const csv = await world.read('/results.csv')
    const ledger = await world.read('/ledger.jsonl')
    const nist = await world.read('/results.nist.json')
    if (json === null || csv === null || ledger === null || nist === null) return []
    const dead = Object.entries({ json, csv, ledger, nist }).filter(([, { status }]) => status !== 200)
    // A failure of the disk is the night's own; whatever else fails is found by nothingBreaks.
    if (dead.length > 0) return []
    const results = JSON.parse(json.body) as ResultsFile
    return [
      ...againstRecord(results, world),
      ...totalsHold(results),
      ...csvSays(results, csv.body, world),
      ...(await ledgerHolds(results, ledger.body, world)),
      ...nistSays(results, JSON.parse(nist.body)),
      ...countiesAddUp(results),
      ...(await pageSays(results, world)),
      ...(await precinctPageSays(results, world)),
    ]
  },
}

function againstRecord(results: ResultsFile, world: World): readonly Finding[] {
  const live = results.phase !== 'practice'
  return results.precincts.flatMap(({ id, report }): readonly Finding[] => {
    const { published } = world.record.of(`${live ? 'live' : 'practice'}/${id}`)
    if (report === null && published === null) return []
    // What came in the last seconds is not out yet.
    if (report === null || published === null || report.number !== published.number)
      return lately(published, world) || lately(lastOf(world, id), world)
        ? []
        : [
            {
              kind: 'published otherwise',
              what: `${id}: published is report ${report?.number ?? 'none'}, on record ${published?.number ?? 'none'}`,
            },
          ]
    const wrong = (['initial', 'final', 'delegates'] as const).filter((part) => !same(report[part], published[part]))
    return wrong.map((part) => ({
      kind: 'published otherwise',
      what: `${id}: published ${part} ${JSON.stringify(report[part])}, on record ${JSON.stringify(published[part])}`,
    }))
  })
}

const lastOf = (world: World, id: string): Report | null => {
  const event = world.record.events.findLast(({ stream }) => stream === `live/${id}`)
  return event === undefined ? null : ({ event } as Report)
}
const lately = (report: Report | null, world: World): boolean =>
  report !== null && Date.parse(report.event.at) > world.time.now() - 300_000

/** Groups without anybody do not count. */
const same = (a: Counts | null, b: Counts | null): boolean =>
  Object.keys({ ...a, ...b }).every((group) => (a?.[group] ?? 0) === (b?.[group] ?? 0))

function totalsHold({ precincts, totals, reported }: ResultsFile): readonly Finding[] {
  const findings: Finding[] = []
  const reports = precincts.flatMap(({ report }) => (report === null ? [] : [report]))
  if (reports.length !== reported)
    findings.push({ kind: 'totals', what: `${reported} are said to have reported, ${reports.length} have` })
  for (const [group, total] of Object.entries(totals))
    for (const part of ['final', 'delegates'] as const) {
      // A precinct that held no second count carries its first one into the final totals.
      const sum = reports.reduce((all, report) => all + (countsIn(part, report)?.[group] ?? 0), 0)
      if (sum !== total[part])
        findings.push({
          kind: 'totals',
          what: `${group}: the ${part} total is ${total[part]}, its precincts have ${sum}`,
        })
    }
  return findings
}

type Published = NonNullable<ResultsFile['precincts'][number]['report']>
const countsIn = (part: 'final' | 'delegates', report: Published): Counts | null =>
  part === 'final' ? (report.final ?? report.initial) : report.delegates

/** OpenElections columns: a line a precinct and group. */
function csvSays(results: ResultsFile, csv: string, world: World): readonly Finding[] {
  const [head = '', ...lines] = csv.trim().split('\n')
  const columns = head.trim().split(',')
  const [group, votes] = [columns.indexOf('candidate'), columns.indexOf('votes')]
  if (group === -1 || votes === -1) return []
  const sums = new Map<string, number>()
  for (const line of lines) {
    const cells = line.trim().split(',')
    const name = cells[group] ?? ''
    sums.set(name, (sums.get(name) ?? 0) + Number(cells[votes] || 0))
  }
  return world.plan.candidates.flatMap((name): readonly Finding[] => {
    const total = results.totals[name]?.final ?? 0
    const said = sums.get(name) ?? 0
    if (said === total) return []
    return [{ kind: 'csv differs', what: `${name}: ${said} in results.csv, ${total} in results.json` }]
  })
}

/** The totals of the state in the NIST file: rounds 1 and 2, and seats. */
function nistSays(results: ResultsFile, nist: NistFile): readonly Finding[] {
  const [election] = nist.Election
  const contest = election?.Contest[0]
  const state = nist.GpUnit.find(({ Type }) => Type === 'state')?.['@id']
  const names = new Map(
    election?.Candidate.map((candidate) => [candidate['@id'], candidate.BallotName.Text[0]?.Content]),
  )
  return (contest?.ContestSelection ?? []).flatMap(({ CandidateIds: [id = ''], VoteCounts }): readonly Finding[] => {
    const name = names.get(id) ?? ''
    const count = (fits: (line: VoteCounts) => boolean): number =>
      VoteCounts.find((line) => line.GpUnitId === state && fits(line))?.Count ?? 0
    const said = {
      initial: count(({ Round }) => Round === 1),
      final: count(({ Round }) => Round === 2),
      delegates: count(({ Type }) => Type === 'seats'),
    }
    return (['initial', 'final', 'delegates'] as const)
      .filter((part) => said[part] !== (results.totals[name]?.[part] ?? 0))
      .map((part) => ({
        kind: 'nist differs',
        what: `${name}: ${part} is ${said[part]} in results.nist.json, ${results.totals[name]?.[part] ?? 0} in results.json`,
      }))
  })
}
interface VoteCounts {
  readonly GpUnitId: string
  readonly Type: string
  readonly Round?: number
  readonly Count: number
}
interface NistFile {
  readonly GpUnit: readonly { readonly '@id': string; readonly Type: string }[]
  readonly Election: readonly {
    readonly Candidate: readonly {
      readonly '@id': string
      readonly BallotName: { readonly Text: readonly { readonly Content: string }[] }
    }[]
    readonly Contest: readonly {
      readonly ContestSelection: readonly {
        readonly CandidateIds: readonly string[]
        readonly VoteCounts: readonly VoteCounts[]
      }[]
    }[]
  }[]
}

/** The counties are the state, no more and no less. */
function countiesAddUp({ counties, totals }: ResultsFile): readonly Finding[] {
  return Object.entries(totals).flatMap(([group, total]) =>
    (['initial', 'final', 'delegates'] as const)
      .filter((part) => counties.reduce((sum, county) => sum + (county.totals[group]?.[part] ?? 0), 0) !== total[part])
      .map((part) => ({ kind: 'counties differ', what: `${group}: the ${part} of the counties is not the state's` })),
  )
}

/** The page of one precinct says each count and the delegates of its report. */
async function precinctPageSays(results: ResultsFile, world: World): Promise<readonly Finding[]> {
  const reported = results.precincts.filter(({ report }) => report !== null)
  if (reported.length === 0 || world.rules.viability === 'none') return []
  const { id, report } = world.draw(`page/${world.time.now()}`).pick(reported)
  const page = await world.read(`/precincts/${id}`)
  if (page?.status !== 200 || report === null) return []
  const rows = page.body.split('<tr>').map((row) =>
    row
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(',', '')
      .replaceAll(/\s+/g, ' '),
  )
  return Object.entries(report.delegates).flatMap(([group, delegates]): readonly Finding[] => {
    const numbers = [report.initial?.[group], report.final?.[group], delegates].filter((n) => n !== undefined)
    const row = rows.find((text) => text.trim().startsWith(group)) ?? ''
    return numbers.every((n) => new RegExp(`\\b${n}\\b`).test(row))
      ? []
      : [
          {
            kind: 'precinct page differs',
            what: `/precincts/${id} does not say ${numbers.join(', ')} of ${group}: "${row.trim()}"`,
          },
        ]
  })
}

async function ledgerHolds(results: ResultsFile, ledger: string, world: World): Promise<readonly Finding[]> {
  if (results.sequence === 0) return []
  const findings: Finding[] = []
  const verdict = await verifyLedger(ledger, publicKey)
  if (!verdict.ok) findings.push({ kind: 'verify fails', what: `verify says: ${verdict.faults[0]?.what ?? 'not ok'}` })
  const before = seen.get(world) ?? new Map<string, string>()
  const now = new Map<string, string>()
  for (const line of ledger.trim().split('\n')) {
    const { stream, version, hash } = JSON.parse(line) as { stream?: string; version?: number; hash?: string }
    if (stream !== undefined && hash !== undefined) now.set(`${stream} ${version}`, hash)
  }
  for (const [event, hash] of before)
    if (/^live/.test(event) && now.get(event) !== hash)
      findings.push({
        kind: 'history changed',
        what: `${event} was ${hash.slice(0, 8)} and is ${now.get(event)?.slice(0, 8) ?? 'gone'}`,
      })
  seen.set(world, new Map([...before, ...now]))
  return findings
}

/** The page that people look at first says how many are in. */
async function pageSays(results: ResultsFile, world: World): Promise<readonly Finding[]> {
  const page = await world.read('/')
  if (page?.status !== 200) return []
  const text = page.body.replaceAll(/<[^>]*>/g, ' ')
  const told = new RegExp(`\\b${results.reported}\\s+of\\s+${results.precincts.length}\\b`).test(text)
  return told
    ? []
    : [{ kind: 'page differs', what: `the first page does not say ${results.reported} of ${results.precincts.length}` }]
}
