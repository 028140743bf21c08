import type { Person, Phase, PrecinctId } from './ids.ts'
import type { Alert } from './ports.ts'

/** What a human must see, before it has a place and a time. */
export interface AlertDraft extends Pick<Alert, 'kind' | 'detail' | 'onePer'> {
  /**
   * Not an item a text: `true` one a phone and precinct, `'hour'` one a phone and hour, `'flood'` one a precinct and
   * hour, whoever texts. The queue keeps the first of an id.
   */
  readonly once?: true | 'hour' | 'flood'
}

interface AlertOrigin {
  readonly cause: string
  readonly phase: Phase
  readonly precinct: PrecinctId | null
  /** Whose phone it is about; null: nobody's. */
  readonly person: Person | null
  readonly at: string
}

/** An item for headquarters' queue. Its id bounds how many a crowd can make. */
export function alertFrom({ once, ...draft }: AlertDraft, { cause, ...where }: AlertOrigin): Alert {
  return { id: idOf(draft.kind, once, cause, where), ...draft, ...where }
}

function idOf(kind: string, once: AlertDraft['once'], cause: string, where: Omit<AlertOrigin, 'cause'>): string {
  const hour = where.at.slice(0, 13)
  const precinct = where.precinct ?? 'none'
  switch (once) {
    case undefined:
      return `${cause}:${kind}`
    case true:
      return `${kind}:${where.phase}:${where.person}:${precinct}`
    case 'hour':
      return `${kind}:${where.person}:${hour}`
    case 'flood':
      return `${kind}:${precinct}:${hour}`
  }
}
