import type { Finding } from '../../../math/types.ts'
import type { Voice } from '../words.ts'

/** A finding as the chair hears it: no full stop, no advice. */
export function finding(f: Finding, v: Voice): string {
  const n = f.numbers
  const first = f.groups[0] === undefined ? '' : v.name(f.groups[0])
  switch (f.code) {
    case 'CHECKSUM_DIFFERS':
      return `the ${f.groups[0] === 'initial' ? 'first' : 'final'} count adds up to ${n.sum}, not ${n.said}`
    case 'GROUP_SUM_EXCEEDS_ATTENDANCE':
      return (n.initial ?? 0) > (n.attendance ?? 0)
        ? `the first count adds up to ${n.initial} but ${n.attendance} are present`
        : `the final count adds up to ${n.final} but ${n.attendance} are present`
    case 'UNDERCOUNT':
      return `${n.missing} of the ${n.attendance} present ${n.missing === 1 ? 'is' : 'are'} in no group`
    case 'FINAL_EXCEEDS_INITIAL':
      return `the final total ${n.final} is more than the ${n.initial} at first count`
    case 'FINAL_MISSING':
      return 'the final count has nobody in it'
    case 'INITIAL_MISSING':
      return n.final ? 'the first count is missing' : 'the first count has nobody in it'
    case 'VIABLE_GROUP_SHRANK':
      return `${first} was viable with ${n.initial} and now has ${n.final}; a viable group keeps its people`
    case 'ADJACENT_SHIFT':
      return `${first} went from ${n.initial} to 0 and ${v.name(f.groups[1] ?? '')} from 0 to ${n.final}, as if a line was mixed up`
    case 'NO_VIABLE_GROUP':
      return `no group has the ${n.threshold} it needs; align once more`
    case 'REALIGNED_THOUGH_ALL_VIABLE':
      return 'all groups were viable at first count, so nobody had to move'
    case 'ONE_DELEGATE_NOT_PLURALITY':
      return `${first} is not the largest group`
    case 'ATTENDANCE_MISSING':
      return `no attendance given, so ${n.attendance} is used`
    default:
      return f.code.toLowerCase().replaceAll('_', ' ')
  }
}
