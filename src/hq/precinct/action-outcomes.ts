import type { HqRefusal } from '../../bot/hq-ports.ts'

/** What became of an act, and what happens next. */
export type DoneKind =
  | 'enter'
  | 'read_back'
  | 'propose'
  | 'withdraw'
  | 'ask_override'
  | 'override'
  | 'refuse_override'
  | 'hold'
  | 'release'
  | 'note'
  | 'call'

export const doneWords: Readonly<Record<DoneKind, string>> = {
  enter:
    'Recorded as called in. A complete report counts when the chair replies to the code on her phone, or when somebody else here reads it back to her.',
  read_back: 'Recorded. The numbers were read back to the chair; the next publication shows them.',
  propose: 'Proposed. The chair has a text with the change and a code; it counts when she approves it.',
  withdraw: 'The proposal is withdrawn. The report on record stands.',
  ask_override: 'Asked. Nothing is recorded until a second person agrees; it waits in the queue of everybody here.',
  override: 'Recorded without the chair’s answer, by two persons. The public page says so.',
  refuse_override: 'Not agreed. Nothing was recorded; the proposal to the chair still stands.',
  hold: 'Held. The next publication leaves this report out until it is released.',
  release: 'Released. The next publication shows this report.',
  note: 'Noted. Everybody sees it on this page.',
  call: 'The call is on the record.',
}

export const refusalWords: Readonly<Record<HqRefusal, string>> = {
  changed: 'Somebody acted on this precinct since you looked. Nothing of yours was recorded. This came meanwhile:',
  other_phase:
    'The caucus has gone to another phase since you looked, so nothing of yours was recorded. Below is how it stands in this one.',
  conflict:
    'Others keep acting on this precinct at this moment. Nothing of yours was recorded. Look at what is new below, then send it again if it still holds.',
  no_report: 'There is no complete report to do that with.',
  not_held: 'This report is not held.',
  already_held: 'This report is held already.',
  unclear: 'This could not be read, so nothing was recorded.',
  no_change: 'These are the numbers that are there already, or they do not add up to a change. Nothing was recorded.',
  same_person:
    'This needs another person than the one who entered it, whose account is not of the same making. Ask a colleague.',
  stale: 'The counts have changed since you looked. Nothing was recorded. Read the new ones back.',
  wrong_phase: 'In this phase nothing is recorded.',
  nothing_pending: 'Nothing waits for this any more.',
}

export const isDone = (text: string): text is DoneKind => Object.hasOwn(doneWords, text)
