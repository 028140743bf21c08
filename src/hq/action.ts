import type { Context } from 'hono'
import type { ConsoleEvent } from '../bot/event.ts'
import type { StreamId } from '../bot/ids.ts'
import type { Session } from './access/session.ts'
import type { ConsoleContext, PageContent } from './console-context.ts'
import type { FormOf, Html } from './page/parts.ts'
import type { AccountRow, Acted, Role, Write } from './ports.ts'

/** What a form said: one text a field, files apart. */
export interface FormFields {
  /** Trimmed; '' where the field is missing. */
  text(field: string): string
  file(field: string): File | null
}

/** A request of somebody who is signed in. */
export interface Visit extends Omit<ConsoleContext, 'page' | 'form'> {
  readonly c: Context
  readonly me: Session
  /** A new form of this visitor's, with an id of its own. */
  readonly form: () => FormOf
  page(content: PageContent): Promise<Response>
}

/** A form that somebody sent who may. */
export interface Submission extends Visit {
  readonly fields: FormFields
  /** The id of the form, by which the same one sent twice acts once. */
  readonly action: string
  /** What the form says in `reason`, at most 200 characters. */
  readonly reason: string
  /**
   * Records this person's events with the rows that follow from them, all or none.
   * @param change.expected the version of the stream that was looked at; left out: whatever is there.
   */
  record(
    stream: StreamId,
    change: {
      readonly events: readonly ConsoleEvent[]
      readonly writes?: readonly Write[]
      readonly expected?: number
    },
  ): Promise<Acted>
}

/** What is said to whoever's form recorded nothing. */
export const notRecorded = {
  repeated: 'This form was sent before, and it was done then.',
  conflict: 'Somebody acted at the same moment. Send it again.',
} as const satisfies Readonly<Record<Exclude<Acted, 'done'>, string>>

export type Outcome =
  /** Done: the browser goes there, and is told what `Action.done` says; `done` names one of several. */
  | { readonly goTo: string; readonly done?: string }
  /** Done: the page of the form again, with this note. */
  | { readonly note: Html }
  /** Nothing was done: the page of the form again, with why (409). */
  | { readonly refused: Html | string }
  /** There is nothing to do it with: "such precinct" (404). */
  | { readonly missing: string }
  /** A page of its own. */
  | Response

/**
 * One thing that can be done in the console. Its route, the check of the role and what is said afterwards are made from
 * it: a new action is one entry in its folder's table, and a form.
 * @example { path: '/hq/precincts/:id/hold', role: 'operator', reason: 'Say why.', done: 'Held.', perform: … }
 */
export interface Action {
  /** The address to which its form is sent. */
  readonly path: string
  /** The least role that may. */
  readonly role: Role
  /** What is said to a form without a reason; left out: it needs none. */
  readonly reason?: string
  /** For acts of a second person: those whose work it is (null: an account that is gone), and what is said to them. */
  readonly secondPerson?: {
    readonly authors: (submission: Submission) => Promise<readonly (AccountRow | null)[]>
    readonly refusal: string
  }
  /** What the page says to which the browser goes when it is done; by a name where it is one of several. */
  readonly done?: string | Readonly<Record<string, string>>
  readonly perform: (submission: Submission) => Outcome | Promise<Outcome>
}

/** Keyed by name: what it is done to, and what is done. */
export type Actions = Readonly<Record<`${string}.${string}`, Action>>
