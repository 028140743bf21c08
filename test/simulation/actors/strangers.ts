import { codesIn } from '../invariants/approved.ts'
import { pinOf } from '../world/assembly.ts'
import type { Truth } from '../world/truth.ts'
import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000

/** People with nothing to report who know the number, and a room's own substitute chair without a PIN. */
export const strangers: ActorKind = {
  name: 'strangers',
  join(world) {
    const draw = world.draw('strangers')
    const many = draw.chance(0.1) ? 200 : draw.between(5, 40)
    for (let i = 0; i < many; i += 1) {
      const from = `+1641555${String(1000 + draw.below(many))}`
      const { id } = draw.pick(world.files.roster)
      const body = draw.pick([
        'hello?',
        'clog the lines',
        'who won',
        'VOTE NOW',
        `${id} I ${draw.pick(world.plan.candidates)} ${draw.below(400)}`,
        'OK 482163',
        'STOP',
        'https://example.com/win',
      ])
      world.time.at(world.hours.live + draw.between(1, 150) * MINUTE + draw.below(MINUTE), 'a stranger texts', () =>
        world.text(`stranger#${i}`, from, body, { kind: 'stranger', precinct: null, expectsAnswer: false }),
      )
    }
  },
}

/** One phone that names one precinct after the other, to fill the page of headquarters. */
export const flooder: ActorKind = {
  name: 'flooder',
  join(world) {
    const draw = world.draw('flooder')
    const from = '+16415559999'
    const texts = draw.chance(0.1) ? 400 : 60
    const start = world.hours.live + draw.between(5, 60) * MINUTE
    for (let i = 0; i < texts; i += 1)
      world.time.at(start + i * 1500, 'a flood', () => {
        const { id } = world.files.roster[i % world.files.roster.length] ?? { id: 'P0100' }
        world.text(`flood#${i}`, from, `${id} F ${world.plan.candidates[i % 3]} ${1 + (i % 90)}`, {
          kind: 'flooder',
          precinct: id,
          expectsAnswer: false,
        })
      })
  },
}

/** A machine that answers whatever it gets, for ever. */
export const autoResponder: ActorKind = {
  name: 'auto-responder',
  join(world) {
    const line = world.files.roster[world.files.roster.length - 1]
    const phone = line?.phones.at(-1)
    if (phone === undefined || line === undefined || line.phones.length === 1) return
    let answers = 0
    world.carrier.listen(phone, () => {
      if (answers >= 60) return
      answers += 1
      const name = `auto#${answers}`
      world.time.after(5000, 'a machine answers', () =>
        world.text(name, phone, 'I am driving and will see your message later.', {
          kind: 'machine',
          precinct: line.id,
          expectsAnswer: false,
        }),
      )
    })
  },
}

/** A chair whose phone died reports from a borrowed one, with the PIN on the card. Some guess PINs instead. */
export const borrowers: ActorKind = {
  name: 'borrowers',
  join(world) {
    const draw = world.draw('borrowers')
    for (const line of draw.shuffled(world.files.roster).slice(0, draw.between(1, 2))) {
      const truth = world.truths.get(line.id)
      if (truth !== undefined) borrow(world, line.id, truth, draw.chance(0.7) ? pinOf(line.id) : null)
    }
  },
}

/**
 * @param pin on the card; null for somebody who guesses
 * @param phone and the moment of the first text; left out: one of the borrowers'
 */
export function borrow(
  world: World,
  id: string,
  truth: Truth,
  pin: string | null,
  phone?: { readonly number: string; readonly starts: number },
): void {
  const name = phone === undefined ? `borrow ${id}` : `borrow ${id} ${phone.number}`
  const draw = world.draw(name.replace(' ', '/'))
  const from = phone?.number ?? `+1712555${id.slice(1)}`
  const knowsPin = pin !== null
  // Some found a card and report what they like: it is held, and replaces nobody's counts.
  const found = draw.chance(0.4)
  const final = found ? { ...truth.final, [world.plan.candidates[0] ?? '']: 77 } : truth.final
  const initial = found ? final : truth.initial
  const meaning = { kind: knowsPin ? 'borrower' : 'PIN guesser', precinct: id, expectsAnswer: false }
  let texts = 0
  const text = (body: string): void => {
    texts += 1
    if (texts > 12) return
    world.text(`${name}#${texts}`, from, body, meaning)
  }
  const list = (letter: string, counts: Truth['final']): string =>
    `${letter} ${Object.entries(counts)
      .map(([name, people]) => `${name} ${people}`)
      .join(' ')}`
  world.carrier.listen(from, ({ body }) => {
    const code = codesIn(body)[0]
    world.time.after(draw.between(10, 60) * 1000, 'a borrower acts', () => {
      if (/may report for|puede informar/.test(body)) text(list('I', initial))
      else if (code !== undefined && knowsPin) text(`OK ${code}`)
      else if (/send F|mande F/i.test(body)) text(list('F', final))
      else if (/not right|no es/.test(body) && !knowsPin) text(`${id} PIN ${draw.between(100_000, 999_999)}`)
    })
  })
  const start = phone?.starts ?? world.hours.live + draw.between(10, 80) * MINUTE
  world.time.at(start, 'somebody borrows a phone', () => text(`${id} PIN ${pin ?? draw.between(100_000, 999_999)}`))
}
