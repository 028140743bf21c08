import { PUBLIC_URL } from '../world/assembly.ts'
import type { ActorKind } from '../world/world.ts'

const MINUTE = 60_000
/** What makes a sign-in fail by itself: then a refusal says nothing about the guesser. */
const DISTURBING = ['disk-fails', 'disk-full', 'crash-before-commit', 'crash-after-commit', 'clock-jumps']

/** Somebody elsewhere who tries the password of one of the staff. It is paused, and the person still signs in on their own laptop. */
export const passwordGuesser: ActorKind = {
  name: 'password guesser',
  join(world) {
    const draw = world.draw('password guesser')
    const name = draw.pick(['ada', 'ben', 'hugo'])
    const start = world.hours.live + draw.between(15, 100) * MINUTE
    const tries = draw.between(6, 9)
    for (let i = 0; i < tries; i += 1)
      world.time.at(start + i * 10_000, 'a password is tried', async () => {
        const form = { name, password: `guess number ${i}`, code: '123456', to: '/hq' }
        const request = new Request(`${PUBLIC_URL}/hq/sign-in`, {
          method: 'POST',
          body: new URLSearchParams(form),
          headers: { origin: PUBLIC_URL, 'x-simulated-address': '198.51.100.7' },
        })
        const status = await world.send(request)
        if (status === 303) world.breach(`a guessed password let somebody in as ${name}`)
      })
    if (DISTURBING.some((fault) => world.plan.faults.includes(fault)) || world.plan.actors.includes('administrator'))
      return
    world.time.at(start + tries * 10_000 + 2 * MINUTE, 'somebody signs in again', async () => {
      const entered = await world.staff
        .get(name)
        ?.signIn()
        .catch(() => false)
      if (entered !== true) world.breach(`${name} is locked out of their own browser by somebody elsewhere`)
    })
  },
}
