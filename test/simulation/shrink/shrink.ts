import { play } from '../simulate.ts'
import type { Night, Violation } from '../world/night.ts'
import type { Plan } from '../world/plan.ts'

/** The smallest night in which the same still goes wrong, and what was texted in it. */
export interface Shrunk {
  readonly plan: Plan
  readonly violation: Violation
  /** In the form of test/transcripts: the texts that a person would keep. */
  readonly transcript: string
}

/** Nights that are tried at most. */
const MOST = 60

/**
 * Leaves out whatever the violation does not need: actors, faults, chairs, then single texts, in halves first. What each
 * draws hangs on its name, so that what is left does what it did.
 */
export async function shrink(night: Night, violation: Violation): Promise<Shrunk> {
  let tries = 0
  const same = (other: Violation): boolean => other.invariant === violation.invariant && other.kind === violation.kind
  let best = { plan: night.plan, night, violation }
  const holds = async (plan: Plan): Promise<boolean> => {
    if (tries >= MOST) return false
    tries += 1
    const played = await play(plan, { stopAt: same })
    const found = played.violations.find(same)
    if (found === undefined) return false
    best = { plan, night: played, violation: found }
    return true
  }
  await without(best.plan.actors, (actors) => holds({ ...best.plan, actors }))
  await without(best.plan.faults, (faults) => holds({ ...best.plan, faults }))
  const chairs = night.record.map(({ id }) => id)
  await without(chairs, (loud) => holds({ ...best.plan, silent: chairs.filter((id) => !loud.includes(id)) }))
  const texts = best.night.names
  await without(texts, (kept) => holds({ ...best.plan, without: texts.filter((name) => !kept.includes(name)) }))
  return { plan: best.plan, violation: best.violation, transcript: transcriptOf(best.night, best.violation) }
}

/** Delta debugging (Zeller and Hildebrandt, 2002), from halves down to single ones. */
async function without(all: readonly string[], holds: (kept: readonly string[]) => Promise<boolean>): Promise<void> {
  let kept = all
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1 && kept.length > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < kept.length; from += size) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (fewer.length === kept.length || !(await holds(fewer))) continue
      kept = fewer
      from -= size
    }
  }
}

/** `: P0412 Polk "WARD" 7 +1515…`, then what was texted and answered up to the violation. */
function transcriptOf({ record, transcript, plan }: Night, violation: Violation): string {
  const end = transcript.findIndex((line) => line.includes('!! ') && line.endsWith(violation.what))
  const lines = transcript.slice(0, end === -1 ? undefined : end).flatMap((line) => {
    const text = /^\S+ (\+\d+) > (.*)\n\s+< (.*)$/s.exec(line)
    if (text !== null) return [`${text[1]} > ${text[2]}`, `    < ${text[3]}`]
    const sent = /^\S+ (\+\d+) ~ (.*)$/s.exec(line)
    return sent === null ? [`# ${line.slice(9)}`] : [`    ~ ${sent[1]} ${sent[2]}`]
  })
  const phones = new Set(lines.flatMap((line) => /^(\+\d+) >/.exec(line)?.[1] ?? []))
  const there = record.filter((line) => line.phones.some((phone) => phones.has(phone)))
  return [
    `# ${violation.invariant}, ${violation.name}: ${violation.what}`,
    `# Seed ${plan.seed}.`,
    ...there.map(
      (line) =>
        `: ${line.id} Polk "WARD ${line.id}" ${line.seats} ${line.phones.join(' ')}${line.language === 'es' ? ' es' : ''}`,
    ),
    `: rules ${plan.rules}`,
    '',
    ...lines,
    '',
  ].join('\n')
}
