import { type PrecinctId, precinctStream } from '../../bot/ids.ts'
import { canonicalJson, saltedHash } from '../../seal/chain.ts'
import type { Logged, ResultsReader, Sealing } from '../ports.ts'
import type { Snapshot } from '../snapshot.ts'
import type { View } from '../view.ts'
import { settingLines } from './setting-lines.ts'
import { type Statement, statementFrom } from './statement.ts'

/** An event on which a published report rests: whole, with the salt that opens its hash. */
export interface OpenLine {
  readonly line: 'event'
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly data: unknown
  readonly at: string
  readonly actor: string
  readonly salt: string
  readonly hash: string
}
/** Any other event: that it was recorded, and a hash from which its contents cannot be guessed. */
export interface ClosedLine {
  readonly line: 'event'
  readonly stream: string
  readonly version: number
  readonly salted: string
  readonly hash: string
}
export type SnapshotLine = {
  readonly line: 'snapshot'
  readonly signature: string | null
  readonly key: string | null
} & Statement

/**
 * `ledger.jsonl`: the setting, then every event of the phase's precincts in the order of the log, and each snapshot after
 * the last event that it takes account of. Canonical JSON, one object a line, so that no byte is free to change.
 */
export async function ledgerText(
  view: View,
  deps: { readonly reader: ResultsReader; readonly seal: Sealing },
): Promise<string> {
  const { last, phase, setting } = view
  const lines = [...settingLines(setting, phase)]
  if (last === null) return lines.join('')
  const open = openVersions(view)
  const logged = (await deps.reader.events(phase, 0)).filter((event) => event.position <= last.upTo)
  const snapshots = [...(await deps.reader.snapshots(phase, 0))].filter((s) => s.sequence <= last.sequence)
  for (const event of logged) {
    while (snapshots[0] !== undefined && snapshots[0].upTo < event.position)
      lines.push(snapshotLine(snapshots.shift() as Snapshot))
    lines.push(eventLine(event, phase, open.get(event.precinct), deps.seal))
  }
  return [...lines, ...snapshots.map(snapshotLine)].join('')
}

/** Versions of all events on which a report rests that was ever public, and of those that withdrew one. */
function openVersions(view: View): ReadonlyMap<PrecinctId, ReadonlySet<number>> {
  const open = new Map<PrecinctId, Set<number>>()
  for (const { precinct, entry, withdrawn } of view.history) {
    const versions = open.get(precinct) ?? new Set()
    open.set(precinct, versions)
    for (const source of entry?.sources ?? (withdrawn ? [withdrawn] : [])) versions.add(source.version)
  }
  return open
}

function eventLine(logged: Logged, phase: View['phase'], open: ReadonlySet<number> | undefined, seal: Sealing): string {
  const { version, event, at, actor, hash } = logged.stored
  const stream = precinctStream(phase, logged.precinct)
  const salt = seal.salt(stream, version)
  const form = { stream, version, type: event.type, data: event.data, at, actor }
  const line: OpenLine | ClosedLine = open?.has(version)
    ? { line: 'event', ...form, salt, hash }
    : { line: 'event', stream, version, salted: saltedHash(salt, canonicalJson(form)), hash }
  return `${canonicalJson(line)}\n`
}

function snapshotLine(snapshot: Snapshot): string {
  const { signature, key } = snapshot
  const line: SnapshotLine = { line: 'snapshot', ...statementFrom(snapshot), signature, key }
  return `${canonicalJson(line)}\n`
}
