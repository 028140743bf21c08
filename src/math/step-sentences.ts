/** The steps in words and numbers: the worksheet as somebody at the blackboard would say it. */

import { listed, plural } from './finding-sentences.ts'
import { fourDecimals, fraction } from './fraction.ts'
import type { Result, Step } from './types.ts'

/** Every step of a result, one sentence or two each. */
export function stepSentences(result: Pick<Result, 'steps'>): string[] {
  return result.steps.map(stepSentence)
}

/** One step in words. */
export function stepSentence(step: Step): string {
  const n = (key: string) => step.numbers[key] ?? 0
  const groups = listed(step.groups)
  switch (step.step) {
    case 'attendance':
      if (n('attendance') === 0) return 'Nobody is present: there is nothing to share.'
      return n('given') > 0
        ? `${n('attendance')} people are present.`
        : `${n('attendance')} people are in the groups; nobody gave another attendance.`
    case 'ballots':
      return `${plural(n('ballots'), 'early ballot')} counted with the people in the room.`
    case 'threshold':
      return `A group needs ${plural(n('threshold'), 'person', 'people')} to be viable (${n('delegates')} delegates, ${n('people')} ${n('votes') > 0 ? 'votes' : 'present'}).`
    case 'viable':
      return viableWords(step, n('final') > 0, n('stands') > 0)
    case 'lowered':
      return `Nobody reached the threshold; groups of at least half of the largest count, ${n('threshold')}.`
    case 'raw':
      return `Exact shares, members x ${n('delegates')} / ${n('base')}: ${rawWords(step, n('delegates'), n('base'))}.`
    case 'round':
      return `Rounded: ${valuesOf(step)}. Together ${n('count')} of ${n('delegates')}.`
    case 'gain':
      return `${n('count')} too few: ${groups}, closest to the next delegate, ${gives(step.groups.length, 'gain')} one. Now ${valuesOf(step)}.`
    case 'lose':
      return `${n('count')} too many: ${groups}, furthest above the exact share, ${gives(step.groups.length, 'lose')} one. Now ${valuesOf(step)}.`
    case 'leave':
      return leaveWords(step, n('count'))
    case 'extra':
      return `More viable groups than delegates: each keeps one, ${n('count')} more than the ${n('delegates')} to elect.`
    case 'tie':
      return tieWords(step, groups, n('seats'))
    case 'settle':
      return `Chance decided for ${groups}.`
    case 'elect':
      return `One delegate is elected: ${groups}.`
    case 'none':
      return 'No group is viable, so no delegate can be given.'
  }
}

function valuesOf(step: Step): string {
  return Object.entries(step.values ?? {})
    .map(([group, value]) => `${group} ${value}`)
    .join(', ')
}

function viableWords(step: Step, final: boolean, stands: boolean): string {
  if (stands) return `Every group is viable: ${valuesOf(step)}. Nobody realigns.`
  const when = final ? 'at the end' : 'at first'
  return step.groups.length === 0 ? `Nobody is viable ${when}.` : `Viable ${when}: ${valuesOf(step)}.`
}

function rawWords(step: Step, delegates: number, base: number): string {
  return Object.entries(step.values ?? {})
    .map(
      ([group, members]) =>
        `${group} ${members} x ${delegates} / ${base} = ${fourDecimals(fraction(members * delegates, base))}`,
    )
    .join(', ')
}

function tieWords(step: Step, groups: string, seats: number): string {
  const { lose, leave, elect } = step.numbers
  if (lose !== undefined) {
    return `Still ${lose} too many, and ${groups} are exactly tied: chance decides which ${lose} of them ${gives(lose, 'lose')} one.`
  }
  if (leave !== undefined)
    return `${groups} are equally small: chance decides which ${leave} of them ${gives(leave, 'dissolve')}.`
  if (elect !== undefined) return `${groups} are equally large: chance decides who is elected.`
  return `Still ${seats} too few, and ${groups} are exactly tied: chance decides which ${seats} of them ${gives(seats, 'gain')} one.`
}

function gives(count: number, verb: string): string {
  return count === 1 ? `${verb}s` : verb
}

function leaveWords(step: Step, count: number): string {
  const must = `More viable groups than delegates: ${count} must dissolve, the smallest first.`
  return step.groups.length === 0 ? must : `${must} ${listed(step.groups)} ${gives(step.groups.length, 'dissolve')}.`
}
