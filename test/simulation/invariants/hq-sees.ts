import { personOf } from '../world/assembly.ts'
import type { World } from '../world/world.ts'
import type { Finding, Invariant } from './invariants.ts'

const MINUTE = 60_000

/** Most pages of a tab that are turned: more than this and its items are as good as hidden. */
const MOST_PAGES = 400

/** 6. Every open item stands on the queue's pages within a minute, a stranger's in its own tab, whatever strangers do. */
export const queueIsSeen: Invariant = {
  number: 6,
  name: 'headquarters sees everything',
  async check(world) {
    const all = await pagesOf(world, '/hq/queue')
    const strangers = await pagesOf(world, '/hq/queue?kind=stranger')
    if (all === null || strangers === null) return []
    const open = await world.rows('select id, kind, at from queue where outcome is null')
    const due = open.filter(({ at }) => Date.parse(String(at)) < world.time.now() - MINUTE)
    const isOn = (page: string, id: unknown): boolean =>
      page.includes(encodeURIComponent(String(id)).replaceAll("'", '&#39;'))
    const hidden = due.filter(({ id, kind }) => !isOn(kind === 'stranger' ? strangers : all, id))
    const between = open.filter(({ id, kind }) => kind === 'stranger' && isOn(all, id))
    const [first] = hidden
    return [
      ...(first === undefined
        ? []
        : [
            {
              kind: open.length > 500 ? 'more than the page reads' : 'not on the page',
              what: `${hidden.length} of ${open.length} open items are not on the queue's pages, such as ${String(first.kind)} ${String(first.id)}`,
            },
          ]),
      ...between.map(({ id }) => ({ kind: 'strangers between', what: `${String(id)} stands among what others sent` })),
    ]
  },
}

/** All pages of a tab, by their links; null where one did not load. */
async function pagesOf(world: World, from: string): Promise<string | null> {
  let bodies = ''
  let path: string | undefined = from
  for (let pages = 0; path !== undefined && pages < MOST_PAGES; pages += 1) {
    const page = await world.look(path)
    if (page === null || page.status !== 200) return null
    // The items that were ended last stand below on each page.
    bodies += page.body.split('id="ended"')[0]
    path = /<a href="([^"]+)" rel="next"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')
  }
  return bodies
}

/** 6. What needs a human has an item, ended or not. */
export const needsAnItem: Invariant = {
  number: 6,
  name: 'what needs a human has an item',
  async check(world) {
    const queue = await world.rows('select kind, precinct, person from queue')
    const has = (kinds: readonly string[], precinct: string | null, person: string | null): boolean =>
      queue.some(
        (item) =>
          kinds.includes(String(item.kind)) &&
          ((precinct !== null && item.precinct === precinct) || (person !== null && item.person === person)),
      )
    const findings: Finding[] = []
    const want = (kinds: readonly string[], precinct: string | null, person: string | null, why: string): void => {
      if (!has(kinds, precinct, person))
        findings.push({ kind: `no item: ${why}`, what: `${why} of ${precinct ?? person}: no item in the queue` })
    }
    for (const { type, stream, actor, data } of world.record.events) {
      const [phase = '', id = ''] = stream.split('/')
      const person = actor.split(':')[1] ?? ''
      if (type === 'ReportKept')
        want(['held'], id, null, actor.startsWith('hq:') ? 'a report kept by read-back' : 'a kept report')
      if (type === 'ReportApproved' && data.confirmed === false)
        want(['unconfirmed'], id, null, 'an unconfirmed report')
      if (type === 'OptedOut') want(['opted_out'], null, person, 'an opt-out')
      if (phase === 'roster' && type === 'PinAccepted') want(['unconfirmed'], id, null, 'a borrowed phone')
    }
    findings.push(...calledIn(world, has))
    for (const { body, reply, from, meaning } of world.carrier.exchanges)
      if (reply !== null && meaning.kind === 'chair' && /^\s*(HELP|INFO)\s*$/i.test(body))
        // One that came to light later, behind newer texts, is an anomaly for a person to decide.
        want(['help', 'anomaly'], null, personOf(from), 'a call for help')
    return findings
  },
}

/** A report that was called in waits for its read-back. */
function calledIn(
  world: World,
  has: (kinds: readonly string[], precinct: string, person: null) => boolean,
): readonly Finding[] {
  return [...world.record.streams.values()].flatMap((record): readonly Finding[] => {
    const [phase, id = ''] = record.stream.split('/')
    const waits = phase === 'live' && record.author?.startsWith('hq:') && record.reports.length === 0
    return waits && !has(['held', 'second', 'anomaly', 'other', 'called_in'], id, null)
      ? [{ kind: 'no item: called in', what: `${record.stream}: called in and not read back, and no item says so` }]
      : []
  })
}
