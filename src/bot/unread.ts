import type { Intent, Reason } from '../grammar/intent.ts'
import type { Answered } from './loop.ts'
import type { Told } from './queue.ts'

/** Questions of the conversation, not texts that failed: the next text is expected to answer them. */
const asked: ReadonlySet<Reason> = new Set([
  'empty',
  'which_alignment',
  'no_list',
  'no_code',
  'quoted',
  'mixed',
  'carrier_word',
])

export const isUnread = (intent: Intent): boolean => intent.kind === 'unclear' && !asked.has(intent.reason)

const halfHour = 1_800_000

/**
 * Most chairs put one unread text right by themselves. The second in a row is for a human, once a phone and hour.
 * @param recent the phone's last answers, newest first
 */
export function unreadAgain(recent: readonly Answered[], at: string): readonly Told[] {
  const [before] = recent
  const soon = before !== undefined && Date.parse(at) - Date.parse(before.at) < halfHour
  return soon && before.kind === 'unclear'
    ? [{ kind: 'unreadable', detail: 'two texts in a row could not be read', once: 'hour' }]
    : []
}
