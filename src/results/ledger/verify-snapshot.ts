import { canonicalJson } from '../../seal/chain.ts'
import { verifySignature } from '../../seal/sign.ts'
import { sumUp, totalsOf } from '../tally.ts'
import { worthIn } from '../worth.ts'
import type { SnapshotLine } from './ledger.ts'
import { rootOf, type Statement, sha256 } from './statement.ts'
import type { Known } from './verify-setting.ts'

/** Who signed, so far. */
export interface Signing {
  /** The key that was made known before the night; null where none was given. */
  readonly key: string | null
  origin: 'ours' | 'its own key' | 'not signed'
  last: SnapshotLine | null
  updates: number
}

/** One update: in its place, of this record, with these totals, signed. */
export async function checkSnapshot(
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
  return canonicalJson(statement satisfies Statement)
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
  const again = totalsOf(sumUp(entries, worthIn(known.worths, entries), known.groups))
  if (canonicalJson(again) !== canonicalJson(line.totals))
    fault(`update ${line.sequence}: its totals do not follow from its reports`)
}
