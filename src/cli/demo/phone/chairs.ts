import type { Files } from '../../../files/load.ts'
import type { PrecinctReport } from '../../../files/reports.ts'
import { countsOf } from '../../replay/chair.ts'
import type { DemoChair } from './routes.ts'

/** The chairs whose phones can be picked up, each with the texts of the night on the chair's card. */
export function demoChairs({ caucus, roster, reports }: Files): readonly DemoChair[] {
  const order = caucus.vocabulary.candidates.map(({ name }) => name)
  return roster.flatMap((line) => {
    if (line.phone === null) return []
    const { precinct, county, name, phone, language, delegates } = line
    const report = reports.find((night) => night.precinct === precinct)
    const examples = [...(report === undefined ? [] : examplesOf(report, order)), ...always]
    return [{ precinct, county, name, phone, language, delegates, examples }]
  })
}

const always = [
  { text: '?', about: 'what is recorded, what is missing' },
  { text: 'HOW', about: 'the guide, in three lines' },
]

function examplesOf(report: PrecinctReport, order: readonly string[]): DemoChair['examples'] {
  const [initial, final] = countsOf(report, order)
  if (initial === undefined || final === undefined) return []
  const [[leader, n] = ['', 0]] = Object.entries(report.final).sort((a, b) => b[1] - a[1])
  return [
    { text: initial, about: 'attendance and the first count' },
    { text: final, about: 'the final count, after realigning' },
    { text: final.replace(`${leader} ${n}`, `${leader} ${n + 60}`), about: 'more people than there were' },
    {
      text: final.replace(`${leader} `, `${withSlip(leader)} `).replaceAll(/([a-z]) (\d)/g, '$1$2'),
      about: 'a slip, and no spaces',
    },
    { text: `FIX ${leader} ${n + 1}`, about: 'correct one group' },
  ]
}

/** A name as a tired thumb writes it. */
const withSlip = (name: string): string => name.replace(/^(..)(.)(.)/, '$1$3$2')
