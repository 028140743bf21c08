/** An answer that this phone had before. */
export interface RecentReply {
  readonly reply: string
  /** ISO 8601. */
  readonly at: string
  /** What the text was read as: an Intent's kind, or `stranger`. */
  readonly kind: string
}

const second = 1000
const minute = 60 * second
const same = { times: 5, within: 30 * minute }
const any = { times: 20, within: 5 * minute }
/** Beyond these limits a registered phone is still answered this often. */
const pause = 20 * second

/**
 * Machines answer machines: an auto-responder would go on for ever. Beyond five times the same words in half an hour, or
 * twenty answers in five minutes, a phone that is not registered gets no more. A registered one is answered at most once
 * in twenty seconds: whoever forges its number can neither run up the bill nor silence the chair, who hears where things
 * stand.
 * @param recent the phone's last answers, newest first
 * @param at ISO 8601
 */
export function isAutoReplyLoop(
  reply: string,
  recent: readonly RecentReply[],
  at: string,
  isRegistered: boolean,
): boolean {
  if (reply === '' || recent.length < same.times) return false
  const now = Date.parse(at)
  const since = (age: number) => recent.filter((answer) => now - Date.parse(answer.at) < age)
  const repeated = since(same.within).slice(0, same.times)
  const sameAgain = repeated.length === same.times && repeated.every((answer) => answer.reply === reply)
  if (!sameAgain && since(any.within).length < any.times) return false
  return !isRegistered || since(pause).length > 0
}
