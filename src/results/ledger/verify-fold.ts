import type { Actor, PrecinctEvent } from '../../bot/event.ts'
import { recompute, sameGroups } from '../arithmetic.ts'
import { emptyTrack, follow } from '../record.ts'
import type { OpenLine } from './ledger.ts'
import type { Known } from './verify-setting.ts'
import { isEvent } from './verify-shapes.ts'

/**
 * Folds an open event, and computes a report again when it becomes public by it. Closed events are drafts that led to
 * nothing public; the fold does not need them. @returns what is wrong, or null.
 */
export function followOpen(line: OpenLine, known: Known): string | null {
  const place = known.places.get(line.stream)
  if (place === undefined) return null
  if (!isEvent(line.type, line.data)) return 'its contents are not those of an event'
  const event = { type: line.type, data: line.data } as PrecinctEvent
  const stored = { event, version: line.version, at: line.at, actor: line.actor as Actor, cause: '', hash: line.hash }
  const before = known.tracks.get(line.stream) ?? emptyTrack
  const track = follow(place.id, before, stored)
  known.tracks.set(line.stream, track)
  const { entry } = track
  if (entry === null || entry === before.entry) return null
  known.entries.set(`${place.id}@${entry.version}`, entry)
  if (entry.seats !== place.delegates)
    return `approved with ${entry.seats} delegates to elect, the roster has ${place.delegates}`
  const again = recompute(entry, known.rules, known.groups)
  return again.tie === null && sameGroups(again.delegates, entry.delegates)
    ? null
    : 'the counts do not give the delegates that were approved'
}
