import { type PrecinctId, precinctStream } from '../../bot/ids.ts'
import { canonicalJson, saltedHash } from '../../keys/hash-chain.ts'
import { eventBatches, snapshotBatches } from '../batches.ts'
import type { Logged, PublicationKeys, ResultsReader } from '../ports.ts'
import type { Snapshot } from '../publish/snapshot.ts'
import type { View } from '../view.ts'
import type { ClosedLine, OpenLine, SnapshotLine } from './lines.ts'
import { pastSettings, settingWriter } from './setting-lines.ts'
import { statementFrom } from './statement.ts'

/**
 * `ledger.jsonl`: the setting, then every event of the phase's precincts in the order of the log, and each snapshot after
 * the last event that it takes account of. If the setting of an update is not that of the update before it, the lines that
 * changed stand after the latter. Canonical JSON, one object a line, so that no byte is free to change.
 */
export async function ledgerText(
  view: View,
  deps: { readonly reader: ResultsReader; readonly keys: PublicationKeys },
): Promise<string> {
  const { last, phase } = view
  const settings = settingWriter(await pastSettings(view, deps.reader))
  const lines = [...settings.linesOf(view.settingHashes[0] ?? null)]
  if (last === null) return lines.join('')
  const open = openVersions(view)
  const snapshots = updates(view, deps.reader)
  let next = await snapshots.next()
  const pushUpdate = async (snapshot: Snapshot): Promise<void> => {
    lines.push(snapshotLine(snapshot))
    next = await snapshots.next()
    if (!next.done) lines.push(...settings.linesOf(next.value.setting))
  }
  for await (const batch of eventBatches(deps.reader, phase, 0)) {
    for (const event of batch) {
      if (event.position > last.upTo) break
      while (!next.done && next.value.upTo < event.position) await pushUpdate(next.value)
      lines.push(eventLine(event, phase, open.get(event.precinct), deps.keys))
    }
    if ((batch.at(-1)?.position ?? 0) >= last.upTo) break
  }
  while (!next.done) await pushUpdate(next.value)
  return lines.join('')
}

/** One by one, up to the last that the page knows of. */
async function* updates({ phase, last }: View, reader: ResultsReader): AsyncGenerator<Snapshot, void> {
  for await (const batch of snapshotBatches(reader, phase, 0)) {
    for (const snapshot of batch) if (snapshot.sequence <= (last?.sequence ?? 0)) yield snapshot
  }
}

/** Versions of all events on which a report rests that was ever public, and of those that withdrew one. */
function openVersions(view: View): ReadonlyMap<PrecinctId, ReadonlySet<number>> {
  const open = new Map<PrecinctId, Set<number>>()
  for (const { precinct, entry, withdrawn } of view.changes) {
    const versions = open.get(precinct) ?? new Set()
    open.set(precinct, versions)
    for (const source of entry?.sources ?? (withdrawn ? [withdrawn] : [])) versions.add(source.version)
  }
  return open
}

function eventLine(
  logged: Logged,
  phase: View['phase'],
  open: ReadonlySet<number> | undefined,
  keys: PublicationKeys,
): string {
  const { version, event, at, actor, hash } = logged.stored
  const stream = precinctStream(phase, logged.precinct)
  const salt = keys.salt(stream, version)
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
