/** What a carrier's error means for us: in HQ's words, what becomes of the text, and who must hear of it. */
export interface Meaning {
  /** For people: no codes, no numbers. */
  readonly says: string
  /**
   * What to do with the text. `retry`: again, minutes apart, `most` times; `later`: again, more and more slowly;
   * `never`: it will not arrive; `stop`: nothing will, until somebody repairs the account or its settings;
   * `look`: it may have been sent, so look before sending again.
   */
  readonly act: 'retry' | 'later' | 'never' | 'stop' | 'look'
  readonly most: number
  /** The queue item at headquarters once nothing more is tried. */
  readonly alert: 'undeliverable' | 'opted_out' | 'anomaly'
}

const meaning = (act: Meaning['act'], alert: Meaning['alert'], says: string, most = 0): Meaning => ({
  says,
  act,
  most,
  alert,
})

const OUR_HOOK = meaning('never', 'anomaly', 'The carrier could not reach us. Texts may be missing: reconcile.')
const OUR_TEXT = meaning('never', 'anomaly', 'The carrier refused a reply as malformed. This is a bug.')
const ACCOUNT = meaning('stop', 'anomaly', 'The carrier refuses our account. Nothing is sent: take reports by phone.')
const SETTINGS = meaning(
  'stop',
  'anomaly',
  'The carrier refuses our number or its settings. Nothing is sent until they are corrected.',
)
const ROSTER = meaning('never', 'undeliverable', 'This number cannot get texts. Correct the roster, and call.')
/** May be true of this one number only, or of all: the others are tried, and headquarters hears of each. */
const ROUTE = meaning(
  'retry',
  'undeliverable',
  'The carrier takes no text from our number to this one: its region or its network. Call, and have the settings looked at.',
  2,
)
const TROUBLE = meaning('look', 'undeliverable', 'The carrier had trouble, and the text may not have left. Call.', 5)
const SLOW = meaning('later', 'undeliverable', 'We send faster than the carrier allows. Call where it is urgent.', 12)
const CAP = meaning(
  'later',
  'anomaly',
  'The carrier’s daily limit is reached. Reminders stop; answer by phone where needed.',
  12,
)
const FILTERED = meaning('never', 'undeliverable', 'The carrier filtered this text. Look at its wording, and call.')
const UNREGISTERED = meaning('stop', 'anomaly', 'Our number is not registered with the carriers. Texts do not arrive.')

/** Meanings by Twilio's numbers; the actions are ours. What is not in it is retried twice, then called about. */
const TABLE: readonly (readonly [readonly number[], Meaning])[] = [
  [[11200, 11205, 11210, 11220], OUR_HOOK],
  [[12100, 12300, 14103, 11750, 21617], OUR_TEXT],
  [[20003, 30002], ACCOUNT],
  [[20429, 21611, 30001, 30022], SLOW],
  [[30023, 30027, 63038], CAP],
  [[20500, 20503, 30500, 30410], TROUBLE],
  [[21211, 21614, 30005, 30006], ROSTER],
  [[21606, 21703, 21704, 21705], SETTINGS],
  [[21408, 21612], ROUTE],
  [[21610], meaning('never', 'opted_out', 'This phone has opted out of our texts. Call.')],
  [[30003], meaning('retry', 'undeliverable', 'The phone is off or out of reach. Call.', 2)],
  [[30008], meaning('retry', 'undeliverable', 'The text was lost for a reason nobody knows. Call.', 1)],
  [[30004, 30007], FILTERED],
  [[30032, 30034], UNREGISTERED],
  [[30009], meaning('never', 'anomaly', 'A part of a long text from this phone got lost. Ask for the report again.')],
  [[30025, 30026], meaning('never', 'anomaly', 'More than half of the carrier’s daily limit is used up.')],
]
const BY_CODE = new Map(TABLE.flatMap(([codes, meant]) => codes.map((code) => [code, meant] as const)))
const UNKNOWN = meaning('retry', 'undeliverable', 'The carrier could not deliver this text. Call.', 2)

/** @param code null where nothing was heard at all: the connection broke, so the text may have left. */
export function meaningOf(code: number | null): Meaning {
  if (code === null) return TROUBLE
  return BY_CODE.get(code) ?? UNKNOWN
}

/** Every code that has a meaning of its own: for the tests and the runbook. */
export const KNOWN_CODES: readonly number[] = [...BY_CODE.keys()]
