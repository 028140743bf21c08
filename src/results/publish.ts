import { alarm, pointOutTwins } from './alarms.ts'
import { settingLines } from './ledger/setting-lines.ts'
import { rootOf, sha256, statementOf } from './ledger/statement.ts'
import { apply, catchUp, changesOf, check, emptyMemory, type Memory, type Problem, readLog } from './memory.ts'
import type { Clock, ResultsReader, Setting, Signer } from './ports.ts'
import { orderOf, shownPhase } from './setting.ts'
import type { Change, Snapshot } from './snapshot.ts'
import { sumUp, totalsOf, worthIn } from './tally.ts'

export interface PublishDeps {
  readonly reader: ResultsReader
  readonly clock: Clock
  /** Null where snapshots are not signed. */
  readonly signer: Signer | null
}

export type Outcome =
  | { readonly outcome: 'published'; readonly sequence: number; readonly changed: number }
  | { readonly outcome: 'unchanged'; readonly sequence: number }
  /** The record and what would be published do not agree. The last good snapshot stands; headquarters know. */
  | { readonly outcome: 'stopped'; readonly problems: readonly Problem[] }
  /** Another publisher was quicker: publish again. */
  | { readonly outcome: 'overtaken' }

/**
 * A publisher with a memory. Each call recomputes what may be published from the log, checks it against the rows that
 * the bot wrote and against what each chair saw, and adds one snapshot where something changed. One call at a time.
 */
export function publisher(deps: PublishDeps): () => Promise<Outcome> {
  let memory: Memory | null = null
  let running: Promise<Outcome> = Promise.resolve({ outcome: 'unchanged', sequence: 0 })
  const once = async (): Promise<Outcome> => {
    const phase = shownPhase(await deps.reader.phase())
    if (memory?.phase !== phase) memory = emptyMemory(phase)
    return publishFrom(memory, deps)
  }
  return () => {
    running = running.then(once, once)
    return running
  }
}

/** One publication without a memory: reads the whole log of the phase. */
export const publish = (deps: PublishDeps): Promise<Outcome> => publisher(deps)()

async function publishFrom(memory: Memory, deps: PublishDeps): Promise<Outcome> {
  const { reader } = deps
  await catchUp(memory, reader)
  const end = await reader.end()
  const setting = await reader.setting()
  const settingHash = hashOf(setting, memory)
  const same = settingHash === memory.last?.setting
  if (end === memory.end && same && memory.touched.size === 0 && memory.last) return unchanged(memory.last)
  await readLog(memory, reader)
  memory.end = end
  // Another roster can make any report wrong that was right before.
  if (!same) for (const precinct of memory.tracks.keys()) memory.touched.add(precinct)
  const problems = await check(memory, setting, reader)
  if (problems.length > 0) {
    await alarm(problems, memory, deps)
    return { outcome: 'stopped', problems }
  }
  return addSnapshots(memory, setting, settingHash, deps)
}

/** D1 keeps two megabytes in a row at most: a whole state at once (a first publication) is spread over several. */
const MOST_CHANGES = 500

async function addSnapshots(
  memory: Memory,
  setting: Setting,
  settingHash: string,
  deps: PublishDeps,
): Promise<Outcome> {
  const changes = changesOf(memory)
  if (changes.length === 0 && memory.last?.setting === settingHash) return unchanged(memory.last)
  await pointOutTwins(changes, memory, deps)
  for (let from = 0; from === 0 || from < changes.length; from += MOST_CHANGES) {
    const some = changes.slice(from, from + MOST_CHANGES)
    const snapshot = await snapshotOf(memory, some, setting, settingHash, deps)
    if (!(await deps.reader.add(snapshot))) return { outcome: 'overtaken' }
    apply(memory.shown, snapshot)
    memory.last = snapshot
  }
  return { outcome: 'published', sequence: memory.last?.sequence ?? 0, changed: changes.length }
}

/** Of the setting as the ledger writes it. */
function hashOf(setting: Setting, memory: Memory): string {
  const json = JSON.stringify(setting)
  if (json !== memory.setting.json)
    memory.setting = { json, hash: sha256(settingLines(setting, memory.phase).join('')) }
  return memory.setting.hash
}

const unchanged = (last: Snapshot): Outcome => ({ outcome: 'unchanged', sequence: last.sequence })

async function snapshotOf(
  memory: Memory,
  changes: readonly Change[],
  setting: Setting,
  settingHash: string,
  { clock, signer }: PublishDeps,
): Promise<Snapshot> {
  const next = new Map(memory.shown)
  for (const { precinct, entry } of changes) entry === null ? next.delete(precinct) : next.set(precinct, entry)
  const entries = [...next.values()]
  const body = {
    phase: memory.phase,
    sequence: (memory.last?.sequence ?? 0) + 1,
    at: clock.now(),
    upTo: memory.position,
    events: memory.events,
    changes,
    reported: entries.length,
    of: setting.places.length,
    totals: totalsOf(sumUp(entries, worthIn(setting, entries), orderOf(setting, memory.phase))),
    setting: settingHash,
    root: rootOf(memory.heads.values()),
    order: memory.order,
    previous: memory.last ? sha256(statementOf(memory.last)) : '',
  }
  const signature = signer ? await signer.sign(statementOf(body)) : null
  return { ...body, signature, key: signer?.publicKey ?? null }
}
