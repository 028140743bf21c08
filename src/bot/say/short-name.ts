import type { CandidateName } from '../../grammar/intent.ts'

/** Enough letters to know a name by, and never those of another name: what the reader understands, too. */
const enough = 5

/** The shortest beginning of a name, five letters or more, that no other candidate's name shares. */
export function shortName(name: string, candidates: readonly CandidateName[]): string {
  const others = candidates.map((c) => c.name.toLowerCase()).filter((other) => other !== name.toLowerCase())
  for (let length = enough; length < name.length; length += 1) {
    const start = name.slice(0, length)
    if (!start.endsWith(' ') && !others.some((other) => other.startsWith(start.toLowerCase()))) return start
  }
  return name
}
