import type { Hands } from './outbox-text.ts'
import { backoff } from './pace.ts'
import type { Leased, Sent, Settled } from './ports.ts'
import { type Meaning, meaningOf } from './twilio/error-codes.ts'
import { dropped, isLate } from './unsent.ts'

const STOPPED_MS = 60_000
/** The carrier's own queue is hours long: a reminder would arrive in the night. */
const QUEUE_FULL: ReadonlySet<number | null> = new Set([21611, 30001])

/** What becomes of a text that the carrier did not take, and whether the others wait, too. */
export async function refused(text: Leased, sent: Extract<Sent, { ok: false }>, hands: Hands): Promise<Settled> {
  const { code } = sent
  const meant = meaningOf(sent.uncertain ? null : code)
  hands.log.warn({ code, outbox: text.id, act: meant.act, attempt: text.attempts + 1 }, 'a text could not be sent')
  switch (meant.act) {
    case 'stop':
      await accountRefused(meant, code, hands)
      return again(resting(hands, STOPPED_MS), code)
    case 'later':
      return slower(text, meant, code, hands)
    case 'look':
      // It may be this text alone, or a carrier that is down: then the others need not go through it one by one.
      resting(hands)
      return text.attempts < meant.most ? again(backedOff(text, hands), code, true) : failed(text, meant, code, hands)
    case 'retry':
      return text.attempts < meant.most ? again(backedOff(text, hands), code) : failed(text, meant, code, hands)
    case 'never':
      return failed(text, meant, code, hands)
  }
}

/** The carrier's list cannot be read: as long as nobody can look, it is neither sent again nor given up. */
export function unread(text: Leased, hands: Hands): Settled {
  hands.log.warn({ outbox: text.id, attempt: text.attempts }, 'the carrier’s list could not be read')
  return isLate(text, hands.clock)
    ? failed(text, meaningOf(null), null, hands)
    : again(backedOff(text, hands), null, true)
}

/** Too fast for the carrier: everything rests, and then leaves by its priority. Only what has become too late is given up. */
function slower(text: Leased, meant: Meaning, code: number | null, hands: Hands): Settled {
  const due = resting(hands)
  if (text.priority === 3 && QUEUE_FULL.has(code)) return dropped(code ?? 'too late')
  return isLate(text, hands.clock) ? failed(text, meant, code, hands) : again(due, code)
}

const again = (due: number, code: number | null, doubtful = false): Settled => ({
  kind: 'again',
  due: new Date(due).toISOString(),
  code,
  doubtful,
})

const resting = ({ rest, steady }: Hands, least = 0): number => rest.begin(steady.now(), least)
const backedOff = ({ attempts }: Leased, { steady, random }: Hands): number =>
  steady.now() + backoff(attempts, random())

function failed(text: Leased, meant: Meaning, code: number | null, { clock }: Hands): Settled {
  const { person, precinct } = text
  const alert = { id: `outbox/${text.id}`, kind: meant.alert, person, precinct, at: clock.now(), detail: meant.says }
  return { kind: 'failed', state: 'failed', code, alert }
}

async function accountRefused(meant: Meaning, code: number | null, { store, clock }: Hands): Promise<void> {
  const at = clock.now()
  const id = `carrier/${code}/${at.slice(0, 10)}`
  await store.alert({ id, kind: meant.alert, person: null, precinct: null, at, detail: meant.says })
}
