import { ASKED_AGAIN, DIFFERS, MOST_TEXTS } from '../actors/chair.ts'
import { personOf } from '../world/assembly.ts'
import type { Exchange } from '../world/carrier.ts'
import type { World } from '../world/world.ts'
import type { Finding, Invariant } from './invariants.ts'

/** Beyond its ceilings a phone is answered at most once in this many milliseconds (src/bot/phone/auto-reply-guard.ts). */
const PAUSE = 20_000

/**
 * 5. Every text of an honest chair is answered, whatever others send in their name: by its own answer, or where the
 * phone's ceiling was reached by one that had reached it less than twenty seconds before. A phone that has opted out cannot be
 * answered by text, and headquarters has an item that says so; a text that was found on the carrier's list is answered by
 * a text of its own.
 */
export const answered: Invariant = {
  number: 5,
  name: 'a human is always answered',
  check: async (world) => (await Promise.all(world.answered.map((exchange) => silence(exchange, world)))).flat(),
}

async function silence({ reply, meaning, name, body, from, sid }: Exchange, world: World): Promise<readonly Finding[]> {
  if (reply !== '' || !meaning.expectsAnswer) return []
  const person = personOf(from)
  const [receipt] = await world.rows('select carrier, at from inbox where sid = ?', sid)
  if (receipt?.carrier === 'twilio:list') return []
  const items = await world.rows('select kind, detail from queue where person = ?', person)
  if ((await optedOut(world)).has(person))
    return items.some(({ kind }) => kind === 'opted_out')
      ? []
      : [{ kind: 'opted out unseen', what: `${from} has opted out, and no item says so` }]
  const guard = items.some(({ detail }) => String(detail).startsWith('the same answer again and again'))
  if (guard && (await wasToldJustBefore(person, String(receipt?.at), world))) return []
  return [
    {
      kind: guard ? 'silenced by the loop guard' : 'silence',
      what: `the text ${name} "${body}" of ${from} got no answer`,
    },
  ]
}

async function wasToldJustBefore(person: string, at: string, world: World): Promise<boolean> {
  const since = new Date(Date.parse(at) - PAUSE).toISOString()
  const sql = 'select sid from inbox where person = ? and answered = 1 and at > ? and at <= ?'
  return (await world.rows(sql, person, since, at)).length > 0
}

/** How long the carrier tries a webhook again, and reconcile's turn after that. */
const HALF_HOUR = 30 * 60_000

/** 5. With the faults off, no text stays without an answer: it was answered at once, or found on the carrier's list and answered. */
export const noneUnanswered: Invariant = {
  number: 5,
  name: 'a human is always answered in the end',
  check: async (world) => {
    const findings: Finding[] = []
    for (const { name, sid, from, body, reply, meaning, sentAt } of world.carrier.exchanges) {
      if (reply !== null || !meaning.expectsAnswer || sentAt > world.hours.ends - HALF_HOUR) continue
      const [receipt] = await world.rows('select kind from inbox where sid = ?', sid)
      if (receipt === undefined)
        findings.push({ kind: 'never taken in', what: `the text ${name} "${body}" of ${from} was never taken in` })
    }
    return findings
  },
}

/** 5. and 11. With the faults off in the last hour, every honest chair has reported, or is with a human. */
export const everybodyDone: Invariant = {
  number: 11,
  name: 'it ends',
  check: async (world) => {
    const silent = await optedOut(world)
    return [...world.people].flatMap(([precinct, person]): readonly Finding[] => {
      const state = person.state()
      if (state.kind === 'human' && state.why === DIFFERS && !isDisturbed(world, precinct))
        return [{ kind: 'arithmetic', what: `${precinct}: what was proposed is not what the oracle computes` }]
      if (
        state.kind === 'human' &&
        state.why === ASKED_AGAIN &&
        !isDisturbed(world, precinct) &&
        !world.truths.get(precinct)?.broken
      )
        return [{ kind: 'asked in vain', what: `${precinct}: an honest chair was asked the same three times` }]
      if (state.kind !== 'open' || person.line.phones.some((phone) => silent.has(personOf(phone)))) return []
      return [
        {
          kind: state.texts >= MOST_TEXTS ? 'gave up' : 'not done',
          what: `${precinct}: after ${state.texts} texts the chair is neither done nor with a human; the last was "${state.last}"`,
        },
      ]
    })
  },
}

/** Phones that cannot be answered: the item that says so is asked for above. */
const optedOut = async (world: World): Promise<ReadonlySet<string>> =>
  new Set((await world.rows('select person from phones where opted_out = 1')).map(({ person }) => String(person)))

/** Somebody else spoke for this precinct, or a text arrived otherwise than it was typed: then the worksheets may differ. */
const isDisturbed = (world: World, precinct: string): boolean =>
  ['thief', 'spoofer', 'cheating operator', 'supervisor', 'borrowers'].some((actor) =>
    world.plan.actors.includes(actor),
  ) || world.carrier.exchanges.some(({ meaning, typed, body }) => meaning.precinct === precinct && typed !== body)
