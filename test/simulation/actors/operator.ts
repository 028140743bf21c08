import type { Browser, Page } from '../world/console.ts'
import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000

/** People at headquarters, who work down the queue, call chairs, enter what they say, and read back what others entered. */
export const operators: ActorKind = {
  name: 'operators',
  join(world) {
    for (const name of ['ada', 'ben', 'hugo']) {
      const person = world.staff.get(name)
      if (person !== undefined) shift(world, person)
    }
  },
}

function shift(world: World, person: Browser): void {
  const draw = world.draw(`shift/${person.account.name}`)
  const turn = async (): Promise<void> => {
    try {
      for (const act of [agree, takeOne, callSilent, readBack]) if (await act(world, person)) break
    } catch {
      // The server is down: the page does not load.
    }
    world.time.after(draw.between(4 * MINUTE, 12 * MINUTE), 'an operator acts', turn)
  }
  world.time.at(world.hours.live + draw.between(5, 25) * MINUTE, 'an operator begins', turn)
}

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('&#39;', "'").replaceAll('&amp;', '&'))
const itemsOn = (page: Page): readonly string[] =>
  [...page.body.matchAll(/href="\/hq\/queue\/item\?id=([^"]+)"[^>]*>/g)].map(([, id = '']) => decoded(id))

/** The item on top: claimed, worked on, and ended with an outcome. */
async function takeOne(world: World, person: Browser): Promise<boolean> {
  const page = await person.get('/hq/queue')
  if (page.status !== 200) return false
  // A report that was called in is for `readBack`, which ends its item.
  const free = await world.rows(
    "select id, kind, precinct from queue where outcome is null and owner is null and kind <> 'called_in'",
  )
  const shown = new Set(itemsOn(page))
  const item = free.find(({ id }) => shown.has(String(id)))
  if (item === undefined) return false
  const [id, kind, precinct] = [
    String(item.id),
    String(item.kind),
    item.precinct === null ? null : String(item.precinct),
  ]
  const path = `/hq/queue/item?id=${encodeURIComponent(id)}`
  const taken = await person.post('/hq/queue/take', { id, owner: '' }, path)
  if (taken.status !== 303) return true
  world.tell(`${person.account.name} takes ${kind} ${precinct ?? ''}`)
  if (precinct !== null) await workOn(world, person, kind, precinct)
  const item2 = await person.get(path)
  const outcomes = [...item2.body.matchAll(/<option value="([^"]+)"/g)].map(([, value = '']) => value)
  const outcome = outcomes.find((words) => words !== '') ?? 'nothing to do'
  const ended = await person.post('/hq/queue/end', { id, outcome: outcome.replaceAll('&#39;', "'"), note: '' }, path)
  world.tell(`${person.account.name} ends ${kind} ${precinct ?? ''}: ${ended.status === 303 ? outcome : 'refused'}`)
  return true
}

async function workOn(world: World, person: Browser, kind: string, precinct: string): Promise<void> {
  if (['held', 'unreadable', 'help', 'codes', 'opted_out', 'stranger', 'unconfirmed'].includes(kind))
    await call(world, person, precinct)
}

/** Calls the chair. What they say is compared with what is there, and entered where it is missing. */
async function call(world: World, person: Browser, precinct: string): Promise<void> {
  const chair = world.people.get(precinct)
  const says = chair?.says() ?? null
  const path = `/hq/precincts/${precinct}`
  await person.post(`${path}/call`, { outcome: says === null ? 'no answer' : 'reached', note: '' }, path)
  world.tell(`${person.account.name} calls ${precinct}: ${says === null ? 'no answer' : 'reached'}`)
  if (says === null || chair === undefined || chair.state().kind === 'recorded') return
  const last = world.record.of(`live/${precinct}`)
  if (last.published !== null) return
  for (const text of says) {
    const answer = await person.post(`${path}/enter`, { text }, path)
    world.tell(`${person.account.name} enters for ${precinct}: ${text.replaceAll('\n', '⏎')} (${answer.status})`)
  }
  chair.relieved()
}

/** Late in the night those of whom nothing was heard are called. */
async function callSilent(world: World, person: Browser): Promise<boolean> {
  if (world.time.now() < world.hours.calm - 20 * MINUTE) return false
  const called = calls.get(world) ?? new Map<string, number>()
  calls.set(world, called)
  const silent = world.files.roster.find(
    ({ id }) => world.record.of(`live/${id}`).version === 0 && (called.get(id) ?? 0) < 2,
  )
  if (silent === undefined) return false
  called.set(silent.id, (called.get(silent.id) ?? 0) + 1)
  await call(world, person, silent.id)
  return true
}
const calls = new WeakMap<World, Map<string, number>>()

/** Whether the last report on record is what happened in the room: as whoever has the worksheet in hand can tell. */
export function isRight(world: World, precinct: string): boolean {
  const last = world.record.of(`live/${precinct}`).reports.at(-1)
  const truth = world.truths.get(precinct)
  const counts = last?.final ?? last?.initial ?? {}
  return (
    Object.keys({ ...truth?.final, ...counts }).every((group) => (truth?.final[group] ?? 0) === (counts[group] ?? 0)) &&
    Object.entries(last?.delegates ?? {}).every(([group, n]) => (truth?.delegates[group] ?? 0) === n)
  )
}

/** A colleague asks for a second person: who agrees has looked at the counts, and knows them to be right. */
async function agree(world: World, person: Browser): Promise<boolean> {
  for (const { id, precinct } of await world.rows(
    'select id, precinct from hq_seconds where outcome is null order by at',
  )) {
    const path = `/hq/precincts/${String(precinct)}`
    const page = await person.get(path)
    if (!page.body.includes(`/hq/seconds/${String(id)}`)) continue
    const right = isRight(world, String(precinct))
    const answer = right ? { answer: 'given' } : { answer: 'refused', reason: 'the chair says otherwise' }
    const { status } = await person.post(`/hq/seconds/${String(id)}`, answer, path)
    world.tell(
      `${person.account.name} ${right ? 'agrees' : 'does not agree'} to what is asked for ${precinct} (${status})`,
    )
    return true
  }
  return false
}

/** What a colleague entered is read back to the chair by another one. */
async function readBack(world: World, person: Browser): Promise<boolean> {
  for (const { id } of world.files.roster) {
    const record = world.record.of(`live/${id}`)
    if (!record.author?.startsWith('hq:') || record.reports.length > 0) continue
    const path = `/hq/precincts/${id}`
    const page = await person.get(path)
    const revision = /name="revision" value="(\d+)"/.exec(page.body)?.[1]
    if (revision === undefined) continue
    const truth = world.truths.get(id)?.final ?? {}
    const final = record.final ?? record.initial ?? {}
    // Every number is read out, also of a group that the chair never had.
    const right = Object.keys({ ...truth, ...final }).every((group) => (truth[group] ?? 0) === (final[group] ?? 0))
    if (!right) continue
    const answer = await person.post(`${path}/read-back`, { revision, read: 'yes' }, path)
    world.tell(`${person.account.name} reads ${id} back (${answer.status})`)
    return true
  }
  return false
}
