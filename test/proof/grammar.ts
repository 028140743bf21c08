import { reader } from '../../src/grammar/read.ts'
import { sharedData } from '../shared.ts'
import { type Figures, judge, sum } from './grammar/judge.ts'
import { readNight } from './grammar/night.ts'

/**
 * Texts as people write them, from the true reports of 2020: of each class, how many were read right, asked about, read
 * wrong. `node test/proof/grammar.ts [texts] [seed]`. Holds where none is read wrong and 98 % of what has one meaning is read.
 */
const data = sharedData()
if (data === null) console.log('Not run: the real night of 2020 is not beside the checkout.')
else {
  const texts = Number(process.argv[2] ?? 200_000)
  const night = readNight(data)
  const read = reader({ candidates: night.candidates, precinctCode: { letters: 1, digits: 4 } })
  const judged = judge(night, read, texts, Number(process.argv[3] ?? 2020))
  const row = (name: string, { right, asked, wrong }: Figures): string =>
    `${name.padEnd(24)}${String(right).padStart(8)}${String(asked).padStart(8)}${String(wrong).padStart(8)}${((100 * right) / (right + asked + wrong)).toFixed(2).padStart(9)} %`
  console.log(`${'one reading is meant'.padEnd(24)}   right   asked   wrong`)
  for (const [name, figures] of judged.meant) console.log(row(name, figures))
  const meant = sum(judged.meant)
  console.log(row('all of these', meant))
  console.log(`\n${'must be asked'.padEnd(24)}   asked       -   wrong`)
  for (const [name, figures] of judged.unsure) console.log(row(name, figures))
  const unsure = sum(judged.unsure)
  console.log(row('all of these', unsure))
  for (const line of judged.wrong) console.log(`WRONG ${line}`)
  if (process.argv.includes('--asked')) for (const line of judged.asked) console.log(`ASKED ${line}`)
  const share = meant.right / (meant.right + meant.asked + meant.wrong)
  const holds = meant.wrong + unsure.wrong === 0 && share >= 0.98
  console.log(
    `\n${texts.toLocaleString('en-US')} texts: ${(100 * share).toFixed(2)} % read right where one reading is meant, ${meant.wrong + unsure.wrong} read wrong. ${holds ? 'Holds.' : 'DOES NOT HOLD.'}`,
  )
  process.exitCode = holds ? 0 : 1
}
