import type { AlertDraft } from '../alert.ts'
import type { Reply } from '../reply.ts'
import type { RecentReply } from './auto-reply-guard.ts'

const minute = 60_000

/** Replies that ask for another text than the one that came. */
const questions: ReadonlySet<Reply['kind']> = new Set<Reply['kind']>([
  'problem',
  'unclear',
  'ask_alignment',
  'ask_attendance',
  'ask_elected',
  'ask_initial',
  'ask_second_list',
  'ask_toss',
  'ask_twice',
  'ask_whole_list',
  'more_kept',
  'not_yours',
  'nothing_to_fix',
  'which_precinct',
])

/** Answers to wrong codes: somebody who forges the number can bring any number of them about, and nobody calls for that. */
const guesses: ReadonlySet<Reply['because']> = new Set<Reply['because']>(['wrong_code', 'new_code', 'guessed'])

/**
 * Whether a chair would be asked the same for the third time in half an hour, whatever they texted in between. Asking once
 * more does not help: a person calls.
 * @param words the reply as it would be sent
 * @param recent the phone's last answers, newest first
 * @param at ISO 8601
 */
export function isStuck({ kind, because }: Reply, words: string, recent: readonly RecentReply[], at: string): boolean {
  if (!questions.has(kind) || guesses.has(because)) return false
  const since = Date.parse(at) - 30 * minute
  return recent.filter((answer) => Date.parse(answer.at) > since && answer.reply.endsWith(words)).length >= 2
}

export const stuckAlert: AlertDraft = {
  kind: 'help',
  detail: 'asked the same three times, and does not get on: call, and enter what the chair says',
  once: 'hour',
}
