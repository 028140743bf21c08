import { codesIn } from '../invariants/approved.ts'
import type { ActorKind } from '../world/world.ts'

const MINUTE = 60_000

/**
 * Somebody who can send as any number, and sees no reply: overwrites counts, guesses codes, texts STOP in others' names.
 * A guess may hit: once in 900,000 at the first, once in 90,000,000 at each later one, since the first wrong code brings
 * eight digits. A hundred guesses at each of 1,678 chairs hit 0.004 reports a night (docs/decisions.md, 29); the 4 victims
 * with 40 texts here, two reports each at most, once in 80,000 nights. So a guess that hits is a fault.
 */
export const spoofer: ActorKind = {
  name: 'spoofer',
  join(world) {
    const draw = world.draw('spoofer')
    const victims = draw.shuffled(world.files.roster).slice(0, draw.between(1, 4))
    for (const line of victims) {
      const [from = ''] = line.phones
      const kind = draw.pick(['guess', 'keep', 'overwrite', 'babble', 'stop', 'no'])
      // Whoever overwrites counts does so for as long as it takes, since no reply is seen.
      const texts = kind === 'overwrite' ? 100 : draw.between(5, 40)
      const start = world.hours.live + (kind === 'overwrite' ? 5 : draw.between(1, 100)) * MINUTE
      const every = draw.between(kind === 'overwrite' ? 35 : 5, kind === 'overwrite' ? 60 : 40) * 1000
      const code = draw.between(100_000, 999_000)
      for (let i = 0; i < texts; i += 1) {
        const group = draw.pick(world.plan.candidates)
        const body = {
          guess: `${line.id} OK ${code + i}`,
          keep: `${line.id} KEEP ${code + i}`,
          overwrite: `${line.id} F ${group} ${50 + i}`,
          babble: `forged text number ${i}`,
          stop: i === 0 ? 'STOP' : `${line.id} ?`,
          no: `${line.id} NO`,
        }[kind]
        world.time.at(start + i * every, 'a forged text', () =>
          world.text(`forged ${line.id}#${i}`, from, body ?? '?', {
            kind: 'spoofer',
            precinct: line.id,
            expectsAnswer: false,
          }),
        )
      }
    }
  },
}

/** Somebody who holds one registered phone and reports what they like for its precinct. */
export const thief: ActorKind = {
  name: 'thief',
  join(world) {
    const draw = world.draw('thief')
    const line = draw.pick(world.files.roster)
    const [from = ''] = line.phones
    const other = world.files.roster.find(({ id }) => id !== line.id)
    let texts = 0
    const text = (body: string): void => {
      texts += 1
      world.text(`thief#${texts}`, from, body, { kind: 'thief', precinct: line.id, expectsAnswer: false })
    }
    const start = world.hours.live + draw.between(5, 90) * MINUTE
    const [a = '', b = ''] = world.plan.candidates
    const steps = [
      `${other?.id ?? 'P9999'} F ${a} 90`,
      `${line.id} FIX ${a} 99`,
      `${line.id} ESPANOL`,
      `${line.id} + ${b} 7`,
      `${line.id} ?`,
    ]
    world.time.at(start - 1, 'a phone is stolen', () => {
      for (const { id, phones } of world.files.roster) if (phones.includes(from)) world.people.get(id)?.robbed()
    })
    world.carrier.listen(from, ({ body, at }) => {
      const code = at > start ? codesIn(body)[0] : undefined
      if (code !== undefined && texts < 12)
        world.time.after(20_000, 'a thief texts', () => text(`${line.id} OK ${code}`))
    })
    steps.forEach((body, i) => {
      world.time.at(start + i * 40_000, 'a thief texts', () => text(body))
    })
  },
}
