import type { Counts } from '../world/truth.ts'
import type { Finding, Invariant } from './invariants.ts'

/** 3. A number enters only if it stands in the text for that name, was there before, or was proposed by headquarters. */
export const readRight: Invariant = {
  number: 3,
  name: 'never read wrong',
  check(world) {
    const findings: Finding[] = []
    for (const { event, before } of world.changes) {
      if (!event.actor.startsWith('chair:')) continue
      if (event.type !== 'AlignmentReported' && event.type !== 'ListKept') continue
      const exchange = world.carrier.exchanges.find(({ sid }) => sid === event.cause)
      if (exchange === undefined) continue
      // A list that waited is put back by a second event of the same text: what was there before the text counts.
      const first = world.changes.find(({ event: own }) => own.cause === event.cause && own.stream === event.stream)
      const known: readonly (Counts | null)[] = [
        before.initial,
        before.final,
        before.pending,
        first?.before.pending ?? null,
        ...before.proposed,
      ]
      for (const { group, count } of event.data.counts as readonly { group: string; count: number }[]) {
        if (known.some((list) => list?.[group] === count)) continue
        if (stands(exchange.body, group, count)) continue
        // A text that lacked its precinct or its letter was kept, and completed by this one.
        if (world.carrier.exchanges.some(({ from, body }) => from === exchange.from && stands(body, group, count)))
          continue
        findings.push({
          kind: 'number from nowhere',
          what: `${event.stream}: ${group} ${count} was read from the text ${exchange.name} "${exchange.body}"`,
        })
      }
    }
    return findings
  },
}

/** `Sanders 45`, `45 Sanders`, `Sanders: 45`: a name and the number beside it, in any spelling of either. */
function stands(body: string, group: string, count: number): boolean {
  if (!body.includes(String(count))) return false
  const name = `${group.slice(0, 2)}[\\p{L}]*`
  const between = '[^\\p{L}\\p{N}]{0,4}(?:has |had |got |is |to |= ?)?'
  return (
    new RegExp(`${name}${between}0*${count}(?!\\p{N})`, 'iu').test(body) ||
    new RegExp(`(?<!\\p{N})0*${count}${between}(?:for |people for )?${name}`, 'iu').test(body)
  )
}
