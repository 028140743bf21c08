/** How far apart two words are: keys missed, doubled, swapped (Damerau-Levenshtein, each place touched once). At most `limit` + 1. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, beforeLast[j - 2]! + 1)
      row.push(d)
      if (d < least) least = d
    }
    if (least > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return last[b.length] ?? limit + 1
}

const keypad = 'abc def ghi jkl mno pqrs tuv wxyz'.split(' ')

/** The keys that a phone's keypad needs for a word: "warren" and "wappdm" are one to the thumb. */
export function keys(word: string): string {
  return word.replace(/[a-z]/g, (letter) => String(keypad.findIndex((key) => key.includes(letter)) + 2))
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
