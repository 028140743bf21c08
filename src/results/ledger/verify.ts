import type { Actor } from '../../bot/event.ts'
import type { PrecinctId } from '../../bot/ids.ts'
import { canonicalJson, chainHash, saltedHash } from '../../keys/hash-chain.ts'
import { verifySignature } from '../../keys/signatures.ts'
import type { RuleSet } from '../../math/types.ts'
import type { RosterPrecinct } from '../ports.ts'
import { emptyPrecinctRecord, evolvePrecinctRecord, type PrecinctRecord } from '../publish/precinct-record.ts'
import { recompute, sameGroups } from '../publish/recompute.ts'
import { type SdeRates, sdePerDelegateAmong, sdeRates } from '../publish/sde-per-delegate.ts'
import type { PublishedReport } from '../publish/snapshot.ts'
import { addUp, totalsJson } from '../publish/totals.ts'
import {
  type ClosedLine,
  eventOf,
  isLedgerLine,
  type LedgerLine,
  type OpenLine,
  type SettingLine,
  type SnapshotLine,
} from './lines.ts'
import { type ChainHead, nextOrderHash, rootOf, sha256 } from './statement.ts'

/** What is wrong, and on which line (from 1); line 0 is the file as a whole. */
interface Fault {
  readonly line: number
  readonly what: string
}

export interface LedgerVerdict {
  readonly ok: boolean
  readonly faults: readonly Fault[]
  /** `ours`: signed by the key that was given. `its own key`: by the key in the file, which proves consistency, not origin. */
  readonly origin: 'ours' | 'its own key' | 'not signed'
  /** The name of the caucus. */
  readonly caucus: string
  readonly practice: boolean
  readonly events: number
  /** How many of them stand open. */
  readonly open: number
  readonly updates: number
  /** The last update; null where the file holds none. */
  readonly last: SnapshotLine | null
}

/** More faults than these say nothing new. */
const MOST_FAULTS = 20

/**
 * Verifies a ledger without trusting whoever served it: it is whole and unchanged (numbers without gaps, chains, roots,
 * the chain of updates), its totals follow from its events by the arithmetic, and it is signed.
 * @param text the file, as docs/ledger.md describes it. Anything else is a verdict with faults; nothing is thrown
 * @param key base64url of the public key that was made known before the night; null proves no origin
 * @example (await verifyLedger(await readFile('ledger.jsonl', 'utf8'), '1G7_K3Cf…')).ok
 */
export async function verifyLedger(text: string, key: string | null): Promise<LedgerVerdict> {
  const texts = text.split('\n')
  const faults: Fault[] = []
  if (texts.pop() !== '') faults.push({ line: texts.length, what: 'the last line has no end: the file is cut off' })
  const lines = texts.map((line, i) => parseLine(line, i + 1, faults))
  const verification: Verification = {
    ...readSetting(texts, lines, faults),
    heads: new Map(),
    records: new Map(),
    everPublic: new Map(),
    published: new Map(),
    events: 0,
    orderHash: '',
    open: 0,
    key,
    origin: key === null ? 'not signed' : 'ours',
    last: null,
    updates: 0,
  }
  // What is not even written as a ledger is not computed with.
  if (faults.length === 0) await checkLines(lines, verification, faults)
  const { name: caucus, practice, events, open, origin, updates, last } = verification
  return { ok: faults.length === 0, faults, origin, caucus, practice, events, open, updates, last }
}

/** What the first lines say the numbers are computed with. */
interface LedgerSetting {
  readonly name: string
  readonly practice: boolean
  readonly rules: RuleSet
  readonly ballotOrder: readonly string[]
  readonly sdeRates: SdeRates
  /** Precincts by their stream. */
  readonly precincts: ReadonlyMap<string, RosterPrecinct>
  /** sha256 over these lines, as each update names it. */
  readonly setting: string
  readonly settingLineCount: number
}

/** What a verifier has seen so far. */
interface Verification extends LedgerSetting {
  /** By stream. */
  readonly heads: Map<string, ChainHead>
  readonly records: Map<string, PrecinctRecord>
  /** Every report that was ever public, by `precinct@version`. */
  readonly everPublic: Map<string, PublishedReport>
  /** What the updates so far show, by precinct. */
  readonly published: Map<string, PublishedReport>
  events: number
  /** Over the events so far: see `nextOrderHash`. */
  orderHash: string
  open: number
  /** The key that was made known before the night; null where none was given. */
  readonly key: string | null
  origin: LedgerVerdict['origin']
  last: SnapshotLine | null
  updates: number
}

