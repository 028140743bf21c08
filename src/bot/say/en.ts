import { finding } from './en/findings.ts'
import { record } from './en/record.ts'
import { report } from './en/report.ts'
import { some } from './shown.ts'
import type { LanguageWords } from './words.ts'

export const en: LanguageWords = {
  phrases: { ...report, ...record },
  finding,
  repairs: (pairs, most) => `I read ${some(pairs, most, 'more')}.`,
  practice: 'PRACTICE',
  because: {
    no_code: 'OK needs its code.',
    keep_no_code: 'KEEP needs its code.',
    wrong_code: 'That code is not right.',
    late_code: 'That code is no longer valid.',
    new_code: 'Too many wrong codes, here is a new one.',
    needs_keep: 'OK is not enough here.',
    quoted: 'A copied text is no answer.',
    mixed: 'Not recorded: send the code alone.',
    nothing_pending: 'Nothing awaits an OK.',
    wrong_winner: 'That does not settle it.',
    no_tie: 'No toss is needed.',
    same: '',
    seats_changed: 'The number of delegates to elect has changed.',
    borrowed: 'Sent from a borrowed phone.',
    sheet_differs: 'Your sheet differs; HQ will look.',
    correction_refused: 'All right, nothing is changed and HQ knows.',
  },
}
