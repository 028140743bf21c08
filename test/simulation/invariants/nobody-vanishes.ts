import { personOf } from '../world/assembly.ts'
import type { Exchange } from '../world/carrier.ts'
import type { PrecinctRecord } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { codesIn } from './approved.ts'
import type { Finding, Invariant } from './invariants.ts'

/**
 * 2. A group with people in the counts in hand is gone or smaller after a text only if the reply to that text names it,
 * or the text itself did, or what brought the code that it answers. A list that replaces another in silence made 83 people vanish in a trial.
 */
export const nobodyVanishes: Invariant = {
  number: 2,
  name: 'nobody vanishes unsaid',
  async check(world) {
    const findings: Finding[] = []
    for (const exchange of world.answered) {
      const changes = world.changes.filter(({ event }) => event.cause === exchange.sid)
      for (const stream of new Set(changes.map(({ event }) => event.stream))) {
        const own = changes.filter(({ event }) => event.stream === stream)
        const [first, last] = [own[0]?.before, own.at(-1)?.after]
        if (first === undefined || last === undefined) continue
        const said = [
          exchange.body,
          exchange.reply,
          shownWith(exchange, stream, world),
          completedBy(exchange, world),
        ].join('\n')
        for (const { list, group, before, after } of fewer(first, last)) {
          if (isNamed(group, said, world) || (await cannotBeTold(exchange, world))) continue
          findings.push({
            kind: after === 0 ? 'gone' : 'smaller',
            what: `${stream}: ${list} ${group} went from ${before} to ${after} by the text ${exchange.name} "${exchange.body}", and the reply "${exchange.reply}" does not name it`,
          })
        }
      }
    }
    return findings
  },
}

/** To a phone that has opted out nothing can be said: headquarters has an item that says to call it, and read it out. */
async function cannotBeTold({ reply, from }: Exchange, world: World): Promise<boolean> {
  const about = personOf(from)
  const [phone] = await world.rows('select opted_out from phones where person = ?', about)
  const items = await world.rows("select id from queue where kind = 'opted_out' and person = ?", about)
  return reply === '' && Number(phone?.opted_out) === 1 && items.length > 0
}

/** The text that lacked its precinct, and that this one completes. */
function completedBy({ from, body, at }: Exchange, world: World): string {
  if (!/^\W*P\d{3,4}\W*$/i.test(body)) return ''
  const kept = world.carrier.exchanges.findLast(
    (other) =>
      other.from === from &&
      other.at <= at &&
      /^(?:PRACTICE |ENSAYO )?(?:Which precinct|¿De qué)/.test(other.reply ?? ''),
  )
  return kept?.body ?? ''
}

/** What came with the code of this text, on either phone of the precinct: whoever approves a change has been shown it. */
function shownWith({ body }: Exchange, stream: string, world: World): string {
  const code = /(?<!\d)(\d{4,8})(?!\d)/.exec(body.replace(/P\d{3,4}/i, ''))?.[1]
  if (code === undefined) return ''
  const phones = world.files.roster.find(({ id }) => stream.endsWith(`/${id}`))?.phones ?? []
  const shown = world.carrier.received.filter((text) => phones.includes(text.to) && codesIn(text.body).includes(code))
  return shown.map((text) => text.body).join('\n')
}

function* fewer(before: PrecinctRecord, after: PrecinctRecord) {
  for (const list of ['initial', 'final', 'pending'] as const) {
    // A pending list that found its letter is in the other list now.
    if (list === 'pending' && after.pending === null) continue
    for (const [group, people] of Object.entries(before[list] ?? {})) {
      const now = after[list]?.[group] ?? 0
      if (now < people) yield { list, group, before: people, after: now }
    }
  }
}

/** By its name, the shortened name or its code. */
const isNamed = (group: string, said: string, world: World): boolean => {
  const text = said.toLowerCase()
  const names = [
    group.toLowerCase().slice(0, 3),
    ...(world.plan.candidates.includes(group) ? [] : [group.toLowerCase()]),
  ]
  return names.some((name) => text.includes(name)) || new RegExp(`\\b${group.slice(0, 2)}\\b`, 'i').test(said)
}
