import type { AlertDraft } from '../alert.ts'
import type { PhoneEvent, RosterEvent, Stored } from '../event.ts'
import type { Person, PrecinctId } from '../ids.ts'
import type { Reply } from '../reply.ts'

/**
 * Borrowed phones: a PIN on the chair's card binds any phone to its precinct for three hours.
 * Single use; guesses are limited per phone and per precinct, and past that the right one is worth no more than a wrong one:
 * the answer is the same for both, and only HQ hears which it was.
 */
const hour = 3_600_000
const bindingHours = 3
const guessesPerPhone = 5
const guessesPerPrecinct = 20

interface PinContext {
  readonly at: string
  readonly who: Person
  readonly precinct: { readonly id: PrecinctId; readonly county: string; readonly name: string }
  /** The keyed hash of the PIN that was texted. */
  readonly hash: string
  /** Hashes of the precinct's PINs that were not used yet. */
  readonly unused: readonly string[]
  /** The precinct's roster stream and the phone's own. */
  readonly roster: readonly Stored[]
  readonly phone: readonly Stored[]
}

interface PinDecision {
  readonly rosterEvents: readonly RosterEvent[]
  readonly phoneEvents: readonly PhoneEvent[]
  readonly reply: Reply
  readonly accepted: { readonly until: string } | null
  readonly alerts: readonly AlertDraft[]
}

/**
 * What a PIN from a phone does: it lets the phone in for three hours, or is counted as a wrong guess.
 * Beyond the limit of guesses by phone or by precinct every PIN is refused for an hour, the right one included. Total.
 */
export function decidePin(context: PinContext): PinDecision {
  const { at, who, hash, precinct } = context
  const guesses = { phone: refusedSince(context.phone, at), precinct: refusedSince(sinceCard(context.roster), at) }
  const right = context.unused.includes(hash)
  if (guesses.phone >= guessesPerPhone || guesses.precinct >= guessesPerPrecinct) {
    // The phone that guessed was told at its last try; who comes after it to a precinct that it closed was not.
    const reply: Reply =
      guesses.phone >= guessesPerPhone ? { kind: 'none' } : { kind: 'pin_closed', precinct: precinct.id }
    return { rosterEvents: [], phoneEvents: [], reply, accepted: null, alerts: right ? [shutOut] : [] }
  }
  if (!right) {
    const refused = { type: 'PinRefused', data: { by: who } } as const
    const closes = guesses.precinct + 1 >= guessesPerPrecinct
    const last = guesses.phone + 1 >= guessesPerPhone || closes
    return {
      rosterEvents: [refused],
      phoneEvents: [refused],
      reply: { kind: 'pin_refused', precinct: precinct.id, last },
      accepted: null,
      alerts: [...(last ? [noMore] : []), ...(closes ? [closed] : [])],
    }
  }
  const until = new Date(Date.parse(at) + bindingHours * hour).toISOString()
  const accepted: RosterEvent = { type: 'PinAccepted', data: { by: who, until, pin: hash } }
  const { id, county, name } = precinct
  return {
    rosterEvents: [accepted],
    phoneEvents: [],
    reply: { kind: 'pin_accepted', precinct: id, county, name, until },
    accepted: { until },
    alerts: [{ kind: 'unconfirmed', detail: 'a phone was bound by PIN' }],
  }
}

const noMore: AlertDraft = { kind: 'codes', detail: 'wrong PINs: no more tries for an hour', once: 'hour' }
const closed: AlertDraft = {
  kind: 'codes',
  detail: `${guessesPerPrecinct} wrong PINs: none is taken for an hour, unless a new card is made for the precinct`,
  once: 'flood',
}
const shutOut: AlertDraft = {
  kind: 'unconfirmed',
  detail: 'the right PIN came, but too many wrong ones before it, so the phone was not let in: call',
  once: 'hour',
}

/** Who guessed at the number of a lost card has learnt nothing of the new one. */
const sinceCard = (roster: readonly Stored[]): readonly Stored[] =>
  roster.slice(roster.findLastIndex(({ event }) => event.type === 'PinIssued') + 1)

const refusedSince = (events: readonly Stored[], at: string): number => {
  const from = new Date(Date.parse(at) - hour).toISOString()
  return events.filter((e) => e.event.type === 'PinRefused' && e.at > from).length
}
