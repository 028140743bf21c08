/** Checks of group against group: the lock, neighbours on the list, who is viable. */
import { finding } from './finding-codes.ts'
import { at, positions } from './groups.ts'
import type { RulesOutcome } from './outcome.ts'
import type { CountedRoom } from './room.ts'
import { electsOne } from './threshold.ts'
import type { Finding } from './types.ts'

/** Groups that stand for nobody in particular have no neighbours on the ballot. */
const unlisted = ['Other', 'Uncommitted']

/** Appends what is odd about single groups; for two delegates or more. `order` is the ballot order. */
export function groupFindings(
  findings: Finding[],
  room: CountedRoom,
  outcome: RulesOutcome,
  order: readonly string[],
): void {
  if (electsOne(room.rules, room.seats)) return
  if (room.initial !== null && room.final !== null && room.finalTotal > 0) {
    checkRealignment(findings, room, room.initial, room.final, order)
  }
  if (outcome.counted !== null) checkCountedAlignment(findings, room, outcome, outcome.counted)
}

/** From the first alignment to the final one. */
function checkRealignment(
  findings: Finding[],
  room: CountedRoom,
  initial: readonly number[],
  final: readonly number[],
  order: readonly string[],
): void {
  const numbers = { viable: room.viableInitial.filter(Boolean).length, delegates: room.seats }
  const shrank = positions(room.names, (_, i) => room.viableInitial[i] === true && at(final, i) < at(initial, i))
  const first = shrank[0]
  if (first !== undefined) {
    if (mayDissolve(room, initial, shrank)) findings.push(finding('SMALLEST_DISBANDED', namesAt(room, shrank), numbers))
    else if (room.rules.lock) {
      const people = { initial: at(initial, first), final: at(final, first) }
      findings.push(finding('VIABLE_GROUP_SHRANK', namesAt(room, shrank), people))
    }
  }
  findAdjacentShifts(findings, room, initial, final, order)
  const changed = positions(room.names, (_, i) => at(final, i) !== at(initial, i))
  if (room.finalNotNeeded && changed.length > 0) {
    findings.push(finding('REALIGNED_THOUGH_ALL_VIABLE', namesAt(room, changed), numbers))
  }
}

/** The smallest groups must go if more are viable than there are delegates; nothing else excuses a smaller group. */
function mayDissolve(room: CountedRoom, initial: readonly number[], shrank: readonly number[]): boolean {
  const sizes = initial.filter((_, i) => room.viableInitial[i]).sort((a, b) => a - b)
  const must = sizes.length - room.seats
  if (shrank.length > must) return false
  const edge = at(sizes, must - 1)
  return shrank.every((i) => at(initial, i) <= edge)
}

/** A count written one line too high or too low: a viable group is gone, its empty neighbour now has its people. */
function findAdjacentShifts(
  findings: Finding[],
  room: CountedRoom,
  initial: readonly number[],
  final: readonly number[],
  order: readonly string[],
): void {
  const listed = order.filter((name) => !unlisted.includes(name))
  for (const i of positions(room.names, (_, g) => room.viableInitial[g] === true && at(final, g) === 0)) {
    const place = listed.indexOf(room.names[i] as string)
    if (place === -1) continue
    for (const neighbour of [listed[place - 1], listed[place + 1]]) {
      const h = neighbour === undefined ? -1 : room.names.indexOf(neighbour)
      if (h === -1 || at(initial, h) !== 0 || at(final, h) < at(initial, i)) continue
      const people = { initial: at(initial, i), final: at(final, h) }
      findings.push(finding('ADJACENT_SHIFT', namesAt(room, [i, h]), people))
    }
  }
}

/** The alignment that counts. */
function checkCountedAlignment(
  findings: Finding[],
  room: CountedRoom,
  outcome: RulesOutcome,
  counted: readonly number[],
): void {
  const largest = Math.max(0, ...counted)
  if (largest === 0) return
  const threshold = room.threshold ?? 0
  const small = positions(room.names, (_, i) => at(counted, i) > 0 && at(counted, i) < threshold)
  const first = small[0]
  if (first !== undefined) {
    findings.push(finding('NONVIABLE_IN_FINAL', namesAt(room, small), { threshold, members: at(counted, first) }))
  }
  if (largest < threshold) {
    findings.push(finding('NO_VIABLE_GROUP', [], { threshold, largest, lowered: outcome.lowered ?? 0 }))
  }
  const viable = positions(room.names, (_, i) => outcome.viable[i] === true)
  if (viable.length > room.seats && room.rules.overFull === 'smallest_out') {
    const numbers = { viable: viable.length, delegates: room.seats }
    findings.push(finding('MORE_VIABLE_THAN_DELEGATES', namesAt(room, viable), numbers))
  }
}

/** The names of the groups at these positions. */
export function namesAt(room: CountedRoom, places: readonly number[]): string[] {
  return places.map((i) => room.names[i] as string)
}
