import type { Phone } from '../bot/ids.ts'
import type { Inbound } from '../bot/ports.ts'

/** What we ask of somebody who carries texts away, and of his list of those that came. */

/** A text on its way out. */
export interface Message {
  /** Our own id; it comes back with the delivery states. */
  readonly id: string
  readonly to: Phone
  readonly body: string
  /** Seconds after which the carrier must not deliver it any more. */
  readonly validity: number
}

export type Sent =
  | { readonly ok: true; readonly sid: string; readonly segments: number | null }
  /** `code`: the carrier's error number. `uncertain`: it may have been sent all the same; look before sending again. */
  | { readonly ok: false; readonly code: number | null; readonly uncertain: boolean }

/** Somebody who carries texts away. */
export interface Gateway {
  readonly name: string
  send(message: Message): Promise<Sent>
  /**
   * Texts of ours that may be this very one: to the same phone, in the same words, since then. Which of them belongs to
   * another text of ours, only we know.
   * @param since ISO 8601: when it was first tried.
   * @returns their ids, the oldest first; `unknown` where the carrier keeps no list.
   * @throws where the list cannot be read
   */
  find(message: Message, since: string): Promise<readonly string[] | 'unknown'>
}

/** A text to us as the carrier's list shows it. */
export interface Listed {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly body: string
  /** ISO 8601: when the carrier took it. */
  readonly at: string
  /** Where its pictures are listed; null where it has none. */
  readonly pictures: string | null
}

/** The carrier's list of texts: after an outage, the truth. */
export interface MessageList {
  /** Texts to one of our numbers since then, oldest first. It lags: ask with an overlap. @throws where it cannot be read. */
  received(to: string, since: string): Promise<readonly Listed[]>
  /** The pictures of one text, as a webhook would name them. @throws where they cannot be listed */
  pictures(sid: string): Promise<Inbound['media']>
}
