/**
 * Broken copies of src/math, each with one fault that a program somewhere really had or could have, and the property that
 * must notice it. A test that cannot fail is a defect: here each is made to fail.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Engine } from './properties.ts'

const source = fileURLToPath(new URL('../../src/math', import.meta.url))

export interface Mutant {
  readonly fault: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly rules: string
  /** The properties that notice it. */
  readonly caughtBy: readonly string[]
}

export const mutants: readonly Mutant[] = [
  {
    fault: 'the threshold is rounded down',
    file: 'threshold.ts',
    from: 'return ceilDiv(3 * attendance, 20)',
    to: 'return (3 * attendance - (3 * attendance % 20)) / 20',
    rules: 'ia2020',
    caughtBy: ['agrees'],
  },
  {
    fault: '15 % is taken as a division by 6.67',
    file: 'threshold.ts',
    from: 'return ceilDiv(3 * attendance, 20)',
    to: 'return Math.ceil(attendance / 6.67)',
    rules: 'ia2020',
    caughtBy: ['thresholds'],
  },
  {
    fault: 'one sixth is 0.166667',
    file: 'threshold.ts',
    from: 'return ceilDiv(attendance, 6)',
    to: 'return Math.ceil(attendance * 0.166667)',
    rules: 'ia2020',
    caughtBy: ['agrees', 'thresholds'],
  },
  {
    fault: 'shares are not repaired',
    file: 'apportion.ts',
    from: 'missing !== 0; missing =',
    to: 'missing > seats; missing =',
    rules: 'ia2020',
    caughtBy: ['agrees', 'sums'],
  },
  {
    fault: 'a surplus may take an only delegate',
    file: 'apportion.ts',
    from: 'const keep = rules.minOne ? 1 : 0',
    to: 'const keep = 0',
    rules: 'nv2020',
    caughtBy: ['agrees', 'promised'],
  },
  {
    fault: 'ties go to the first on the list',
    file: 'apportion.ts',
    from: 'if (which.length > count) return { kind, among: which, count }',
    to: 'which.length = Math.min(which.length, count)',
    rules: 'ia2020',
    caughtBy: ['agrees', 'orderless', 'fair'],
  },
  {
    fault: 'the larger group wins a tie',
    file: 'apportion.ts',
    from: 'if (which.length > count) return { kind, among: which, count }',
    to: 'which.sort((a, b) => members[b]! - members[a]!).length = Math.min(which.length, count)',
    rules: 'ia2020',
    caughtBy: ['agrees'],
  },
  {
    fault: 'the surplus is taken from the largest group',
    file: 'apportion.ts',
    from: 'const shortfall = change * (at(members, i) * seats - at(delegates, i) * base)',
    to: 'const shortfall = change === 1 ? at(members, i) * seats - at(delegates, i) * base : at(members, i)',
    rules: 'ia2020',
    caughtBy: ['agrees', 'fair', 'monotone'],
  },
  {
    fault: 'the largest groups dissolve',
    file: 'apportion.ts',
    from: '[...members].sort((a, b) => a - b)',
    to: '[...members].sort((a, b) => b - a)',
    rules: 'ia2020',
    caughtBy: ['agrees'],
  },
  {
    fault: 'the final total is the divisor',
    file: 'outcome.ts',
    from: 'return room.attendance\n',
    to: 'return sum(counted)\n',
    rules: 'ia2020',
    caughtBy: ['agrees'],
  },
  {
    fault: 'shares in floating point are compared for ties',
    file: 'apportion.ts',
    from: 'const shortfall = change * (at(members, i) * seats - at(delegates, i) * base)',
    to: 'const shortfall = change * ((at(members, i) / base) * seats - at(delegates, i))',
    rules: 'ia2020',
    caughtBy: ['agrees'],
  },
  {
    fault: 'no delegates are added for groups that would lose their only one',
    file: 'apportion.ts',
    from: 'const delegates = members.map(() => 1)',
    to: 'const delegates = members.map((_, i) => (i < seats ? 1 : 0))',
    rules: 'nv2020',
    caughtBy: ['agrees', 'sums', 'orderless', 'promised'],
  },
  {
    fault: 'equal largest groups elect the first of them',
    file: 'outcome.ts',
    from: 'among.length > 1 ?',
    to: 'among.length > 9 ?',
    rules: 'nv2020',
    caughtBy: ['agrees', 'orderless'],
  },
  {
    fault: 'half of the leader is rounded down',
    file: 'outcome.ts',
    from: '2 * m >= largest',
    to: '2 * m + 1 >= largest',
    rules: 'prop15',
    caughtBy: ['agrees', 'scaled'],
  },
  {
    fault: 'the small groups stay in the divisor',
    file: 'outcome.ts',
    from: 'return sum(members)',
    to: 'return sum(counted)',
    rules: 'prop15',
    caughtBy: ['agrees'],
  },
  {
    fault: 'a walking subcaucus needs one more than its share',
    file: 'threshold.ts',
    from: 'return ceilDiv(people, seats)',
    to: 'return ceilDiv(people, seats) + 1',
    rules: 'mn_dfl',
    caughtBy: ['agrees', 'scaled'],
  },
  {
    fault: 'votes for nobody on the list are left out of the total',
    file: 'outcome.ts',
    from: 'Math.max(room.attendance, sum(counted))',
    to: 'sum(counted)',
    rules: 'ia_gop',
    caughtBy: ['agrees'],
  },
]

export interface Broken {
  readonly compute: Engine
  readonly threshold: (rules: unknown, seats: number, people: number) => number | null
  readonly end: () => void
}

/** A copy of src/math with the fault in it, loaded; `end` deletes it. */
export async function broken(mutant: Mutant): Promise<Broken> {
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-mutant-'))
  cpSync(source, folder, { recursive: true })
  const file = join(folder, mutant.file)
  const text = readFileSync(file, 'utf8')
  if (text.split(mutant.from).length !== 2)
    throw new Error(`${mutant.fault}: ${mutant.file} has not once: ${mutant.from}`)
  writeFileSync(file, text.replace(mutant.from, mutant.to))
  const at = (name: string) => pathToFileURL(join(folder, name)).href
  const { compute } = (await import(at('compute.ts'))) as { compute: Engine }
  const { threshold } = (await import(at('threshold.ts'))) as Pick<Broken, 'threshold'>
  return { compute, threshold, end: () => rmSync(folder, { recursive: true, force: true }) }
}