type AddFault = (what: string) => void

function parseLine(text: string, number: number, faults: Fault[]): LedgerLine | null {
  const fault = (what: string): null => {
    faults.push({ line: number, what })
    return null
  }
  try {
    const value: unknown = JSON.parse(text)
    if (canonicalJson(value) !== text)
      return fault('not written as this ledger writes its lines: bytes were added or changed')
    return isLedgerLine(value)
      ? value
      : fault('not a line of a ledger: something is missing, too much, or of another kind')
  } catch {
    return fault('not JSON')
  }
}

/** Reads the lines that come before the first event. */
function readSetting(texts: readonly string[], lines: readonly (LedgerLine | null)[], faults: Fault[]): LedgerSetting {
  const found = lines.findIndex((line) => line?.line === 'event' || line?.line === 'snapshot')
  const settingLineCount = found === -1 ? lines.length : found
  const setting = lines.slice(0, settingLineCount) as readonly (SettingLine | null)[]
  const caucus = setting[0]?.line === 'caucus' ? setting[0] : null
  if (caucus === null) faults.push({ line: 1, what: 'not a ledger of this format: its first line should say so' })
  const places = setting.flatMap((line): RosterPrecinct[] =>
    line?.line === 'precinct' ? [{ ...line, id: line.id as PrecinctId, language: 'en', timezone: null }] : [],
  )
  const counties = setting.flatMap((line) => (line?.line === 'county' ? [line] : []))
  return {
    name: caucus?.name ?? '',
    practice: caucus?.practice ?? false,
    rules: caucus?.rules as RuleSet,
    ballotOrder: caucus?.groups ?? [],
    sdeRates: sdeRates({ places, counties, pools: caucus?.pools ?? {} }),
    precincts: new Map(places.map((p) => [`${caucus?.phase}/${p.id}`, p])),
    setting: sha256(
      texts
        .slice(0, settingLineCount)
        .map((text) => `${text}\n`)
        .join(''),
    ),
    settingLineCount,
  }
}

async function checkLines(
  lines: readonly (LedgerLine | null)[],
  verification: Verification,
  faults: Fault[],
): Promise<void> {
  checkSettingOfLast(lines, verification, faults)
  for (let i = verification.settingLineCount; i < lines.length && faults.length < MOST_FAULTS; i += 1) {
    const line = lines[i]
    const fault = (what: string) => faults.push({ line: i + 1, what })
    if (line?.line === 'event') checkEvent(line, verification, fault)
    else if (line?.line === 'snapshot') await checkUpdate(line, verification, fault)
    else fault('a line of a kind that does not belong here')
  }
  // A change is said first; that the end is missing as well says nothing more.
  if (faults.length > 0 || lines.at(-1)?.line === 'snapshot') return
  faults.push({
    line: lines.length,
    what: 'it does not end with an update: nobody vouches for what follows the last one',
  })
}

/** The setting may have changed during the night; it stands in the file as the last update knew it. */
function checkSettingOfLast(
  lines: readonly (LedgerLine | null)[],
  { setting, settingLineCount, precincts }: LedgerSetting,
  faults: Fault[],
): void {
  const last = lines.at(-1)
  if (last?.line !== 'snapshot') return
  if (last.setting !== setting) {
    const what = `the caucus, its counties or precincts (lines 1 to ${settingLineCount}) are not those of the last update`
    faults.push({ line: 1, what })
  }
  if (last.of !== precincts.size) {
    const what = `the last update speaks of ${last.of} precincts, the file lists ${precincts.size}`
    faults.push({ line: lines.length, what })
  }
}

/** Numbers without gaps, and a hash that fits its contents and the hash before it. */
function checkEvent(line: OpenLine | ClosedLine, verification: Verification, fault: AddFault): void {
  const { stream, version, hash } = line
  const head = verification.heads.get(stream)
  verification.events += 1
  verification.orderHash = nextOrderHash(verification.orderHash, hash)
  if (!verification.precincts.has(stream)) fault(`${stream} is no precinct of this caucus`)
  if (version !== (head?.version ?? 0) + 1)
    fault(`${stream}: event ${version} follows event ${head?.version ?? 0}: a line is missing, doubled or out of order`)
  const salted = 'salt' in line ? saltedHash(line.salt, canonicalJson(saltedForm(line))) : line.salted
  if (chainHash(head?.hash ?? '', salted) !== hash)
    fault(`${stream} event ${version}: its hash does not fit its contents and the event before it`)
  verification.heads.set(stream, { stream, version, hash })
  if (!('salt' in line)) return
  verification.open += 1
  const problem = foldOpenEvent(line, verification)
  if (problem !== null) fault(`${stream} event ${version}: ${problem}`)
}

