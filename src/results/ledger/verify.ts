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
import { addUp, isCarried, totalsJson } from '../publish/totals.ts'
import {
  type ClosedLine,
  eventOf,
  isLedgerLine,
  type LedgerLine,
  type OpenLine,
  type SettingLine,
  type SnapshotLine,
} from './lines.ts'
import { changedLines, settingHash } from './setting-lines.ts'
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
  /** How many of them have a setting that the record does not hold any more: only the signature vouches for their SDE. */
  readonly unkept: number
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
  const first = lines[0]?.line === 'caucus' ? lines[0] : null
  if (first === null) faults.push({ line: 1, what: 'not a ledger of this format: its first line should say so' })
  const verification: Verification = {
    setting: ledgerSetting([]),
    heads: new Map(),
    records: new Map(),
    everPublic: new Map(),
    published: new Map(),
    otherSeats: new Map(),
    events: 0,
    orderHash: '',
    open: 0,
    key,
    origin: key === null ? 'not signed' : 'ours',
    last: null,
    updates: 0,
    unkept: 0,
  }
  // What is not even written as a ledger is not computed with.
  if (faults.length === 0) await checkLines(lines, readSettings(texts, lines, faults), verification, faults)
  const { events, open, origin, updates, unkept, last } = verification
  const { name: caucus, practice } = first ?? { name: '', practice: false }
  return { ok: faults.length === 0, faults, origin, caucus, practice, events, open, updates, unkept, last }
}

/** What the numbers are computed with between two updates. */
interface LedgerSetting {
  readonly rules: RuleSet
  readonly ballotOrder: readonly string[]
  readonly sdeRates: SdeRates
  /** Precincts by their stream. */
  readonly precincts: ReadonlyMap<string, RosterPrecinct>
  /** sha256 over its lines, as each update names it. */
  readonly hash: string
}

