import { pinOf, type RosterLine } from '../world/assembly.ts'
import type { Meaning } from '../world/carrier.ts'
import { type Counts, countsOnce, needed, type Truth } from '../world/truth.ts'
import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000

/** What a chair does besides the report, or does in a way of their own. */
export const HABITS = [
  'checks in',
  'texts too early',
  'opts out and in',
  'asks how',
  'asks for the last text',
  'chooses a language',
  'sends the PIN',
  'tosses needlessly',
  'says NO before all',
  'asks after the close',
  'loses the text',
  'says NO first',
  'keeps what is right',
  'copies the worksheet',
  'leaves the letter out',
  'is asked for the attendance',
  'sends the second half first',
  'sends one group',
  'sends only who moved',
  'sends two precincts at once',
  'leaves the code out',
  'corrects from the other phone',
] as const
export type Habit = (typeof HABITS)[number]

/** Chairs have habits in nights in which this kind takes part. */
export const habits: ActorKind = { name: 'habits', join() {} }

/** @param shares the phone serves several precincts */
export function habitOf(world: World, line: RosterLine, shares: boolean): Habit | null {
  if (!world.plan.actors.includes(habits.name)) return null
  const draw = world.draw(`habit/${line.id}`)
  if (shares && draw.chance(0.6)) return draw.pick(['leaves the code out', 'sends two precincts at once'])
  if (line.phones.length > 1 && draw.chance(0.6)) return 'corrects from the other phone'
  return draw.chance(0.5) ? draw.pick(HABITS) : null
}

/** Texts before the report, whose answers the chair reads and leaves at that. @param begins when they report */
export function textBeforehand(
  world: World,
  line: RosterLine,
  habit: Habit | null,
  begins: number,
  lists: Readonly<Record<'I' | 'F', () => string>>,
): void {
  const draw = world.draw(`beforehand/${line.id}`)
  const { hours } = world
  const [phone = ''] = line.phones
  const early = hours.begins + draw.between(5, 50) * 1000
  const meaning = { kind: 'chair', precinct: line.id, expectsAnswer: true }
  const text = (moment: number, body: string, more: Partial<Meaning> = {}): void =>
    world.time.at(moment, 'a chair acts', () =>
      world.text(`${line.id} ${habit} ${body}`, phone, body, { ...meaning, ...more }),
    )
  // Some photograph the worksheet, or answer with a picture that moves.
  if (habit !== null && draw.named('picture').chance(0.2))
    text(begins - 20_000, line.id, {
      picture: draw.named('picture type').pick(['image/jpeg', 'image/gif', 'video/mp4']),
    })
  if (habit === 'checks in') text(early, draw.pick(['READY', 'here', 'listo']))
  if (habit === 'texts too early') text(early, `${line.id} ${countsOnce(world.rules) ? lists.F() : lists.I()}`)
  if (habit === 'asks how') text(early, draw.pick(['HOW', 'guide', 'ayuda']))
  if (habit === 'asks for the last text') text(early, draw.pick(['LAST', 'ultimo']))
  if (habit === 'chooses a language') text(early, draw.pick(['ESPANOL', 'ENGLISH']))
  if (habit === 'sends the PIN') text(early, `${line.id} PIN ${pinOf(line.id)}`)
  if (habit === 'tosses needlessly') text(begins - 30_000, `${line.id} TOSS ${world.plan.candidates[0]}`)
  if (habit === 'says NO before all') text(begins - 30_000, `${line.id} NO`)
  if (habit === 'asks after the close') text(hours.ends - 12 * MINUTE, `${line.id} ?`)
  if (habit === 'opts out and in') {
    // To a phone that has opted out nothing can be answered.
    text(begins - draw.between(3, 6) * MINUTE, 'STOP', { expectsAnswer: false })
    text(begins - 90_000, 'START', { expectsAnswer: false })
  }
}

/** A first count in which one person stands in the wrong row: no result changes by it. Null where every slip would show. */
export function slipOf(world: World, { initial, final, seats, attendance, settledAtOnce }: Truth): Counts | null {
  if (countsOnce(world.rules) || settledAtOnce) return null
  const least = needed(world.rules, seats, attendance)
  const fits = (group: string, typed: number): boolean => {
    const viable = (initial[group] ?? 0) >= least
    return typed > 0 && typed >= least === viable && (!viable || typed <= (final[group] ?? 0))
  }
  for (const [from, people] of Object.entries(initial))
    for (const [to, others] of Object.entries(initial))
      if (from !== to && fits(from, people - 1) && fits(to, others + 1))
        return { ...initial, [from]: people - 1, [to]: others + 1 }
  return null
}
