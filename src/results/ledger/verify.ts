import { canonicalJson, chainHash, saltedHash } from '../../seal/chain.ts'
import type { ClosedLine, OpenLine, SnapshotLine } from './ledger.ts'
import { ordered } from './statement.ts'
import { followOpen } from './verify-fold.ts'
import { checkSetting, type Known } from './verify-setting.ts'
import { isLine } from './verify-shapes.ts'
import { checkSnapshot, type Signing } from './verify-snapshot.ts'

/** What is wrong, and on which line (from 1); line 0 is the file as a whole. */
export interface Fault {
  readonly line: number
  readonly what: string
}

export interface Verdict {
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
export async function verifyLedger(text: string, key: string | null): Promise<Verdict> {
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
  known.order = ordered(known.order, hash)
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
