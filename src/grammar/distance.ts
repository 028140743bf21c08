/** Rows that every comparison writes anew: words of up to 63 letters, nothing kept from one to the next. */
const width = 64
const rows = [new Uint8Array(width), new Uint8Array(width), new Uint8Array(width)] as const

/**
 * How far apart two words are: letters missed, added, changed, swapped with their neighbour (Damerau-Levenshtein, each
 * place touched once). More than `limit`, or a word of 64 letters: `limit` + 1.
 */
export function distance(a: string, b: string, limit: number): number {
  const far = limit + 1
  if (Math.abs(a.length - b.length) > limit || a.length >= width || b.length >= width) return far
  let [beforeLast, last, row] = rows as readonly [Uint8Array, Uint8Array, Uint8Array]
  for (let j = 0; j <= b.length; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    const letter = a.charCodeAt(i - 1)
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1)
      let d = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (letter === other ? 0 : 1))
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        d = Math.min(d, (beforeLast[j - 2] ?? 0) + 1)
      row[j] = d
      if (d < least) least = d
    }
    if (least > limit) return far
    ;[beforeLast, last, row] = [last, row, beforeLast]
  }
  return Math.min(last[b.length] ?? far, far)
}

const keyOf = new Map(
  'abc def ghi jkl mno pqrs tuv wxyz'
    .split(' ')
    .flatMap((letters, i) => [...letters].map((letter) => [letter, String(i + 2)] as const)),
)

/** The keys that a phone's keypad needs for a word: "warren" and "wappdm" are one to the thumb. */
export function keys(word: string): string {
  let pressed = ''
  for (const letter of word) pressed += keyOf.get(letter) ?? letter
  return pressed
}

/** How a word sounds: its consonants, those that English and Spanish spell in several ways made one. */
export function sound(word: string): string {
  const spelled = word
    .replace(/^kn/, 'n')
    .replace(/^wr/, 'r')
    .replace(/ph/g, 'f')
    .replace(/sch|sh|ch|tch/g, 'x')
    .replace(/[ckq]+/g, 'k')
    .replace(/dg|j/g, 'g')
    .replace(/z/g, 's')
  const first = spelled.slice(0, 1)
  const rest = spelled.slice(1).replace(/[aeiouyhw]/g, '')
  return (/[aeiou]/.test(first) ? 'a' : first) + rest.replace(/(.)\1+/g, '$1')
}
