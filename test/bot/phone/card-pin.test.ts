import { describe, expect, it } from 'vitest'
import type { Event, Stored } from '../../../src/bot/event.ts'
import { type Person, type PrecinctId, precinctId } from '../../../src/bot/ids.ts'
import { cardPin, currentCard, nextCard, pinUsedAt } from '../../../src/bot/phone/card-pin.ts'
import { transcriptKeys as keys } from '../transcript.ts'

const p0412 = precinctId('P0412') as PrecinctId
const who = `p_${'0'.repeat(16)}` as Person
const log = (...events: Event[]): Stored[] =>
  events.map((event, n) => ({ event, version: n + 1, at: `at ${n + 1}`, actor: 'system', cause: 'x', hash: '' }))
const hashOf = (card: number) => keys.pinHash(p0412, cardPin(keys, p0412, card))
const issued = (card: number): Event => ({ type: 'PinIssued', data: { card, pin: hashOf(card), reason: 'lost' } })
const accepted = (card: number): Event => ({
  type: 'PinAccepted',
  data: { by: who, until: 'then', pin: hashOf(card) },
})

describe('the PIN of a card', () => {
  it('is six digits, another one on each card and in each precinct', () => {
    const pins = Array.from({ length: 200 }, (_, n) => cardPin(keys, p0412, n + 1))
    expect(pins.filter((pin) => !/^[1-9]\d{5}$/.test(pin))).toEqual([])
    expect(new Set(pins).size).toBeGreaterThan(195)
    expect(cardPin(keys, precinctId('P0413') as PrecinctId, 1)).not.toBe(pins[0])
  })

  it('is that of the card that was issued last', () => {
    expect(currentCard(log())).toBe(1)
    expect(currentCard(log(issued(2), accepted(2), issued(3)))).toBe(3)
    expect(nextCard(keys, p0412, 3)).toBe(4)
  })

  it('never stood on a card before: such a card is passed over', () => {
    // Keys under which cards 1 and 2, and then 3 and 4, come to the same number.
    const twins = {
      pinHash: (_: PrecinctId, what: string) => String(Math.ceil(Number(what.slice(5)) / 2)).padStart(16, '0'),
    }
    expect([1, 2, 3, 4].map((card) => cardPin(twins, p0412, card))).toEqual(['100001', '100001', '100002', '100002'])
    expect(nextCard(twins, p0412, 1)).toBe(3)
    expect(nextCard(twins, p0412, 3)).toBe(5)
  })

  it('is used when that very number was taken', () => {
    expect(pinUsedAt(keys, p0412, log())).toBeNull()
    expect(pinUsedAt(keys, p0412, log(accepted(1)))).toBe('at 1')
    expect(pinUsedAt(keys, p0412, log(accepted(1), issued(2)))).toBeNull()
    expect(pinUsedAt(keys, p0412, log(issued(2), accepted(2)))).toBe('at 2')
  })
})
