import type { Browser } from '../world/console.ts'
import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000
const BY_HAND = ['objection', 'postponed', 'anomaly', 'other'] as const

/** Somebody at headquarters who puts into the queue what no text brought, takes things on, notes, hands over and gives back. */
export const clerk: ActorKind = {
  name: 'clerk',
  join(world) {
    const draw = world.draw('clerk')
    const [ada, ben] = [world.staff.get('ada'), world.staff.get('ben')]
    if (ada === undefined || ben === undefined) return
    const acts: readonly (() => Promise<void>)[] = [
      () => openByHand(world, ada, draw.pick(BY_HAND), draw.pick(world.files.roster).id),
      () => handOver(world, ada, ben),
      () => giveBack(world, ben),
      () => noteOn(world, ada, draw.pick(world.files.roster).id),
    ]
    const turn = async (): Promise<void> => {
      await draw
        .pick(acts)()
        .catch(() => {})
      world.time.after(draw.between(8, 20) * MINUTE, 'a clerk acts', turn)
    }
    world.time.at(world.hours.live + draw.between(5, 20) * MINUTE, 'a clerk begins', turn)
  },
}

async function openByHand(world: World, ada: Browser, kind: string, precinct: string): Promise<void> {
  const answer = await ada.post('/hq/queue/open', { kind, precinct, detail: 'a campaign called' }, '/hq/queue')
  world.tell(`ada puts ${kind} ${precinct} into the queue (${answer.status})`)
}

const itemPath = (id: string): string => `/hq/queue/item?id=${encodeURIComponent(id)}`
const free = 'select id from queue where outcome is null and owner is null order by at desc limit 1'

/** One takes it on and writes what is known; the other takes it over, and ends it. */
async function handOver(world: World, ada: Browser, ben: Browser): Promise<void> {
  const [item] = await world.rows(free)
  if (item === undefined) return
  const id = String(item.id)
  const taken = await ada.post('/hq/queue/take', { id, owner: '' }, '/hq/queue')
  if (taken.status !== 303) return
  const noted = await ada.post('/hq/queue/note', { id, note: 'called, no answer yet' }, itemPath(id))
  const owner = String((await world.rows('select owner from queue where id = ?', id))[0]?.owner ?? '')
  const over = await ben.post('/hq/queue/take', { id, owner }, '/hq/queue')
  const ended = await ben.post('/hq/queue/end', { id, outcome: 'nothing to do', note: '' }, itemPath(id))
  world.tell(`ada hands ${id} over to ben (${noted.status}, ${over.status}, ${ended.status})`)
}

async function giveBack(world: World, ben: Browser): Promise<void> {
  const [item] = await world.rows(free)
  if (item === undefined) return
  const id = String(item.id)
  const taken = await ben.post('/hq/queue/take', { id, owner: '' }, '/hq/queue')
  const returned = await ben.post('/hq/queue/return', { id }, '/hq/queue')
  world.tell(`ben takes ${id} and gives it back (${taken.status}, ${returned.status})`)
}

async function noteOn(world: World, ada: Browser, precinct: string): Promise<void> {
  const path = `/hq/precincts/${precinct}`
  const answer = await ada.post(`${path}/note`, { note: 'the gymnasium has no signal' }, path)
  world.tell(`ada notes on ${precinct} (${answer.status})`)
}
