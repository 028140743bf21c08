import type { FailureReason, OutboxTrouble } from '../ports.ts'

/** What becomes of a text that a carrier did not take or deliver, and what headquarters hears of it. */
export interface FailurePolicy {
  /**
   * `retry`: again, minutes apart, `retries` times; `throttle`: everything waits, and then leaves by priority; `give_up`:
   * it will not arrive; `halt`: nothing will, until somebody repairs the account or its settings; `look_first`: it may
   * have left, so look before sending again.
   */
  readonly action: 'retry' | 'throttle' | 'give_up' | 'halt' | 'look_first'
  readonly retries: number
  /** The queue item at headquarters once nothing more is tried. */
  readonly alert: OutboxTrouble['kind']
  /** Its words: for people, without codes and numbers. */
  readonly detail: string
}

const policy = (
  action: FailurePolicy['action'],
  alert: FailurePolicy['alert'],
  detail: string,
  retries = 0,
): FailurePolicy => ({ action, alert, detail, retries })

const THROTTLED = policy(
  'throttle',
  'undeliverable',
  'We send faster than the carrier allows. Call where it is urgent.',
)

export const FAILURE_POLICY: Readonly<Record<FailureReason, FailurePolicy>> = {
  opted_out: policy('give_up', 'opted_out', 'This phone has opted out of our texts. Call.'),
  invalid_number: policy('give_up', 'undeliverable', 'This number cannot get texts. Correct the roster, and call.'),
  unreachable: policy('retry', 'undeliverable', 'The phone is off or out of reach. Call.', 2),
  lost: policy('retry', 'undeliverable', 'The text was lost for a reason nobody knows. Call.', 1),
  filtered: policy('give_up', 'undeliverable', 'The carrier filtered this text. Look at its wording, and call.'),
  // Perhaps of one number only: the others are tried, and headquarters hears of each.
  no_route: policy(
    'retry',
    'undeliverable',
    'The carrier takes no text from our number to this one: its region or its network. Call, and have the settings looked at.',
    2,
  ),
  throttled: THROTTLED,
  queue_full: THROTTLED,
  daily_cap_reached: policy(
    'throttle',
    'anomaly',
    'The carrier’s daily limit is reached. Reminders stop; answer by phone where needed.',
  ),
  daily_cap_half_used: policy('give_up', 'anomaly', 'More than half of the carrier’s daily limit is used up.'),
  account_refused: policy(
    'halt',
    'anomaly',
    'The carrier refuses our account. Nothing is sent: take reports by phone.',
  ),
  sender_refused: policy(
    'halt',
    'anomaly',
    'The carrier refuses our number or its settings. Nothing is sent until they are corrected.',
  ),
  sender_unregistered: policy(
    'halt',
    'anomaly',
    'Our number is not registered with the carriers. Texts do not arrive.',
  ),
  may_have_left: policy(
    'look_first',
    'undeliverable',
    'The carrier had trouble, and the text may not have left. Call.',
    5,
  ),
  webhook_unreachable: policy('give_up', 'anomaly', 'The carrier could not reach us. Texts may be missing: reconcile.'),
  malformed_reply: policy('give_up', 'anomaly', 'The carrier refused a reply as malformed. This is a bug.'),
  inbound_part_lost: policy(
    'give_up',
    'anomaly',
    'A part of a long text from this phone got lost. Ask for the report again.',
  ),
  unknown: policy('retry', 'undeliverable', 'The carrier could not deliver this text. Call.', 2),
}
