import type { ActorKind } from '../world/world.ts'

const MINUTE = 60_000
const PAGES = [
  '/',
  '/counties',
  '/corrections',
  '/method',
  '/check',
  '/reading',
  '/results.json',
  '/results.csv',
  '/results.nist.json',
  '/ledger.jsonl',
  '/corrections.atom',
  '/paths.json',
] as const

/** People and scripts who read what is published. Each page is there, whole, and of one publication. */
export const readers: ActorKind = {
  name: 'readers',
  join(world) {
    const draw = world.draw('readers')
    const turn = async (): Promise<void> => {
      const path = draw.chance(0.3) ? `/precincts/${draw.pick(world.files.roster).id}` : draw.pick(PAGES)
      const page = await world.read(path)
      if (page !== null && page.status !== 200) world.tell(`a reader gets ${page.status} for ${path}`)
      world.time.after(draw.between(4, 15) * MINUTE, 'a reader looks', turn)
    }
    world.time.at(world.hours.live + 3 * MINUTE, 'a reader looks', turn)
  },
}
