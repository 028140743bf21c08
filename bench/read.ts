import type { Vocabulary } from '../src/grammar/intent.ts'
import { reader } from '../src/grammar/read.ts'
import { chance } from '../test/proof/grammar/chance.ts'
import { commands, doubtful, readable } from '../test/proof/grammar/classes.ts'
import { readNight } from '../test/proof/grammar/night.ts'
import { sharedData } from '../test/shared.ts'
import type { Run } from './bench.ts'
import { median, percentile } from './harness.ts'

const draw = chance(1)
const word = (): string => Array.from({ length: 7 }, () => String.fromCharCode(97 + draw.below(26))).join('')
const misspelled = (name: string): string => name.slice(0, 3) + String.fromCharCode(97 + draw.below(26)) + name.slice(4)
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
  'misspelled report': (n) => `I ${Array.from({ length: n / 13 }, () => `${misspelled('buttigieg')} 45 `).join('')}`,
  'random words': (n) => Array.from({ length: n / 8 }, () => `${word()} `).join(''),
  'Y and numbers': (n) => 'y 482163 '.repeat(n / 9),
  courtesies: (n) => 'thank you '.repeat(n / 10),
  pictures: (n) => '🗳️'.repeat(n / 3),
  'combining marks': (n) => `e${'\u0301'.repeat(n - 1)}`,
  'other letters': (n) => 'ж'.repeat(n),
}

/** How long a text takes to read. Aim: median 25 µs, p99.9 5 ms. Needs the real night of 2020 beside the checkout. */
export const read: Run = async ([count = '100000']) => {
  const data = sharedData()
  if (data === null) throw new Error('The real night of 2020 must lie beside the checkout.')
  const night = readNight(data)
  const vocabulary: Vocabulary = { candidates: night.candidates, precinctCode: { letters: 1, digits: 4 } }
  const readText = reader(vocabulary)
  const makers = Object.values({ ...readable, ...commands, ...doubtful })
  const texts = Array.from(
    { length: Number(count) },
    () => draw.pick(makers)(draw.pick(night.rooms), night.candidates, draw).text,
  )
  const microseconds = (text: string): number => {
    const start = performance.now()
    readText(text)
    return (performance.now() - start) * 1000
  }
  for (const text of texts.slice(0, 2000)) readText(text)
  const times = texts.map(microseconds)
  const at = (share: number): string => `${percentile(times, share).toFixed(1)} µs`
  console.log(
    `${texts.length.toLocaleString('en-US')} texts: median ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)}`,
  )
  const lengths = [500, 1000, 2000, 5000]
  const columns = (cells: readonly (number | string)[]) => cells.map((cell) => String(cell).padStart(10)).join('')
  console.log(`\n${'hostile text, µs'.padEnd(20)}${columns(lengths)}`)
  for (const [name, make] of Object.entries(hostile)) {
    const medians = lengths.map((n) => median(Array.from({ length: 9 }, () => microseconds(make(n).slice(0, n)))))
    console.log(name.padEnd(20) + columns(medians.map((time) => time.toFixed(0))))
  }
}
