import type { Actor, PrecinctEvent } from '../../bot/event.ts'
import { canonicalJson, chainHash, saltedHash } from '../../keys/chain.ts'
import { verifySignature } from '../../keys/sign.ts'
import type { RuleSet } from '../../math/types.ts'
import type { RosterPrecinct } from '../ports.ts'
import { emptyPrecinctRecord, evolvePrecinctRecord, type PrecinctRecord } from '../publish/precinct-record.ts'
import { recompute, sameGroups } from '../publish/recompute.ts'
import { type SdeRates, sdePerDelegateAmong, sdeRates } from '../publish/sde-per-delegate.ts'
import type { PublishedReport } from '../publish/snapshot.ts'
import { addUp, totalsJson } from '../publish/totals.ts'
import type { ClosedLine, OpenLine, SettingLine, SnapshotLine } from './ledger.ts'
import { isEvent, isLine } from './lines.ts'
import { type ChainHead, nextOrderHash, rootOf, type SignedStatement, sha256 } from './statement.ts'

/**
 * Folds an open event, and computes a report again when it becomes public by it. Closed events are drafts that led to
 * nothing public; the fold does not need them. @returns what is wrong, or null.
 */
function followOpen(line: OpenLine, known: Known): string | null {
  const place = known.places.get(line.stream)
  if (place === undefined) return null
  if (!isEvent(line.type, line.data)) return 'its contents are not those of an event'
  const event = { type: line.type, data: line.data } as PrecinctEvent
  const stored = { event, version: line.version, at: line.at, actor: line.actor as Actor, cause: '', hash: line.hash }
  const before = known.tracks.get(line.stream) ?? emptyPrecinctRecord
  const track = evolvePrecinctRecord(place.id, before, stored)
  known.tracks.set(line.stream, track)
  const { report } = track
  if (report === null || report === before.report) return null
  known.entries.set(`${place.id}@${report.version}`, report)
  if (report.seats !== place.delegates)
    return `approved with ${report.seats} delegates to elect, the roster has ${place.delegates}`
  const again = recompute(report, known.rules, known.groups)
  return again.tie === null && sameGroups(again.delegates, report.delegates)
    ? null
    : 'the counts do not give the delegates that were approved'
}

/** What the first lines say the numbers are computed with. */
interface Said {
  readonly name: string
  readonly practice: boolean
  readonly rules: RuleSet
  readonly groups: readonly string[]
  readonly worths: SdeRates
  /** Precincts by their stream. */
  readonly places: ReadonlyMap<string, RosterPrecinct>
  /** sha256 over these lines, as each update names it. */
  readonly setting: string
  readonly settingLines: number
}

/** What a verifier has seen so far. */
interface Known extends Said {
  readonly heads: Map<string, ChainHead>
  readonly tracks: Map<string, PrecinctRecord>
  /** Every report that was ever public, by `precinct@version`. */
  readonly entries: Map<string, PublishedReport>
  /** What the updates so far show. */
  readonly shown: Map<string, PublishedReport>
  events: number
  /** Over the events so far: see `ordered`. */
  order: string
  open: number
}

/** Reads the lines that come before the first event. */
function checkSetting(
  lines: readonly string[],
  parsed: readonly (Readonly<Record<string, unknown>> | null)[],
  faults: Fault[],
): Said {
  const found = parsed.findIndex((line) => line?.line === 'event' || line?.line === 'snapshot')
  const count = found === -1 ? parsed.length : found
  const own = parsed.slice(0, count) as unknown as readonly (SettingLine | null)[]
  const head = own[0]
  if (head?.line !== 'caucus' || head.format !== 'caucusline-ledger' || head.version !== 1) {
    faults.push({ line: 1, what: 'not a ledger of this format: its first line should say so' })
  }
  const caucus = head?.line === 'caucus' ? head : null
  const places = own.flatMap((line): RosterPrecinct[] =>
    line?.line === 'precinct' ? [{ ...line, language: 'en', timezone: null }] : [],
  )
  const counties = own.flatMap((line) => (line?.line === 'county' ? [line] : []))
  return {
    name: caucus?.name ?? '',
    practice: caucus?.practice ?? false,
    rules: caucus?.rules as RuleSet,
    groups: caucus?.groups ?? [],
    worths: sdeRates({ places, counties, pools: caucus?.pools ?? {} }),
    places: new Map(places.map((p) => [`${caucus?.phase}/${p.id}`, p])),
    setting: sha256(
      lines
        .slice(0, count)
        .map((line) => `${line}\n`)
        .join(''),
    ),
    settingLines: count,
  }
}

