import type { Precinct } from './caucus.ts'
import type { Language } from './event.ts'
import type { Person } from './ids.ts'
import type { Alert, Commit, Inbound, Loaded } from './ports.ts'
import { queued, type Told } from './queue.ts'
import type { Sender } from './sender.ts'
import type { Circumstances } from './stamp.ts'

/** One text with all that its answer rests on. */
export interface Case {
  readonly loaded: Loaded
  readonly text: Inbound
  readonly who: Person
  readonly sender: Sender
  readonly under: Circumstances
  readonly empty: Commit
  /** What language other phones chose, where that is known. */
  readonly chosen: ReadonlyMap<Person, Language>
}

/** What headquarters must see of this text. */
export function itemsOf(
  { loaded, text, who, under }: Case,
  told: readonly Told[],
  precinct: Precinct | null,
): readonly Alert[] {
  const where = { cause: text.sid, phase: loaded.phase, precinct: precinct?.id ?? null, person: who, at: under.at }
  return told.map((one) => queued(one, where))
}
