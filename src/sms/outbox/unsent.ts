import type { Clock } from '../../bot/ports.ts'
import type { Leased, OutboxResult, OutboxTrouble, UnsentText } from '../ports.ts'

/** Seconds after which a text must not be delivered any more, by priority. A reminder at 2 a.m. harms. */
export const VALIDITY = [4 * 3600, 4 * 3600, 3600, 3600] as const

/** Not sent any more, and no reason to call anybody for that alone. */
export const dropped = (code: number | UnsentText, alert: OutboxTrouble | null = null): OutboxResult => ({
  kind: 'failed',
  state: 'dropped',
  code,
  alert,
})

/** The carrier drops what it could not deliver in time; what we could not even hand over is no better. */
export const isLate = ({ due, priority }: Leased, clock: Clock): boolean =>
  Date.parse(clock.now()) > Date.parse(due) + VALIDITY[priority] * 1000

/** Once a day: who reminded hears that it came to nothing. */
export function tooLate(clock: Clock): OutboxTrouble {
  const at = clock.now()
  const detail = 'Reminders were not sent: they had become more than an hour late. Remind again, or call.'
  return { id: `outbox/late/${at.slice(0, 10)}`, kind: 'anomaly', person: null, precinct: null, at, detail }
}

/**
 * The carrier would refuse it. A reminder is dropped as it is, since the queue knows of the STOP already; but somebody
 * waits for any other text, and has to be called.
 */
export function optedOut({ id, person, precinct, priority }: Leased, clock: Clock): OutboxResult {
  if (priority === 3) return dropped('opted out')
  const detail = 'This phone has opted out, so a text of ours was not sent. Call, and read it out.'
  const alert: OutboxTrouble = { id: `outbox/${id}`, kind: 'opted_out', person, precinct, at: clock.now(), detail }
  return { kind: 'failed', state: 'failed', code: 'opted out', alert }
}

/** How often something of ours may fail at one text. */
const MOST_BROKEN = 5

/** Whatever it is about this text: tried again, and in the end read out. */
export function broken({ id, person, precinct, attempts }: Leased, due: string, clock: Clock): OutboxResult {
  if (attempts + 1 < MOST_BROKEN) return { kind: 'broken', due }
  const detail = 'This text could not be sent, by a fault of ours. Call, and read it out.'
  const alert: OutboxTrouble = { id: `outbox/${id}`, kind: 'undeliverable', person, precinct, at: clock.now(), detail }
  return { kind: 'failed', state: 'failed', code: 'a fault of ours', alert }
}
