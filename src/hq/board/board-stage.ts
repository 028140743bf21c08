import type { Stage } from '../../bot/ports.ts'

/** Where a precinct stands, as headquarters sees it: the bot's stages, with what came before and what came after. */
export const boardStages = ['never', 'checked_in', 'initial', 'awaiting', 'held', 'approved', 'published'] as const
export type BoardStage = (typeof boardStages)[number]

interface StageInputs {
  readonly stage: Stage | null
  readonly checkedIn: boolean
  /** The number of the report that may be published; null where none may. */
  readonly open: number | null
  /** The number of the report that the last publication shows; null where it shows none. */
  readonly shown: number | null
}

/**
 * @returns `approved` where the record is open to publication but the last publication does not show it yet;
 * a chair who has texted anything but a count stands where the check-in puts them.
 */
export function boardStage({ stage, checkedIn, open, shown }: StageInputs): BoardStage {
  switch (stage) {
    case null:
    case 'silent':
      return checkedIn ? 'checked_in' : 'never'
    case 'approved':
      return open !== null && open === shown ? 'published' : 'approved'
    case 'initial':
    case 'awaiting':
    case 'held':
      return stage
  }
}

export const stageNames: Readonly<Record<BoardStage, string>> = {
  never: 'Never heard from',
  checked_in: 'Checked in',
  initial: 'Counting',
  awaiting: 'Awaiting approval',
  held: 'Held',
  approved: 'Approved',
  published: 'Published',
}

/** What each stage means and what happens next: shown under the table and to screen readers. */
export const stageMeaning: Readonly<Record<BoardStage, string>> = {
  never: 'No text yet. Remind, then call.',
  checked_in: 'The chair texted READY. Counts are still to come.',
  initial: 'Some counts are in; the report is not complete.',
  awaiting: 'Complete. The chair has the code and has not replied OK.',
  held: 'Recorded, but kept out of the totals until somebody here releases it.',
  approved: 'Approved by the chair. The next publication shows it.',
  published: 'On the public page.',
}

export const isBoardStage = (text: string): text is BoardStage => (boardStages as readonly string[]).includes(text)