/** Who signed, so far. */
interface Signing {
  /** The key that was made known before the night; null where none was given. */
  readonly key: string | null
  origin: 'ours' | 'its own key' | 'not signed'
  last: SnapshotLine | null
  updates: number
}

/** One update: in its place, of this record, with these totals, signed. */
async function checkSnapshot(
  line: SnapshotLine,
  known: Known,
  signing: Signing,
  fault: (what: string) => void,
): Promise<void> {
  const { line: _, signature, key, ...statement } = line
  const called = `update ${line.sequence}`
  const before = signing.last
  if (line.sequence !== (before?.sequence ?? 0) + 1)
    fault(`${called} follows update ${before?.sequence ?? 0}: one is missing, doubled or out of order`)
  if (line.previous !== (before === null ? '' : sha256(statementText(before))))
    fault(`${called} does not follow from the update before it`)
  if (line.events !== known.events)
    fault(`${called} takes account of ${line.events} events, before it stand ${known.events}`)
  if (line.root !== rootOf(known.heads.values())) fault(`${called}: its root is not that of the events before it`)
  if (line.order !== known.order)
    fault(`${called}: the events before it are not in the order in which they were recorded`)
  checkTotals(line, known, fault)
  const text = canonicalJson(statement)
  if (signing.key !== null) {
    if (signature === null) fault(`${called} is not signed`)
    else if (key !== signing.key) fault(`${called} names another key than the one that was given`)
    else if (!(await verifySignature(signing.key, text, signature)))
      fault(`${called} is not signed by the key that was given`)
  } else if (signature !== null && key !== null) {
    if (signing.updates === 0 || signing.origin === 'its own key') signing.origin = 'its own key'
    if (!(await verifySignature(key, text, signature))) fault(`${called}: its signature does not fit it`)
    if (before !== null && before.key !== null && before.key !== key)
      fault(`${called} is signed by another key than the update before it`)
  }
  signing.last = line
  signing.updates += 1
}

function statementText(line: SnapshotLine): string {
  const { line: _, signature: __, key: ___, ...statement } = line
  return canonicalJson(statement satisfies SignedStatement)
}

function checkTotals(line: SnapshotLine, known: Known, fault: (what: string) => void): void {
  for (const [precinct, version] of line.changes) {
    if (version === null) {
      known.shown.delete(precinct)
      continue
    }
    const entry = known.entries.get(`${precinct}@${version}`)
    if (entry === undefined) fault(`update ${line.sequence} shows a report of ${precinct} that no event made public`)
    else known.shown.set(precinct, entry)
  }
  const entries = [...known.shown.values()]
  if (line.reported !== entries.length)
    fault(`update ${line.sequence} speaks of ${line.reported} reports, it shows ${entries.length}`)
  // Under another roster the totals were others; only the signature vouches for those.
  if (line.setting !== known.setting) return
  const again = totalsJson(addUp(entries, sdePerDelegateAmong(known.worths, entries), known.groups))
  if (canonicalJson(again) !== canonicalJson(line.totals))
    fault(`update ${line.sequence}: its totals do not follow from its reports`)
}

/** What is wrong, and on which line (from 1); line 0 is the file as a whole. */
interface Fault {
  readonly line: number
  readonly what: string
}

