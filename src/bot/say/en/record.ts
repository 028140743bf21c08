import { dateShown, some } from '../shown.ts'
import type { Phrasebook } from '../words.ts'
import { call, change, delegates, letter } from './pieces.ts'
import type { report } from './report.ts'
import { unclear } from './unclear.ts'

const whichKept = {
  no: '',
  yes: ' I kept what you sent.',
  last: ' I kept this text, but not the one before.',
} as const

/** What stands on record, and all that is about no count: the phone, the phase, a text that cannot be read. */
export const record: Omit<Phrasebook, keyof typeof report> = {
  none: () => [''],
  verbatim: (r) => [r.text],
  recorded: (r, v) => {
    const said = `Recorded ${r.precinct} report ${r.number} at ${v.time(r.at)}.`
    if (!v.setting.practice) return [`${said} Thank you.`]
    return [`${said} Well done, you are ready for ${dateShown(v.setting.date, 'en-US')}.`]
  },
  kept: (r, v) => [
    v.setting.practice
      ? `Recorded ${r.precinct} report ${r.number} as it is at ${v.time(r.at)}. Well done: on ${dateShown(v.setting.date, 'en-US')} HQ would now call you.`
      : `Recorded ${r.precinct} report ${r.number} as it is at ${v.time(r.at)}. It is held until HQ has talked to you: please keep your phone on. Thank you.`,
  ],
  unconfirmed: (r, v) => [
    `Received ${r.precinct} report ${r.number} at ${v.time(r.at)}. This phone is not registered, so HQ will confirm it by a call. Thank you.`,
  ],
  already: (r, v) => {
    const state = r.held ? 'It is held: HQ will call you.' : 'Nothing more to do.'
    return [
      `${r.precinct} is already recorded as report ${r.number}, ${v.time(r.at)}: ${delegates(r.outcome, v)}. ${state} To correct it, send the count again.`,
      `${r.precinct} is already recorded as report ${r.number}: ${delegates(r.outcome, v)}. ${state}`,
    ]
  },
  closed: (r, v) => {
    if (!r.stands) return [`Reporting is closed, and I have no report of ${r.precinct}. Please ${call(v.setting)}.`]
    const held = r.stands.held ? ' It is held: HQ will call you.' : ''
    return [
      `Reporting is closed. ${r.precinct} stands as report ${r.stands.number}: ${delegates(r.stands.outcome, v)}.${held} To change it, ${call(v.setting)}.`,
    ]
  },
  rejected: (r, v) => {
    const again = r.lists.map((a) => letter[a]).join(' and ') || 'I'
    const what = r.stands === null ? 'not recorded' : `no change, report ${r.stands} stands`
    return [
      `${r.precinct}: ${what}. Send ${again} again with every group, or FIX and the group that is wrong, like: FIX ${v.setting.candidates.at(-1)?.name ?? ''} 20`,
    ]
  },
  ask_alignment: (r, v) => {
    const counts = v.tallies(r.counts)
    if (r.second)
      return [
        `${r.precinct}: I have a first count already. Is this the final one? ${counts}. Reply F if final, or I if it corrects the first count.`,
        `${r.precinct}: is this count final? Reply F if final, I if it corrects the first.`,
      ]
    return [
      `${r.precinct}: ${counts}. Is this the first count or the final one? Reply I for first or F for final.`,
      `${r.precinct}: first count or final? Reply I for first or F for final.`,
    ]
  },
  ask_attendance: (r) => [`${r.precinct}: how many people are present? Reply A and the number, like: A 113`],
  more_kept: (r, v) => [
    `${r.precinct}: kept ${v.tallies(r.counts)}. The start of the list has not come: send it with I or F in front.`,
    `${r.precinct}: kept. The start of the list has not come: send it with I or F in front.`,
  ],
  ask_twice: (r, v) => [
    `${r.precinct}: ${v.name(r.group)} was ${r.was} and is now ${r.said}. Which is right? Reply FIX ${v.name(r.group)} and the number.`,
  ],
  nothing_to_fix: (r) => [
    r.alignment
      ? `${r.precinct}: there is no ${r.alignment === 'initial' ? 'first' : 'final'} count to fix yet. Send ${letter[r.alignment]} and every group.`
      : `${r.precinct}: there is no count to fix yet. Send I and every group.`,
  ],
  correction: (r, v) => {
    const changes = (most: number) =>
      some(
        r.changes.map((c) => change(c, v)),
        most,
        'more',
      )
    const reason = r.reason.length > 60 ? `${r.reason.slice(0, 57)}...` : r.reason
    return [
      `${r.precinct}: HQ proposes ${changes(99)} (${reason}). Then ${delegates(r.outcome, v)}. Reply OK ${r.code} or NO, or send the right count.`,
      `${r.precinct}: HQ proposes ${changes(4)} (${reason}). Then ${delegates(r.outcome, v)}. Reply OK ${r.code} or NO, or send your count.`,
    ]
  },
  entered: (r, v) => [
    `${r.precinct} as you told HQ: ${delegates(r.outcome, v)}. ${r.outcome.attendance} present. Reply OK ${r.code} if right, or send F again.`,
  ],
  other_phone: (r, v) => [
    `${r.precinct}: the other phone of your precinct changed ${r.changes.map((c) => change(c, v)).join(', ')}. The code you had is void. Reply ? to see the count.`,
    `${r.precinct}: the other phone of your precinct changed the count. The code you had is void. Reply ? to see it.`,
  ],
  unclear,
  which_precinct: (r) => [
    `Which precinct is this for? Reply just ${r.precincts.join(' or ')}.${whichKept[r.kept]}`,
    `Which precinct is this for? Reply just its code, like ${r.precincts[0]}.${whichKept[r.kept]}`,
  ],
  not_yours: (r) => [
    `${r.said} is not your precinct; nothing was changed. Yours is ${r.precincts.join(' or ')}: send it again with that code.`,
  ],
  ready: (r) => [
    `Checked in: ${r.precincts.map((p) => `${p.id} ${p.name}, ${p.county} County`).join('; ')}. On ${dateShown(r.date, 'en-US')} text your counts to this number. Reply HOW for the guide.`,
    `Checked in: ${r.precincts.map((p) => p.id).join(', ')}. Reply HOW for the guide.`,
  ],
  language: () => ['I will write in English from now on. Para español: ESPANOL'],
  phase: (r, v) =>
    r.phase === 'closed'
      ? [
          `Reporting is closed. Your text is kept and HQ will read it. To change ${r.precincts.join(', ')}, ${call(v.setting)}.`,
        ]
      : [
          `Reporting has not begun; nothing was recorded for ${r.precincts.join(', ')}. You can check in with READY or read the guide with HOW.`,
        ],
  pin_needed: (r, v) => [
    `This phone is not known here. To report, send ${r.precinct} PIN and the number on your card, or ${call(v.setting)}.`,
  ],
  pin_refused: (r, v) => [
    r.last
      ? `That number is not right for ${r.precinct} either. I take no more for an hour: please ${call(v.setting)}.`
      : `That number is not right for ${r.precinct}, or was used already. Check the card and try again, or ${call(v.setting)}.`,
  ],
  pin_closed: (r, v) => [
    `Too many wrong PINs came for ${r.precinct}, so I take none for an hour, not even the right one. HQ has been told: please ${call(v.setting)}.`,
  ],
  pin_not_needed: (r) => [
    `This phone is on the list for ${r.precinct}: no PIN is needed. Just send I and every group.`,
  ],
  pin_over: (r, v) => [
    `This phone's three hours for ${r.precinct} are over, so nothing was recorded. Please ${call(v.setting)}, or send a new PIN of ${r.precinct}.`,
  ],
  pin_accepted: (r, v) => [
    `This phone may report for ${r.precinct} (${r.name}, ${r.county} County) until ${v.time(r.until)}. Send I and every group. HQ will confirm the result by a call.`,
    `This phone may report for ${r.precinct} until ${v.time(r.until)}. Send I and every group. HQ will confirm by a call.`,
  ],
  not_replaced: (r, v) => [
    `${r.precinct} has counts already that a borrowed phone cannot change; nothing was changed. HQ has been told. To change them, ${call(v.setting)}.`,
  ],
  nothing_pending: () => ['I have nothing for you yet. Reply HOW for the guide.'],
}
