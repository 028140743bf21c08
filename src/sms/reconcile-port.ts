import type { Person, Phase } from '../bot/ids.ts'
import type { Inbound } from '../bot/ports.ts'
import type { Trouble } from './ports.ts'

/** What reconciling asks of the database. */

/** A text of another time, as it is kept. */
export interface Earlier extends Inbound {
  readonly person: Person
  /** ISO 8601: when the carrier took it. */
  readonly at: string
}

/** From when on a phase held. */
export interface PhaseBegun {
  readonly at: string
  readonly phase: Phase
}

export interface ReconcileStore {
  /** Which of these texts were never taken in. */
  missing(sids: readonly string[]): Promise<ReadonlySet<string>>
  /** The phases since the caucus was loaded, from the record, oldest first. */
  phases(): Promise<readonly PhaseBegun[]>
  /**
   * What was taken in after `at` from this person or about one of the person's precincts, and those of `sids` that were
   * taken in at all. Strangers' texts change nothing, and are left out.
   */
  heard(
    person: Person,
    at: string,
    sids: readonly string[],
  ): Promise<readonly { readonly sid: string; readonly carrier: string }[]>
  /** Keeps texts that belong to another phase, with one item, all or none. False where one was taken in meanwhile. */
  keepEarlier(texts: readonly Earlier[], item: Trouble): Promise<boolean>
  /** Texts that were taken in from the list and have an answer that is not in the outbox yet, and is still news. */
  unanswered(): Promise<readonly { readonly sid: string; readonly reply: string }[]>
  /** Drops answers of this kind that still wait, where the phone has been answered about that precinct since. */
  dropOvertaken(): Promise<void>
  /** Puts answers to such texts into the outbox, behind whatever is said now. False where one was there already: then none. */
  queueAnswers(answers: readonly { readonly sid: string; readonly body: string }[], due: string): Promise<boolean>
}
