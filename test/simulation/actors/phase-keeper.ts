import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000

/** A supervisor who goes live only when the night begins, and closes the caucus before it ends; sometimes too early, so that it opens again. */
export const phaseKeeper: ActorKind = {
  name: 'phase keeper',
  join(world) {
    const { time, hours } = world
    const draw = world.draw('phase keeper')
    const closes = hours.ends - 25 * MINUTE
    time.at(closes, 'the caucus is closed', changePhase(world, 'closed', 'live'))
    if (draw.chance(0.25))
      time.at(closes + 3 * MINUTE, 'the caucus is opened again', changePhase(world, 'live', 'closed'))
  },
}

/** Tried again until it is done: the server may be down. */
export const changePhase = (world: World, to: string, from: string) => async (): Promise<void> => {
  const answer = await world.staff
    .get('grace')
    ?.post('/hq/phase', { to, from, typed: to }, '/hq/phase')
    .catch(() => null)
  if (answer?.status === 303) world.tell(`the caucus goes from ${from} to ${to}`)
  else if (world.time.now() < world.hours.ends - MINUTE)
    world.time.after(10_000, 'the phase is changed again', changePhase(world, to, from))
}
