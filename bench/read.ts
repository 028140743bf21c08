import type { Vocabulary } from '../src/grammar/intent.ts'
import { reader } from '../src/grammar/read.ts'
import { chance } from '../test/proof/grammar/chance.ts'
import { commands, doubtful, readable } from '../test/proof/grammar/classes.ts'
import { readNight } from '../test/proof/grammar/night.ts'
import { sharedData } from '../test/shared.ts'

/** How long a text takes to read: 100,000 realistic ones, and hostile ones of growing length. Aim: median 25 µs, p99.9 5 ms. */
const data = sharedData()
if (data === null) throw new Error('The real night of 2020 must lie beside the checkout.')
const night = readNight(data)
const vocabulary: Vocabulary = { candidates: night.candidates, precinctCode: { letters: 1, digits: 4 } }
const read = reader(vocabulary)
const by = chance(1)
const makers = Object.values({ ...readable, ...commands, ...doubtful })
const texts = Array.from({ length: 100_000 }, () => by.pick(makers)(by.pick(night.rooms), night.candidates, by).text)

const took = (text: string): number => {
  const start = performance.now()
  read(text)
  return (performance.now() - start) * 1000
}

for (let i = 0; i < 2000; i++) read(texts[i]!)
const times = texts.map(took).sort((a, b) => a - b)
const at = (share: number): string =>
  `${times[Math.min(times.length - 1, Math.floor(share * times.length))]!.toFixed(1)} µs`
console.log(
  `${texts.length.toLocaleString('en-US')} texts: median ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)}`,
)

const word = (): string => Array.from({ length: 7 }, () => String.fromCharCode(97 + by.below(26))).join('')
const slip = (name: string): string => name.slice(0, 3) + String.fromCharCode(97 + by.below(26)) + name.slice(4)
const hostile: Readonly<Record<string, (n: number) => string>> = {
  'one letter': (n) => 'a'.repeat(n),
  digits: (n) => '1'.repeat(n),
  'O and 0': (n) => 'O0'.repeat(n / 2),
  marks: (n) => '-'.repeat(n),
  'marks and digits': (n) => '-1'.repeat(n / 2),
  blanks: (n) => `I Sanders${' '.repeat(n)}45`,
  quotes: (n) => '"'.repeat(n),
  'a report': (n) => `I ${'Sanders 45 Warren 20 '.repeat(n / 21)}`,
  'glued report': (n) => `I${'Sanders45Warren20'.repeat(n / 17)}`,
  'glued codes': (n) => 'P0412'.repeat(n / 5),
  'misspelled report': (n) => `I ${Array.from({ length: n / 13 }, () => `${slip('buttigieg')} 45 `).join('')}`,
  'random words': (n) => Array.from({ length: n / 8 }, () => `${word()} `).join(''),
  'Y and numbers': (n) => 'y 4821 '.repeat(n / 7),
  courtesies: (n) => 'thank you '.repeat(n / 10),
  pictures: (n) => '🗳️'.repeat(n / 3),
  'combining marks': (n) => `e${'\u0301'.repeat(n - 1)}`,
  'other letters': (n) => 'ж'.repeat(n),
}
console.log(`\n${'hostile text, µs'.padEnd(20)}${[500, 1000, 2000, 5000].map((n) => String(n).padStart(10)).join('')}`)
for (const [name, make] of Object.entries(hostile)) {
  const row = [500, 1000, 2000, 5000].map((n) => {
    const samples = Array.from({ length: 9 }, () => took(make(n).slice(0, n))).sort((a, b) => a - b)
    return samples[4]!.toFixed(0).padStart(10)
  })
  console.log(name.padEnd(20) + row.join(''))
}
