import { type Case, itemsOf } from './case.ts'
import { loops } from './loop.ts'
import type { Commit } from './ports.ts'
import type { Told } from './queue.ts'

/**
 * An answer that is not said after all, and HQ hears why: because it goes round in circles, or cannot reach a phone that
 * opted out. What was read still counts. Each is one item an hour and phone: a loop must not fill the queue either.
 */
export function unsaid(commit: Commit, one: Case): Commit {
  const why = reason(commit.receipt.reply, one)
  if (why === null) return commit
  const precinct = one.loaded.precincts.find(({ id }) => id === commit.receipt.precinct) ?? null
  const alerts = itemsOf(one, [{ ...why, once: 'hour' }], precinct)
  return { ...commit, alerts: [...commit.alerts, ...alerts], receipt: { ...commit.receipt, reply: '' } }
}

function reason(reply: string, { loaded, sender, under }: Case): Told | null {
  if (reply === '') return null
  if (sender.phone.optedOut)
    return { kind: 'opted_out', detail: 'texted after opting out, and no answer can be sent: call, and read it out' }
  if (loops(reply, loaded.recent, under.at))
    return { kind: 'anomaly', detail: 'the same answer again and again: no longer said' }
  return null
}
