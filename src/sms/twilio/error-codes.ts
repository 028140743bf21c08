import type { FailureReason } from '../ports.ts'

/** What Twilio's numbers mean (https://www.twilio.com/docs/api/errors); those that are missing count as `unknown`. */
const CODES: Readonly<Partial<Record<FailureReason, readonly number[]>>> = {
  webhook_unreachable: [11200, 11205, 11210, 11220],
  malformed_reply: [12100, 12300, 14103, 11750, 21617],
  account_refused: [20003, 30002],
  throttled: [20429, 30022],
  queue_full: [21611, 30001],
  daily_cap_reached: [30023, 30027, 63038],
  daily_cap_half_used: [30025, 30026],
  may_have_left: [20500, 20503, 30500, 30410],
  invalid_number: [21211, 21614, 30005, 30006],
  sender_refused: [21606, 21703, 21704, 21705],
  sender_unregistered: [30032, 30034],
  no_route: [21408, 21612],
  opted_out: [21610],
  unreachable: [30003],
  lost: [30008],
  filtered: [30004, 30007],
  inbound_part_lost: [30009],
}
const BY_CODE = new Map(
  Object.entries(CODES).flatMap(([reason, codes]) => codes.map((code) => [code, reason as FailureReason] as const)),
)

/** @param code null where nothing was heard at all: the connection broke, so the text may have left. */
export const reasonOf = (code: number | null): FailureReason =>
  code === null ? 'may_have_left' : (BY_CODE.get(code) ?? 'unknown')

/** Every code that has a meaning of its own: for the tests and the runbook. */
export const KNOWN_CODES: readonly number[] = [...BY_CODE.keys()]
