/**
 * What no single report can show: two precincts with the same counts. Either a chair sent the numbers of another
 * precinct, or somebody keyed one report twice. Both are flagged, and neither is refused: it can be chance.
 */
import { finding } from './codes.ts'
import { peopleIn } from './groups.ts'
import type { Finding, Groups } from './types.ts'

export interface Reported {
  readonly precinct: string
  readonly initial: Groups
  readonly final: Groups | null
}

export interface FindingAbout {
  readonly precinct: string
  readonly finding: Finding
}

/** Below this many people equal counts are no surprise. */
const fewest = 20

/** One finding for each precinct whose initial counts all equal those of another with at least 20 people; in the order given. */
export function duplicates(reports: Iterable<Reported>): FindingAbout[] {
  const alike = new Map<string, Reported[]>()
  for (const report of reports) {
    const people = peopleIn(report.initial)
    if (people < fewest) continue
    const key = sameCounts(report.initial)
    const others = alike.get(key)
    if (others === undefined) alike.set(key, [report])
    else others.push(report)
  }
  return [...alike.values()].filter((group) => group.length > 1).flatMap(about)
}

function about(group: readonly Reported[]): FindingAbout[] {
  return group.map((report) => {
    const others = group.filter((other) => other !== report)
    const initial = peopleIn(report.initial)
    const key = report.final && sameCounts(report.final)
    const final = others.some((other) => other.final !== null && sameCounts(other.final) === key)
    const codes = others.map((other) => other.precinct)
    return {
      precinct: report.precinct,
      finding: finding('DUPLICATE_OF_OTHER_PRECINCT', codes, { initial, final: final ? 1 : 0 }),
    }
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