const saltedForm = ({ stream, version, type, data, at, actor }: OpenLine) => ({
  stream,
  version,
  type,
  data,
  at,
  actor,
})

/**
 * Folds an open event, and computes a report again when it becomes public by it. Closed events are drafts that led to
 * nothing public; the fold does not need them. @returns what is wrong, or null.
 */
function foldOpenEvent(line: OpenLine, verification: Verification): string | null {
  const { records, everPublic, precincts, rules, ballotOrder } = verification
  const precinct = precincts.get(line.stream)
  if (precinct === undefined) return null
  const event = eventOf(line)
  if (event === null) return 'its contents are not those of an event'
  const stored = { event, version: line.version, at: line.at, actor: line.actor as Actor, cause: '', hash: line.hash }
  const before = records.get(line.stream) ?? emptyPrecinctRecord
  const record = evolvePrecinctRecord(precinct.id, before, stored)
  records.set(line.stream, record)
  const { report } = record
  if (report === null || report === before.report) return null
  everPublic.set(`${precinct.id}@${report.version}`, report)
  if (report.seats !== precinct.delegates)
    return `approved with ${report.seats} delegates to elect, the roster has ${precinct.delegates}`
  const again = recompute(report, rules, ballotOrder)
  return again.tie === null && sameGroups(again.delegates, report.delegates)
    ? null
    : 'the counts do not give the delegates that were approved'
}

/** One update: in its place, of this record, with these totals, signed. */
async function checkUpdate(line: SnapshotLine, verification: Verification, fault: AddFault): Promise<void> {
  const update = `update ${line.sequence}`
  const before = verification.last
  if (line.sequence !== (before?.sequence ?? 0) + 1)
    fault(`${update} follows update ${before?.sequence ?? 0}: one is missing, doubled or out of order`)
  if (line.previous !== (before === null ? '' : sha256(statementText(before))))
    fault(`${update} does not follow from the update before it`)
  if (line.events !== verification.events)
    fault(`${update} takes account of ${line.events} events, before it stand ${verification.events}`)
  if (line.root !== rootOf(verification.heads.values()))
    fault(`${update}: its root is not that of the events before it`)
  if (line.order !== verification.orderHash)
    fault(`${update}: the events before it are not in the order in which they were recorded`)
  checkTotals(line, verification, fault)
  await checkSignature(line, verification, fault)
  verification.last = line
  verification.updates += 1
}

function checkTotals(line: SnapshotLine, verification: Verification, fault: AddFault): void {
  const { everPublic, published, setting, ballotOrder } = verification
  for (const [precinct, version] of line.changes) {
    const report = everPublic.get(`${precinct}@${version}`)
    if (version === null) published.delete(precinct)
    else if (report === undefined)
      fault(`update ${line.sequence} shows a report of ${precinct} that no event made public`)
    else published.set(precinct, report)
  }
  const reports = [...published.values()]
  if (line.reported !== reports.length)
    fault(`update ${line.sequence} speaks of ${line.reported} reports, it shows ${reports.length}`)
  // Under another roster the totals were others; only the signature vouches for those.
  if (line.setting !== setting) return
  const again = totalsJson(addUp(reports, sdePerDelegateAmong(verification.sdeRates, reports), ballotOrder))
  if (canonicalJson(again) !== canonicalJson(line.totals))
    fault(`update ${line.sequence}: its totals do not follow from its reports`)
}

async function checkSignature(line: SnapshotLine, verification: Verification, fault: AddFault): Promise<void> {
  const { signature, key } = line
  const update = `update ${line.sequence}`
  const text = statementText(line)
  if (verification.key !== null) {
    if (signature === null) fault(`${update} is not signed`)
    else if (key !== verification.key) fault(`${update} names another key than the one that was given`)
    else if (!(await verifySignature(verification.key, text, signature)))
      fault(`${update} is not signed by the key that was given`)
  } else if (signature !== null && key !== null) {
    if (verification.updates === 0) verification.origin = 'its own key'
    if (!(await verifySignature(key, text, signature))) fault(`${update}: its signature does not fit it`)
    const before = verification.last
    if (before !== null && before.key !== null && before.key !== key)
      fault(`${update} is signed by another key than the update before it`)
  }
}

function statementText(line: SnapshotLine): string {
  const { line: _, signature: __, key: ___, ...statement } = line
  return canonicalJson(statement)
}
