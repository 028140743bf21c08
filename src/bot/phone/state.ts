import type { Intent } from '../../grammar/intent.ts'
import type { Language, PhoneEvent, Stored } from '../event.ts'
import type { Phase } from '../ids.ts'

/** What a phone's own stream folds to: what concerns the phone, not one of its precincts. */
export interface PhoneState {
  readonly version: number
  readonly language: Language | null
  /** When READY was texted, ISO. */
  readonly checkedIn: string | null
  readonly optedOut: boolean
  /** A text that lacks its precinct, and the phase it was said in: what was practised never completes a live text. */
  readonly pendingText: { readonly intent: Intent; readonly phase: Phase } | null
}

const silent: PhoneState = { version: 0, language: null, checkedIn: null, optedOut: false, pendingText: null }

/** The state of one phone, from all events of its stream, oldest first. */
export function foldPhone(events: readonly Stored[]): PhoneState {
  return events.reduce((state, s) => evolvePhone(state, s.event as PhoneEvent, s.version, s.at), silent)
}

/** The state as it will be once these events are stored. */
export const phoneAfter = (state: PhoneState, events: readonly PhoneEvent[], at: string): PhoneState =>
  events.reduce((s, event) => evolvePhone(s, event, s.version + 1, at), state)

function evolvePhone(state: PhoneState, event: PhoneEvent, version: number, at: string): PhoneState {
  const next = { ...state, version }
  switch (event.type) {
    case 'CheckedIn':
      return { ...next, checkedIn: at }
    case 'LanguageChosen':
      return { ...next, language: event.data.language }
    case 'TextKept':
      return { ...next, pendingText: event.data }
    case 'KeptTextTaken':
      return { ...next, pendingText: null }
    case 'OptedOut':
      return { ...next, optedOut: true }
    case 'OptedIn':
      return { ...next, optedOut: false }
    case 'PinRefused':
      return next
  }
}
