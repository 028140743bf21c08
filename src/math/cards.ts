/**
 * Nevada's game of chance: each tied group draws one card of one deck without jokers; "the high card determines the
 * winner, and aces are high"; equal ranks go by suit: spades, hearts, diamonds, clubs (memo of 26 September 2019).
 */

const ranks: Readonly<Record<string, number>> = { J: 11, JACK: 11, Q: 12, QUEEN: 12, K: 13, KING: 13, A: 14, ACE: 14 }
const suits: Readonly<Record<string, number>> = {
  C: 0,
  CLUBS: 0,
  '♣': 0,
  D: 1,
  DIAMONDS: 1,
  '♦': 1,
  H: 2,
  HEARTS: 2,
  '♥': 2,
  S: 3,
  SPADES: 3,
  '♠': 3,
}

/**
 * A card as a whole number, 8 (two of clubs) to 59 (ace of spades): the higher wins. Null: no card of the deck.
 * @example parseCard('KH') // 54; parseCard('10 of clubs') // 40; parseCard('joker') // null
 */
export function parseCard(text: string): number | null {
  const card =
    /^\s*(10|[2-9]|[jqka]|jack|queen|king|ace)\s*(?:of\s+)?([cdhs♣♦♥♠]|clubs|diamonds|hearts|spades)\uFE0F?\s*$/i.exec(
      text,
    )
  if (card === null) return null
  const [, rank = '', suit = ''] = card
  return 4 * (ranks[rank.toUpperCase()] ?? Number(rank)) + (suits[suit.toUpperCase()] as number)
}

/** 1: a beats b; -1: b beats a; 0: the same card, which one deck cannot give; null: one of them is no card. */
export function compareCards(a: string, b: string): 1 | 0 | -1 | null {
  const left = parseCard(a)
  const right = parseCard(b)
  if (left === null || right === null) return null
  return left > right ? 1 : left < right ? -1 : 0
}

/** The holders of the `seats` highest cards; null where a text is no card or a card was drawn twice. */
export function holdersOfHighest(drawn: readonly (readonly [string, string])[], seats: number): string[] | null {
  const values = drawn.map(([group, card]) => ({ group, value: parseCard(card) ?? -1 }))
  const distinct = new Set(values.map((v) => v.value))
  if (distinct.has(-1) || distinct.size !== values.length) return null
  return values
    .sort((a, b) => b.value - a.value)
    .slice(0, seats)
    .map((v) => v.group)
}
