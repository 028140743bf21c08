import { type AlertDraft, alertFrom } from '../alert.ts'
import type { Precinct } from '../caucus.ts'
import type { Language } from '../event.ts'
import type { Person } from '../ids.ts'
import type { SenderContext } from '../phone/sender.ts'
import type { Alert, Commit, Inbound, Loaded } from '../ports.ts'
import type { EventOrigin } from './chain-events.ts'

/** One text with all that its answer rests on. */
export interface MessageContext {
  readonly loaded: Loaded
  readonly text: Inbound
  readonly who: Person
  readonly sender: SenderContext
  readonly under: EventOrigin
  readonly empty: Commit
  /** What language other phones chose, where that is known. */
  readonly chosen: ReadonlyMap<Person, Language>
}

/** What headquarters must see of this text. */
export function alertsFrom(
  { loaded, text, who, under }: MessageContext,
  told: readonly AlertDraft[],
  precinct: Precinct | null,
): readonly Alert[] {
  const where = { cause: text.sid, phase: loaded.phase, precinct: precinct?.id ?? null, person: who, at: under.at }
  return told.map((one) => alertFrom(one, where))
}
