/**
 * What no single report can show: two precincts with the same counts. Either a chair sent the numbers of another
 * precinct, or somebody keyed one report twice. Both are flagged, and neither is refused: it can be chance.
 */
import { finding } from './finding-codes.ts'
import { totalOf } from './groups.ts'
import type { Finding, Groups } from './types.ts'

interface PrecinctCounts {
  readonly precinct: string
  readonly initial: Groups
  readonly final: Groups | null
}

interface FindingAbout {
  readonly precinct: string
  readonly finding: Finding
}

/** Below this many people equal counts are no surprise. */
const fewestPeople = 20

/** So many of the precincts with the same counts are named; whoever looks into it begins with those. */
export const mostDuplicatesNamed = 5

/** The same text for equal first counts; null where so few people were there that equal counts are no surprise. */
export const initialCountsKey = (initial: Groups): string | null =>
  totalOf(initial) < fewestPeople ? null : sameCounts(initial)

/**
 * One finding for each precinct whose initial counts all equal those of another with at least 20 people; equal ones
 * stand together, in the order given. It names up to five of the others (`others`: how many there are); `final` is 1
 * where the final counts of one of them are the same, too.
 * @example of one: { precinct: 'P2', finding: { code: 'DUPLICATE_OF_OTHER_PRECINCT', groups: ['P1'], numbers: { initial: 45, final: 0, others: 1 }, … } }
 */
export function findDuplicates(reports: Iterable<PrecinctCounts>): FindingAbout[] {
  const byCounts = Map.groupBy(reports, (report) => initialCountsKey(report.initial))
  byCounts.delete(null)
  return [...byCounts.values()].filter((alike) => alike.length > 1).flatMap(findingsAbout)
}

function findingsAbout(group: readonly PrecinctCounts[]): FindingAbout[] {
  const finals = group.map(({ final }) => final && sameCounts(final))
  const times = new Map<string | null, number>()
  for (const final of finals) times.set(final, (times.get(final) ?? 0) + 1)
  const first = group.slice(0, mostDuplicatesNamed + 1)
  return group.map((report, i) => {
    const named = first.filter((other) => other !== report).slice(0, mostDuplicatesNamed)
    const final = finals[i] ?? null
    const numbers = {
      initial: totalOf(report.initial),
      final: final !== null && (times.get(final) ?? 0) > 1 ? 1 : 0,
      others: group.length - 1,
    }
    const codes = named.map(({ precinct }) => precinct)
    return { precinct: report.precinct, finding: finding('DUPLICATE_OF_OTHER_PRECINCT', codes, numbers) }
  })
}

/** The same text for the same counts, whatever their order; a group with nobody is no difference. */
function sameCounts(groups: Groups): string {
  return JSON.stringify(
    Object.entries(groups)
      .filter(([, members]) => members > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
