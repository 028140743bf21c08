import { personOf, rowsThatDiffer } from '../world/assembly.ts'
import type { Finding, Invariant } from './invariants.ts'

const HOUR = 3_600_000

/** 9. What others send costs no more than this, whatever they send. */
export const bounded: Invariant = {
  number: 9,
  name: 'bounded',
  async check(world) {
    const findings: Finding[] = []
    const [strangers, items, outbox] = [60, 2, 3]
    const strangersTold = await world.rows("select at from inbox where kind = 'stranger' and answered = 1 order by at")
    const answers = strangersTold.map(({ at }) => Date.parse(String(at)))
    const crowded = answers.findIndex(
      (at, i) => (answers[i + strangers] ?? Number.POSITIVE_INFINITY) - at < HOUR - 300_000,
    )
    if (crowded !== -1)
      findings.push({ kind: 'strangers', what: `more than ${strangers} strangers were answered within an hour` })
    const senders = new Set(world.carrier.exchanges.map(({ from }) => from)).size
    const queue = Number((await world.rows('select count(*) as n from queue'))[0]?.n)
    const ceiling = items * (senders + world.files.roster.length) * 4 + 20
    if (queue > ceiling) findings.push({ kind: 'items', what: `${queue} items for ${senders} phones` })
    const sent = Number((await world.rows('select count(*) as n from outbox'))[0]?.n)
    const texts =
      world.carrier.exchanges.length + world.record.events.filter(({ actor }) => actor.startsWith('hq:')).length
    if (sent > outbox * texts + 20)
      findings.push({ kind: 'texts', what: `${sent} texts were put out for ${texts} causes` })
    const arrived = new Map<string, number>()
    for (const { to, body, answers: answered } of world.carrier.received) {
      const text = `${personOf(to)} ${body}`
      if (answered === null) arrived.set(text, (arrived.get(text) ?? 0) + 1)
    }
    const asked = new Map(
      (await world.rows('select person, body, count(*) as n from outbox group by person, body')).map(
        ({ person, body, n }) => [`${person} ${body}`, Number(n)],
      ),
    )
    for (const [text, times] of arrived)
      if (times > (asked.get(text) ?? 0))
        findings.push({
          kind: 'sent twice',
          what: `"${text}" arrived ${times} times for ${asked.get(text) ?? 0} texts of the outbox`,
        })
    return findings
  },
}

/** 10. The read tables are a function of the record. */
export const rowsFollow: Invariant = {
  number: 10,
  name: 'rows follow from the record',
  check: async (world) =>
    (await rowsThatDiffer(world.database())).map((key) => ({
      kind: 'row',
      what: `the row ${key} is not what the record says`,
    })),
}

/** 12. No request fails, and none of the program's own tasks, unless the disk did. */
export const nothingBreaks: Invariant = {
  number: 12,
  name: 'nothing breaks down',
  check: (world) => world.breakdowns.map((what) => ({ kind: 'broken down', what })),
}

/** 8. No route without its gate. */
export const gatesHold: Invariant = {
  number: 8,
  name: 'gates hold',
  check: (world) => world.breaches.map((what) => ({ kind: 'open door', what })),
}
