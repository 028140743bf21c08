import type { Browser } from '../world/console.ts'
import type { Counts } from '../world/truth.ts'
import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000

/** Headquarters compares reports with the worksheets, proposes what differs, and where the chair is silent two persons record it. */
export const corrector: ActorKind = {
  name: 'corrector',
  join(world) {
    const [ada, ben, hugo] = ['ada', 'ben', 'hugo'].map((name) => world.staff.get(name))
    if (ada === undefined || ben === undefined || hugo === undefined) return
    const draw = world.draw('corrector')
    const turn = async (): Promise<void> => {
      if (world.time.now() > world.hours.ends - 25 * MINUTE) return
      const wrong = world.files.roster.find(({ id }) => slipIn(world, id) !== null)
      if (wrong !== undefined) await corrected(world, wrong.id, ada, ben, hugo).catch(() => {})
      world.time.after(draw.between(7, 12) * MINUTE, 'worksheets are compared', turn)
    }
    world.time.at(world.hours.live + 20 * MINUTE, 'worksheets are compared', turn)
  },
}

/** The first count as it stands on the worksheet, where a published report says otherwise and is right in all else. */
function slipIn(world: World, id: string): Counts | null {
  const { published } = world.record.of(`live/${id}`)
  const truth = world.truths.get(id)
  if (published === null || truth === undefined || published.initial === null) return null
  const same = (a: Counts, b: Counts): boolean =>
    Object.keys({ ...a, ...b }).every((group) => (a[group] ?? 0) === (b[group] ?? 0))
  const { attendance, initial, final } = truth
  if (published.attendance !== attendance || !same(published.final ?? {}, final)) return null
  return same(published.initial, initial) ? null : initial
}

/** One step further: proposed, then withdrawn or put to a second person, who agrees or does not. */
async function corrected(world: World, id: string, ada: Browser, ben: Browser, hugo: Browser): Promise<void> {
  const path = `/hq/precincts/${id}`
  const draw = world.draw(`correction/${id}/${world.time.now()}`)
  const page = (await ben.get(path)).body
  const [request] = /\/hq\/seconds\/\w+/.exec(page) ?? []
  if (request !== undefined) {
    const answer = draw.chance(0.7) ? 'given' : 'refused'
    const reason = answer === 'given' ? '' : 'the chair can still be reached'
    const given = await ben.post(request, { answer, reason }, path)
    return world.tell(`ben is asked for a second person for ${id}: ${answer} (${given.status})`)
  }
  if (page.includes('A correction waits for the chair')) {
    const act = draw.chance(0.8) ? 'override' : 'withdraw'
    const person = act === 'override' ? hugo : ada
    const answer = await person.post(`${path}/${act}`, { reason: 'the chair does not answer' }, path)
    return world.tell(`${person.account.name} asks to ${act} for ${id} (${answer.status})`)
  }
  const text = `I ${Object.entries(slipIn(world, id) ?? {})
    .map(([group, people]) => `${group} ${people}`)
    .join(' ')}`
  const answer = await ada.post(`${path}/propose`, { text, reason: 'a row was mixed up' }, path)
  world.tell(`ada proposes for ${id}: ${text} (${answer.status})`)
}
