import { pinOf } from '../world/assembly.ts'
import type { ActorKind, World } from '../world/world.ts'
import { borrow } from './strangers.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Cards are lost and made anew, PINs are guessed until none is taken, and borrowed phones come back after their three hours. */
export const pinOffice: ActorKind = {
  name: 'PIN office',
  join(world) {
    const draw = world.draw('PIN office')
    const [lost, guessed, late] = draw.shuffled(world.files.roster)
    if (lost !== undefined && draw.chance(0.6))
      newCard(world, lost.id, world.hours.live + draw.between(10, 70) * MINUTE)
    // Twenty wrong ones close a precinct: many texts, so not in each night.
    if (guessed !== undefined && draw.chance(0.3))
      guess(world, guessed.id, world.hours.live + draw.between(10, 80) * MINUTE)
    if (late !== undefined) comeBack(world, late.id)
  },
}

/** The administrator reads the new number out; whoever found the old card tries it first. */
function newCard(world: World, id: string, start: number): void {
  const root = world.staff.get('root')
  world.time.at(start, 'a card is made anew', async () => {
    const path = `/hq/roster/${id}`
    const answer = await root?.post(`${path}/pin`, { reason: 'the card was lost' }, path).catch(() => null)
    const pin = /PIN (\d+)<\/code>/.exec(answer?.body ?? '')?.[1]
    world.tell(`root makes a new card for ${id} (${answer?.status ?? 'no answer'})`)
    if (pin === undefined) return
    const finder = `+1712554${id.slice(1)}`
    world.time.after(MINUTE, 'a lost card is tried', () =>
      world.text(`found ${id}`, finder, `${id} PIN ${pinOf(id)}`, {
        kind: 'PIN guesser',
        precinct: id,
        expectsAnswer: false,
      }),
    )
    const truth = world.truths.get(id)
    const phone = { number: `+1712551${id.slice(1)}`, starts: world.time.now() + 3 * MINUTE }
    if (truth !== undefined) borrow(world, id, truth, pin, phone)
  })
}

/** Four phones guess until the precinct takes no PIN any more; then the right one comes. */
function guess(world: World, id: string, start: number): void {
  const draw = world.draw(`guess/${id}`)
  const meaning = { kind: 'PIN guesser', precinct: id, expectsAnswer: false }
  for (let i = 0; i < 22; i += 1)
    world.time.at(start + i * 15_000, 'a PIN is guessed', () =>
      world.text(
        `guess ${id}#${i}`,
        `+171256${i % 5}${id.slice(1)}`,
        `${id} PIN ${draw.between(100_000, 999_999)}`,
        meaning,
      ),
    )
  world.time.at(start + 8 * MINUTE, 'the right PIN comes late', () =>
    world.text(`right ${id}`, `+1712553${id.slice(1)}`, `${id} PIN ${pinOf(id)}`, { ...meaning, kind: 'borrower' }),
  )
}

/** A phone that was let in before the night texts after its three hours. */
function comeBack(world: World, id: string): void {
  const meaning = { kind: 'borrower', precinct: id, expectsAnswer: false }
  const from = `+1712552${id.slice(1)}`
  const { begins, ends } = world.hours
  if (begins + 3 * HOUR + 5 * MINUTE > ends) return
  world.time.at(begins + 20_000, 'somebody borrows a phone', () =>
    world.text(`let in ${id}`, from, `${id} PIN ${pinOf(id)}`, meaning),
  )
  world.time.at(begins + 3 * HOUR + 3 * MINUTE, 'somebody comes back', () =>
    world.text(`come back ${id}`, from, `${id} A 40`, meaning),
  )
}
