import type { Alignment } from '../../grammar/intent.ts'
import type { Finding } from '../../math/types.ts'
import type { Change, Outcome } from '../reply.ts'
import { unclear } from './en-unclear.ts'
import type { LanguageWords, Phrasebook, Setting, Voice } from './words.ts'

/** English. Never a carrier's word as a whole text, never a bare YES asked for, nothing outside GSM-7. */

const letter: Readonly<Record<Alignment, string>> = { initial: 'I', final: 'F' }
const call = (s: Setting): string => (s.hqPhone ? `call ${s.hqPhone}` : 'call HQ')
const join = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
const groups = (names: readonly string[], v: Voice): string => join(names.map(v.name))
const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`

function delegates(outcome: Outcome, v: Voice): string {
  if (outcome.delegates.length === 0) return 'no delegates'
  if (outcome.seats === 1) return `1 delegate: ${outcome.delegates.map((d) => v.name(d.group)).join(', ')}`
  const total = outcome.delegates.reduce((sum, d) => sum + d.delegates, 0)
  return `${total} delegates: ${outcome.delegates.map((d) => `${v.name(d.group)} ${d.delegates}`).join(', ')}`
}

function change(c: Change, v: Voice): string {
  if (c.alignment === 'attendance') return `attendance ${c.from} to ${c.to}`
  if (c.alignment === 'toss') return `toss ${v.name(c.group)}`
  return `${letter[c.alignment]} ${v.name(c.group)} ${c.from} to ${c.to}`
}

export function finding(f: Finding, v: Voice): string {
  const n = f.numbers
  const first = f.groups[0] === undefined ? '' : v.name(f.groups[0])
  switch (f.code) {
    case 'CHECKSUM_DIFFERS':
      return `the ${f.groups[0] === 'initial' ? 'first' : 'final'} count adds up to ${n.sum}, not ${n.said}`
    case 'GROUP_SUM_EXCEEDS_ATTENDANCE':
      return (n.initial ?? 0) > (n.attendance ?? 0)
        ? `the first count adds up to ${n.initial} but ${n.attendance} are present`
        : `the final count adds up to ${n.final} but ${n.attendance} are present`
    case 'UNDERCOUNT':
      return `${n.missing} of the ${n.attendance} present are in no group`
    case 'FINAL_EXCEEDS_INITIAL':
      return `the final total ${n.final} is more than the ${n.initial} at first count`
    case 'FINAL_MISSING':
      return 'the final count has nobody in it'
    case 'INITIAL_MISSING':
      return 'the first count is missing'
    case 'VIABLE_GROUP_SHRANK':
      return `${first} was viable with ${n.initial} and now has ${n.final}; a viable group keeps its people`
    case 'ADJACENT_SHIFT':
      return `${first} went from ${n.initial} to 0 and ${v.name(f.groups[1] ?? '')} from 0 to ${n.final}: was a line mixed up?`
    case 'NO_VIABLE_GROUP':
      return `no group has the ${n.threshold} it needs; align once more`
    case 'REALIGNED_THOUGH_ALL_VIABLE':
      return 'all groups were viable at first count, so nobody had to move'
    case 'MORE_VIABLE_THAN_DELEGATES':
      return `${n.viable} groups are viable for ${plural(n.delegates ?? 0, 'delegate')}: the smallest must realign, then send F again`
    case 'ONE_DELEGATE_NOT_PLURALITY':
      return `${first} is not the largest group`
    case 'ATTENDANCE_MISSING':
      return `no attendance given, so ${n.attendance} is used`
    default:
      return f.code.toLowerCase().replaceAll('_', ' ')
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const phrases: Phrasebook = {
  none: () => [''],
  verbatim: (r) => [r.text],
  guide: (r, v) => {
    const [a = 'Sanders', b = 'Warren'] = r.examples.map(v.name)
    return [
      `${r.precinct}: text I and each group: I ${a} 45 ${b} 20. After realigning: F ${a} 50 ${b} 15. Then OK and the code I send. ? shows what I have.`,
      `${r.precinct}: first count: I ${a} 45 ${b} 20. Final: F ${a} 50 ${b} 15. Then OK and my code. ? = status`,
      `${r.precinct}: I and each group; later F and each group; then OK and my code.`,
    ]
  },
  attendance_taken: (r, v) => {
    const example = `I ${r.examples.map((g, i) => `${v.name(g)} ${i === 0 ? 45 : 20}`).join(' ')}`
    const needed = r.threshold === null ? '' : ` A group needs ${r.threshold} to be viable.`
    return [
      `${r.precinct}: ${r.attendance} present.${needed} Now send the first count, I and each group: ${example}`,
      `${r.precinct}: ${r.attendance} present.${needed} Now send I and each group.`,
    ]
  },
  initial_taken: (r, v) => {
    const { room } = r
    const need = room.threshold === null ? '' : `, ${room.threshold} needed`
    const viable = room.viable.length > 0 ? `Viable: ${v.tallies(room.viable)}.` : 'No group is viable yet.'
    const others = room.others.length > 0 ? ` May realign: ${v.tallies(room.others)}.` : ''
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
    return [
      `${r.precinct} first count: ${room.attendance} present${need}. ${viable}${others}${notes} Realign, then send F and every group.`,
      `${r.precinct} first: ${room.attendance} present${need}. ${viable}${others}${notes} Then send F and every group.`,
    ]
  },
  proposed: (r, v) => {
    const what = r.outcome.finalNotNeeded && r.outcome.seats > 1 ? 'all viable, no F needed' : 'final'
    const result = `${delegates(r.outcome, v)}. ${r.outcome.attendance} present.`
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
    const again = r.outcome.finalNotNeeded ? 'I' : 'F'
    if (r.claims.length > 0)
      return [
        `${r.precinct}: your sheet differs. The counts give ${result}${notes} Reply OK ${r.code} for this, or KEEP ${r.code} and HQ will call you.`,
      ]
    if (!r.correction)
      return [`${r.precinct} ${what}, ${result}${notes} Reply OK ${r.code} if right, or send ${again} again.`]
    const changes = r.correction.changes.map((c) => change(c, v)).join(', ')
    return [
      `${r.precinct} change: ${changes}. Now ${result}${notes} Reply OK ${r.code} to replace report ${r.correction.number}, or send ${again} again.`,
      `${r.precinct} changed, ${result}${notes} Reply OK ${r.code} to replace report ${r.correction.number}.`,
    ]
  },
  problem: (r, v) => {
    const first = r.problems[0]
    const about = first && (first.groups[0] === 'initial' || first.code === 'GROUP_SUM_EXCEEDS_ATTENDANCE') ? 'I' : 'F'
    const again =
      first?.code === 'GROUP_SUM_EXCEEDS_ATTENDANCE' && (first.numbers.initial ?? 0) <= (first.numbers.attendance ?? 0)
        ? 'F'
        : about
    const all = r.problems.map((f) => finding(f, v))
    const way = `Recount and send ${again} again. If you cannot, reply KEEP ${r.code} and HQ will call you.`
    return [
      `${r.precinct}: ${all.join('; ')}. ${way}`,
      `${r.precinct}: ${all[0]}. ${way}`,
      `${r.precinct}: ${all[0]}. Send ${again} again, or KEEP ${r.code} and HQ will call.`,
    ]
  },
  ask_initial: (r, v) => [
    `${r.precinct}: final count kept (${v.tallies(r.counts)}). Now send the first count: I and every group. If you have none, reply KEEP ${r.code} and HQ will call you.`,
    `${r.precinct}: final count kept. Now send the first count: I and every group. If you have none, reply KEEP ${r.code} and HQ will call you.`,
  ],
  ask_toss: (r, v) => {
    const [one = ''] = r.tie.among
    const over = r.tie.kind === 'leave'
    const why = over
      ? `${r.viable} groups are viable for ${plural(r.seats, 'delegate')}; ${groups(r.tie.among, v)} are equally small. Realign and send F again, or toss`
      : `${groups(r.tie.among, v)} tie for ${plural(r.tie.seats, 'delegate')}. Toss a coin`
    const winners =
      r.tie.seats === 1
        ? `the winner, like: TOSS ${v.name(one)}`
        : `the ${r.tie.seats} winners, like: TOSS ${r.tie.among.slice(0, r.tie.seats).map(v.name).join(' ')}`
    return [`${r.precinct}: ${why}, then reply TOSS and ${winners}`]
  },
  ask_elected: (r, v) => {
    const counts = v.tallies([...r.room.viable, ...r.room.others])
    const [example = ''] = r.examples.map(v.name)
    return [
      `${r.precinct} elects 1 delegate. Counted: ${counts}. Who was elected? Reply WON and the name, like: WON ${example}`,
      `${r.precinct} elects 1 delegate. Who was elected? Reply WON and the name, like: WON ${example}`,
    ]
  },
  recorded: (r, v) => [`Recorded ${r.precinct} report ${r.number} at ${v.time(r.at)}. Thank you.`],
  kept: (r, v) => [
    `Recorded ${r.precinct} report ${r.number} as it is at ${v.time(r.at)}. It is held until HQ has talked to you: please keep your phone on. Thank you.`,
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
  rejected: (r) => {
    const again = r.lists.map((a) => letter[a]).join(' and ') || 'I'
    return [
      `${r.precinct}: not recorded. Send ${again} again with every group, or FIX and the group that is wrong, like: FIX Warren 20`,
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
  nothing_tied: (r) => [`${r.precinct}: there is no tie, so no toss is needed.`],
  other_phone: (r, v) => [
    `${r.precinct}: your other phone changed ${r.changes.map((c) => change(c, v)).join(', ')}. The code you had is void. Reply ? to see the count.`,
    `${r.precinct}: your other phone changed the count. The code you had is void. Reply ? to see it.`,
  ],
  unclear,
  which_precinct: (r) => [
    `Which precinct is this for: ${r.precincts.join(' or ')}? Reply with the code alone. I kept what you sent.`,
    `Which precinct? Reply with its code alone.`,
  ],
  not_yours: (r) => [
    `${r.said} is not your precinct; nothing was changed. Yours is ${r.precincts.join(' or ')}: send it again with that code.`,
  ],
  ready: (r) => [
    `Checked in: ${r.precincts.map((p) => `${p.id} ${p.name}, ${p.county} County`).join('; ')}. On ${r.date} text your counts to this number. Reply HOW for the guide.`,
    `Checked in: ${r.precincts.map((p) => p.id).join(', ')}. Reply HOW for the guide.`,
  ],
  language: () => ['I will write in English from now on. Para espanol: ESPANOL'],
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
  nothing_pending: () => ['I have nothing for you yet. Reply HOW for the guide.'],
}

export const en: LanguageWords = {
  phrases,
  finding,
  repairs: (pairs) => `I read ${pairs.join(', ')}.`,
  practice: 'PRACTICE',
  because: {
    no_code: 'OK needs its code.',
    wrong_code: 'That code is not right.',
    late_code: 'That code was for an earlier count.',
    new_code: 'Too many wrong codes, here is a new one.',
    needs_keep: 'OK cannot pass this.',
    mixed: 'Not recorded: send the code alone.',
    nothing_pending: 'Nothing awaits an OK.',
    wrong_winner: 'That does not settle it.',
    no_tie: 'No toss is needed.',
    same: '',
  },
}