export interface LedgerVerdict {
  readonly ok: boolean
  readonly faults: readonly Fault[]
  /** `ours`: signed by the key that was given. `its own`: by the key in the file, which proves consistency, not origin. */
  readonly origin: 'ours' | 'its own key' | 'not signed'
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
 * @param key base64url of the public key that was made known before the night; null proves no origin.
 */
export async function verifyLedger(text: string, key: string | null): Promise<LedgerVerdict> {
  const lines = text.split('\n')
  const faults: Fault[] = []
  if (lines.pop() !== '') faults.push({ line: lines.length, what: 'the last line has no end: the file is cut off' })
  const parsed = lines.map((line, i) => parseLine(line, i + 1, faults))
  const known: Known = {
    ...checkSetting(lines, parsed, faults),
    heads: new Map(),
    tracks: new Map(),
    entries: new Map(),
    shown: new Map(),
    events: 0,
    order: '',
    open: 0,
  }
  const signing: Signing = { key, origin: key === null ? 'not signed' : 'ours', last: null, updates: 0 }
  // What is not even written as a ledger is not computed with.
  if (faults.length === 0) await checkLines(parsed, known, signing, faults)
  const { name: caucus, practice, events, open } = known
  const { origin, updates, last } = signing
  return { ok: faults.length === 0, faults, origin, caucus, practice, events, open, updates, last }
}

type Parsed = Readonly<Record<string, unknown>> | null

async function checkLines(parsed: readonly Parsed[], known: Known, signing: Signing, faults: Fault[]): Promise<void> {
  checkSettingHash(parsed, known, faults)
  for (let i = known.settingLines; i < parsed.length && faults.length < MOST_FAULTS; i += 1) {
    const line = parsed[i]
    const fault = (what: string) => faults.push({ line: i + 1, what })
    if (line?.line === 'event') checkEvent(line as unknown as OpenLine | ClosedLine, known, fault)
    else if (line?.line === 'snapshot') await checkSnapshot(line as unknown as SnapshotLine, known, signing, fault)
    else fault('a line of a kind that does not belong here')
  }
  // Where something was changed, that is said first; an end that is missing besides says nothing more.
  if (faults.length > 0) return
  if (parsed.at(-1)?.line !== 'snapshot') {
    faults.push({
      line: parsed.length,
      what: 'it does not end with an update: nobody vouches for what follows the last one',
    })
  }
}

function parseLine(line: string, number: number, faults: Fault[]): Parsed {
  try {
    const value = JSON.parse(line) as Record<string, unknown>
    if (canonicalJson(value) !== line) {
      faults.push({ line: number, what: 'not written as this ledger writes its lines: bytes were added or changed' })
    } else if (isLine(value)) return value
    else
      faults.push({ line: number, what: 'not a line of a ledger: something is missing, too much, or of another kind' })
    return null
  } catch {
    faults.push({ line: number, what: 'not JSON' })
    return null
  }
}

/** Numbers without gaps, and a hash that fits its contents and the hash before it. */
function checkEvent(line: OpenLine | ClosedLine, known: Known, fault: (what: string) => void): void {
  const { stream, version, hash } = line
  const head = known.heads.get(stream)
  known.events += 1
  known.order = nextOrderHash(known.order, hash)
  if (!known.places.has(stream)) fault(`${stream} is no precinct of this caucus`)
  if (version !== (head?.version ?? 0) + 1)
    fault(`${stream}: event ${version} follows event ${head?.version ?? 0}: a line is missing, doubled or out of order`)
  const salted = 'salt' in line ? saltedHash(line.salt, canonicalJson(formOf(line))) : line.salted
  if (chainHash(head?.hash ?? '', salted) !== hash)
    fault(`${stream} event ${version}: its hash does not fit its contents and the event before it`)
  known.heads.set(stream, { stream, version, hash })
  if (!('salt' in line)) return
  known.open += 1
  const problem = followOpen(line, known)
  if (problem !== null) fault(`${stream} event ${version}: ${problem}`)
}

const formOf = ({ stream, version, type, data, at, actor }: OpenLine) => ({ stream, version, type, data, at, actor })

/** The setting may have changed during the night; it stands in the file as the last update knew it. */
function checkSettingHash(parsed: readonly Parsed[], known: Known, faults: Fault[]): void {
  const last = parsed.at(-1) as unknown as SnapshotLine | undefined
  if (last?.line !== 'snapshot') return
  const lines = `lines 1 to ${known.settingLines}`
  if (last.setting !== known.setting) {
    faults.push({ line: 1, what: `the caucus, its counties or precincts (${lines}) are not those of the last update` })
  }
  if (last.of !== known.places.size) {
    faults.push({
      line: parsed.length,
      what: `the last update speaks of ${last.of} precincts, the file lists ${known.places.size}`,
    })
  }
}
