import type { ActorKind } from '../world/world.ts'

const MINUTE = 60_000

/** An operator who wants a false result on record: enters, reads back alone, proposes, releases without the role. */
export const cheat: ActorKind = {
  name: 'cheating operator',
  join(world) {
    const ben = world.staff.get('ben')
    if (ben === undefined) return
    const draw = world.draw('cheat')
    const { id } = draw.pick(world.files.roster)
    const path = `/hq/precincts/${id}`
    const [a = '', b = ''] = world.plan.candidates
    const tries: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['enter', { text: `A 99 I ${a} 60 ${b} 39 F ${a} 60 ${b} 39` }],
      ['read-back', { revision: String(draw.between(1, 6)), read: 'yes' }],
      ['read-back', { revision: '3', read: 'yes' }],
      ['release', { reason: 'it is right' }],
      ['override', { reason: 'it is right' }],
      ['propose', { text: `FIX ${a} 90`, reason: 'a typing mistake' }],
      ['hold', { reason: 'a doubt' }],
    ]
    const start = world.hours.live + draw.between(10, 90) * MINUTE
    tries.forEach(([act, fields], i) => {
      world.time.at(start + i * 90_000, 'an operator cheats', async () => {
        const answer = await ben.post(`${path}/${act}`, fields, path).catch(() => null)
        world.tell(`ben tries to ${act} ${id} (${answer?.status ?? 'no answer'})`)
        // A supervisor's acts are refused whatever is there to be done; who is signed out is sent away (401).
        const refused = answer === null || answer.status >= 500 || [401, 403].includes(answer.status)
        if ((act === 'release' || act === 'override') && !refused)
          world.breach(`an operator may ${act} (${answer.status})`)
      })
    })
  },
}