/** What a verifier has seen so far. */
interface Verification {
  /** In force at the line that is read. */
  setting: LedgerSetting
  /** By stream. */
  readonly heads: Map<string, ChainHead>
  readonly records: Map<string, PrecinctRecord>
  /** Every report that was ever public, by `precinct@version`. */
  readonly everPublic: Map<string, PublishedReport>
  /** What the updates so far show, by precinct. */
  readonly published: Map<string, PublishedReport>
  /**
   * Faults of reports that came with another number of delegates than the roster had at the next update, by
   * `precinct@version`. They were held at once; no fault is left where an update shows a report that rests on them
   * when the roster has their number again.
   */
  readonly otherSeats: Map<string, () => void>
  events: number
  /** Over the events so far: see `nextOrderHash`. */
  orderHash: string
  open: number
  /** The key that was made known before the night; null where none was given. */
  readonly key: string | null
  origin: LedgerVerdict['origin']
  last: SnapshotLine | null
  updates: number
  unkept: number
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

const isSettingLine = (line: LedgerLine | null | undefined): line is SettingLine =>
  line?.line === 'caucus' || line?.line === 'county' || line?.line === 'precinct'

interface SettingText {
  readonly line: SettingLine
  /** With its line end. */
  readonly text: string
}
const textsOf = (setting: readonly SettingText[]): readonly string[] => setting.map(({ text }) => text)

const isRecordLine = (line: LedgerLine | null | undefined): line is OpenLine | ClosedLine | SnapshotLine =>
  line?.line === 'event' || line?.line === 'snapshot'

/**
 * Reads all settings, and checks that each is the one that its updates name, and that none of its lines could stand
 * elsewhere or be left out. @returns each by the index of the first line that rests on it
 */
function readSettings(
  texts: readonly string[],
  lines: readonly (LedgerLine | null)[],
  faults: Fault[],
): ReadonlyMap<number, LedgerSetting> {
  const settings = new Map<number, LedgerSetting>()
  const indexFrom = (from: number, record: boolean): number => {
    const index = lines.findIndex((line, i) => i >= from && isRecordLine(line) === record)
    return index === -1 ? lines.length : index
  }
  let inForce: readonly SettingText[] = []
  let unkept: string | null = null
  for (let from = 0; from < lines.length; ) {
    const to = indexFrom(from, true)
    const next = indexFrom(to, false)
    const fault = (what: string) => faults.push({ line: from + 1, what })
    const changed = lines.slice(from, to).flatMap((line, i): SettingText[] => {
      return isSettingLine(line) ? [{ line, text: `${texts[from + i]}\n` }] : []
    })
    const last = lines[to - 1]
    const marker = last?.line === 'unkept' ? last.setting : null
    const before = inForce
    inForce = from === 0 ? changed : withLines(before, changed)
    const setting = ledgerSetting(inForce)
    settings.set(to, setting)
    if (from > 0 && lines[from - 1]?.line !== 'snapshot') fault('lines of the setting stand before an update has ended')
    if (from > 0 && changedLines(textsOf(before), textsOf(inForce)).join('') !== textsOf(changed).join(''))
      fault('lines of the setting change nothing, or are doubled or out of order')
    const others = to - from - changed.length
    if (others > (marker === null ? 0 : 1) || (from > 0 && others > 0 && changed.length > 0))
      fault('a line of a kind that does not belong here')
    if (marker !== null && (marker === unkept || marker === setting.hash))
      fault('a setting is said not to be kept that is, or is said so twice')
    unkept = marker ?? unkept
    const updates = lines.slice(to, next).filter((line) => line?.line === 'snapshot')
    const other = updates.find(
      (update, i) => update.setting !== setting.hash && (update.setting !== unkept || (i === 0 && marker === null)),
    )
    const final = next === lines.length ? updates.at(-1) : undefined
    const wrong =
      (marker !== null && updates[0] !== undefined && updates[0].setting !== marker ? updates[0] : other) ??
      (final !== undefined && final.setting !== setting.hash ? final : undefined)
    if (wrong !== undefined)
      fault(
        `the caucus, its counties or precincts (lines ${from + 1} to ${to}) are not those of update ${wrong.sequence}`,
      )
    from = next
  }
  return settings
}

const settingOrder = ['caucus', 'county', 'precinct'] as const
const nameOf = (line: SettingLine): string =>
  line.line === 'caucus' ? '' : line.line === 'county' ? line.county : line.id
const isSameSubject = (a: SettingLine, b: SettingLine): boolean => a.line === b.line && nameOf(a) === nameOf(b)
const comesAfter = (a: SettingLine, b: SettingLine): boolean =>
  a.line === b.line ? nameOf(a) > nameOf(b) : settingOrder.indexOf(a.line) > settingOrder.indexOf(b.line)

/** The setting with some lines replaced; a county or precinct that is new has its place by its name or code. */
function withLines(setting: readonly SettingText[], changed: readonly SettingText[]): readonly SettingText[] {
  const next = [...setting]
  for (const item of changed) {
    const at = next.findIndex(({ line }) => isSameSubject(line, item.line))
    const after = next.findIndex(({ line }) => comesAfter(line, item.line))
    if (at !== -1) next[at] = item
    else next.splice(after === -1 ? next.length : after, 0, item)
  }
  return next
}

function ledgerSetting(texts: readonly SettingText[]): LedgerSetting {
  const lines = texts.map(({ line }) => line)
  const caucus = lines.find((line) => line.line === 'caucus')
  const places = lines.flatMap((line): RosterPrecinct[] =>
    line.line === 'precinct' ? [{ ...line, id: line.id as PrecinctId, language: 'en', timezone: null }] : [],
  )
  const counties = lines.flatMap((line) => (line.line === 'county' ? [line] : []))
  return {
    rules: caucus?.rules as RuleSet,
    ballotOrder: caucus?.groups ?? [],
    sdeRates: sdeRates({ places, counties, pools: caucus?.pools ?? {} }),
    precincts: new Map(places.map((place) => [`${caucus?.phase}/${place.id}`, place])),
    hash: settingHash(textsOf(texts)),
  }
}

async function checkLines(
  lines: readonly (LedgerLine | null)[],
  settings: ReadonlyMap<number, LedgerSetting>,
  verification: Verification,
  faults: Fault[],
): Promise<void> {
  for (let i = 0; i < lines.length && faults.length < MOST_FAULTS; i += 1) {
    const line = lines[i]
    const fault = (what: string) => faults.push({ line: i + 1, what })
    verification.setting = settings.get(i) ?? verification.setting
    if (line?.line === 'event') checkEvent(line, verification, fault)
    else if (line?.line === 'snapshot') await checkUpdate(line, verification, fault)
  }
  for (const addFault of verification.otherSeats.values()) addFault()
  // A change is said first; that the end is missing as well says nothing more.
  if (faults.length > 0 || lines.at(-1)?.line === 'snapshot') return
  faults.push({
    line: lines.length,
    what: 'it does not end with an update: nobody vouches for what follows the last one',
  })
}

/** Numbers without gaps, and a hash that fits its contents and the hash before it. */
function checkEvent(line: OpenLine | ClosedLine, verification: Verification, fault: AddFault): void {
  const { stream, version, hash } = line
  const head = verification.heads.get(stream)
  verification.events += 1
  verification.orderHash = nextOrderHash(verification.orderHash, hash)
  if (!verification.setting.precincts.has(stream)) fault(`${stream} is no precinct of this caucus`)
  if (version !== (head?.version ?? 0) + 1)
    fault(`${stream}: event ${version} follows event ${head?.version ?? 0}: a line is missing, doubled or out of order`)
  const salted = 'salt' in line ? saltedHash(line.salt, canonicalJson(saltedForm(line))) : line.salted
  if (chainHash(head?.hash ?? '', salted) !== hash)
    fault(`${stream} event ${version}: its hash does not fit its contents and the event before it`)
  verification.heads.set(stream, { stream, version, hash })
  if (!('salt' in line)) return
  verification.open += 1
  foldOpenEvent(line, verification, (what) => fault(`${stream} event ${version}: ${what}`))
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
 * nothing public; the fold does not need them.
 */
function foldOpenEvent(line: OpenLine, verification: Verification, fault: AddFault): void {
  const { records, everPublic, otherSeats, setting } = verification
  const precinct = setting.precincts.get(line.stream)
  if (precinct === undefined) return
  const event = eventOf(line)
  if (event === null) {
    fault('its contents are not those of an event')
    return
  }
  const stored = { event, version: line.version, at: line.at, actor: line.actor as Actor, cause: '', hash: line.hash }
  const before = records.get(line.stream) ?? emptyPrecinctRecord
  const record = evolvePrecinctRecord(precinct.id, before, stored)
  records.set(line.stream, record)
  const { report } = record
  if (report === null || report === before.report) return
  const id = `${precinct.id}@${report.version}`
  everPublic.set(id, report)
  if (report.seats !== precinct.delegates) otherSeats.set(id, () => fault(otherSeatsText(report, precinct)))
  const again = recompute(report, setting.rules, setting.ballotOrder)
  if (again.tie !== null || !sameGroups(again.delegates, report.delegates))
    fault('the counts do not give the delegates that were approved')
}

const otherSeatsText = ({ seats }: PublishedReport, { delegates }: RosterPrecinct): string =>
  `approved with ${seats} delegates to elect, the roster has ${delegates}`

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
  const { everPublic, published, otherSeats, setting } = verification
  const isKept = line.setting === setting.hash
  if (!isKept) verification.unkept += 1
  else if (line.of !== setting.precincts.size)
    fault(`update ${line.sequence} speaks of ${line.of} precincts, the file lists ${setting.precincts.size}`)
  for (const [precinct, version] of line.changes) {
    const report = everPublic.get(`${precinct}@${version}`)
    if (version === null) published.delete(precinct)
    else if (report === undefined)
      fault(`update ${line.sequence} shows a report of ${precinct} that no event made public`)
    else {
      published.set(precinct, report)
      const place = setting.sdeRates.places.get(precinct)
      if (isKept && place !== undefined && report.seats !== place.delegates)
        fault(`update ${line.sequence}: ${precinct} was ${otherSeatsText(report, place)}`)
      else for (const source of report.sources) otherSeats.delete(`${precinct}@${source.version}`)
    }
  }
  const reports = [...published.values()]
  if (line.reported !== reports.length)
    fault(`update ${line.sequence} speaks of ${line.reported} reports, it shows ${reports.length}`)
  const sdePerDelegate = sdePerDelegateAmong(setting.sdeRates, reports)
  // People and delegates do not depend on the roster; for SDE under a setting that is not kept only the signature vouches.
  const follow = (added: readonly PublishedReport[]): boolean => {
    const again = totalsJson(addUp(added, sdePerDelegate, setting.ballotOrder))
    return isKept
      ? canonicalJson(again) === canonicalJson(line.totals)
      : (['initial', 'final', 'delegates'] as const).every((part) => sameGroups(again[part], line.totals[part]))
  }
  // Version 0.1 did not carry first counts into the final totals: what it signed stays as it is.
  const uncarried = () => reports.map((report) => (isCarried(report) ? { ...report, final: {} } : report))
  if (!follow(reports) && !follow(uncarried()))
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
