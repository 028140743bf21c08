import type { Files } from '../../files/load.ts'
import type { ReportedNight } from '../../files/reports.ts'
import { rosterIndex } from '../caucus/terms.ts'
import { countsOf } from '../replay/chair.ts'
import type { DemoChair } from './phone/routes.ts'

/** The chairs whose phones can be picked up, each with the texts of her night on her card. */
export function demoChairs(files: Files): readonly DemoChair[] {
  const { lines, order } = rosterIndex(files)
  return lines.flatMap((line) => {
    if (line.phone === null) return []
    const { precinct, county, name, phone, language, delegates } = line
    const report = files.reports.find((one) => one.precinct === precinct)
    const examples = [...(report === undefined ? [] : ofTheNight(report, order)), ...always]
    return [{ precinct, county, name, phone, language, delegates, examples }]
  })
}

const always = [
  { text: '?', about: 'what is recorded, what is missing' },
  { text: 'HOW', about: 'the guide, in three lines' },
]

function ofTheNight(report: ReportedNight, order: readonly string[]): DemoChair['examples'] {
  const [initial, final] = countsOf(report, order)
  if (initial === undefined || final === undefined) return []
  const [[first, n] = ['', 0]] = Object.entries(report.final).sort((a, b) => b[1] - a[1])
  return [
    { text: initial, about: 'attendance and the first count' },
    { text: final, about: 'the final count, after realigning' },
    { text: final.replace(`${first} ${n}`, `${first} ${n + 60}`), about: 'more people than there were' },
    {
      text: final.replace(`${first} `, `${swapped(first)} `).replaceAll(/([a-z]) (\d)/g, '$1$2'),
      about: 'a slip, and no spaces',
    },
    { text: `FIX ${first} ${n + 1}`, about: 'correct one group' },
  ]
}

/** A name as a tired thumb writes it. */
const swapped = (name: string): string => name.replace(/^(..)(.)(.)/, '$1$3$2')
