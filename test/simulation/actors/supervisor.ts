import type { ActorKind } from '../world/world.ts'
import { isRight } from './operator.ts'

const MINUTE = 60_000

/** A supervisor who holds a published report now and then, and releases what is held once its chair was reached. */
export const supervisor: ActorKind = {
  name: 'supervisor',
  join(world) {
    const hugo = world.staff.get('hugo')
    if (hugo === undefined) return
    const draw = world.draw('supervisor')
    const turn = async (): Promise<void> => {
      const { id } = draw.pick(world.files.roster)
      const path = `/hq/precincts/${id}`
      const record = world.record.of(`live/${id}`)
      const truth = world.truths.get(id)
      try {
        const chance = draw.share()
        if (record.published !== null && chance < 0.3) {
          const held = await hugo.post(`${path}/hold`, { reason: 'a campaign objects' }, path)
          world.tell(`hugo holds ${id} (${held.status})`)
        } else if (record.published === null && record.reports.length > 0) {
          const right = isRight(world, id)
          if (right) {
            const released = await hugo.post(`${path}/release`, { reason: 'the chair confirms it' }, path)
            world.tell(`hugo asks to release ${id} (${released.status})`)
          }
        } else if (record.published !== null && chance < 0.6) {
          const [group = '', people = 0] = Object.entries(truth?.final ?? {})[0] ?? []
          const text = draw.chance(0.5) ? `FIX ${group} ${people}` : `FIX ${group} ${people + 1}`
          const proposed = await hugo.post(`${path}/propose`, { text, reason: 'the worksheet says so' }, path)
          world.tell(`hugo proposes for ${id}: ${text} (${proposed.status})`)
        }
      } catch {
        // The server is down.
      }
      world.time.after(draw.between(6, 20) * MINUTE, 'a supervisor acts', turn)
    }
    world.time.at(world.hours.live + 30 * MINUTE, 'a supervisor begins', turn)
  },
}

/** A supervisor who corrects the roster in the night: one delegate more, a new number, a new name. All of it is legitimate. */
export const rosterKeeper: ActorKind = {
  name: 'roster keeper',
  join(world) {
    const grace = world.staff.get('grace')
    if (grace === undefined) return
    const draw = world.draw('roster keeper')
    const turn = async (): Promise<void> => {
      const line = draw.pick(world.files.roster)
      const path = `/hq/roster/${line.id}`
      try {
        const page = await grace.get(path)
        const field = (name: string): string =>
          new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(page.body)?.[1] ?? ''
        const answer = await grace.post(
          path,
          {
            name: `${field('name')} East`.slice(0, 60),
            county: line.county,
            district: '3',
            delegates: String(line.seats),
            language: line.language,
            chair: line.chair,
            phone: line.phones[0] ?? '',
            backup: line.phones[1] ?? '',
            reason: 'the room was moved',
          },
          path,
        )
        world.tell(`grace renames the room of ${line.id} (${answer.status})`)
      } catch {
        // The server is down.
      }
    }
    for (let i = 0; i < draw.between(1, 2); i += 1)
      world.time.at(world.hours.live + draw.between(20, 100) * MINUTE, 'the roster is corrected', turn)
  },
}
