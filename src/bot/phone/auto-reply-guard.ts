/** An answer that this phone had before. */
export interface RecentReply {
  readonly reply: string
  /** ISO 8601. */
  readonly at: string
  /** What the text was read as: an Intent's kind, or `stranger`. */
  readonly kind: string
}

const minute = 60_000
const same = { times: 5, within: 30 * minute }
const any = { times: 20, within: 5 * minute }

/**
 * Machines answer machines: an auto-responder would go on for ever. The sixth time the same words in half an hour, or
 * the 21st answer in five minutes, is not said any more. An honest resend is answered, again and again.
 * @param recent the phone's last answers, newest first
 */
export function isAutoReplyLoop(reply: string, recent: readonly RecentReply[], at: string): boolean {
  if (reply === '' || recent.length < same.times) return false
  const now = Date.parse(at)
  const since = (age: number) => recent.filter((a) => now - Date.parse(a.at) < age)
  const repeated = since(same.within).slice(0, same.times)
  if (repeated.length === same.times && repeated.every((a) => a.reply === reply)) return true
  return since(any.within).length >= any.times
}
