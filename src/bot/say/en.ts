import type { Finding } from '../../math/types.ts'
import type { ReplyOutcome } from '../reply.ts'
import { notNamedIn, peopleCounted } from '../report/diff-counts.ts'
import { dateShown, phoneShown, some } from './format.ts'
import {
  cards,
  codeWords,
  countPhrases,
  hasWords,
  type LanguageWords,
  letter,
  notesOf,
  type Phrasebook,
  type UnclearReply,
  unclearWith,
  type Voice,
  type VoiceSetting,
} from './phrasebook.ts'

/** English. Never a carrier's word as a whole text, never a bare YES asked for, nothing outside GSM-7. */

const call = (s: VoiceSetting): string => (s.hqPhone ? `call ${phoneShown(s.hqPhone)}` : 'call HQ')
const { delegateCount, groups, delegates, change } = countPhrases({
  and: 'and',
  to: 'to',
  delegate: ['delegate', 'delegates'],
  noDelegates: 'no delegates',
  counted: 'counted',
  attendance: 'attendance',
  winner: 'winner',
})

/** A finding as the chair hears it: no full stop, no advice. */
function finding(f: Finding, v: Voice): string {
  const n = f.numbers
  const first = f.groups[0] === undefined ? '' : v.name(f.groups[0])
  const { code } = f
  if (!hasWords(code)) return codeWords(code)
  switch (code) {
    case 'CHECKSUM_DIFFERS':
      return `the ${f.groups[0] === 'initial' ? 'first' : 'final'} count adds up to ${n.sum}, not ${n.said}`
    case 'GROUP_SUM_EXCEEDS_ATTENDANCE':
      return (n.initial ?? 0) > (n.attendance ?? 0)
        ? `the first count adds up to ${n.initial} but ${n.attendance} are present`
        : `the final count adds up to ${n.final} but ${n.attendance} are present`
    case 'UNDERCOUNT':
      return `${n.missing} of the ${n.attendance} present ${n.missing === 1 ? 'is' : 'are'} in no group`
    case 'FINAL_EXCEEDS_INITIAL':
      return `the final total ${n.final} is more than the ${n.initial} at first count`
    case 'FINAL_MISSING':
      return 'the final count has nobody in it'
    case 'INITIAL_MISSING':
      return n.final ? 'the first count is missing' : 'the first count has nobody in it'
    case 'VIABLE_GROUP_SHRANK':
      return `${first} was viable with ${n.initial} and now has ${n.final}; a viable group keeps its people`
    case 'ADJACENT_SHIFT':
      return `${first} went from ${n.initial} to 0 and ${v.name(f.groups[1] ?? '')} from 0 to ${n.final}, as if a line was mixed up`
    case 'NO_VIABLE_GROUP':
      return `no group has the ${n.threshold} it needs; align once more`
    case 'REALIGNED_THOUGH_ALL_VIABLE':
      return 'all groups were viable at first count, so nobody had to move'
    case 'ONE_DELEGATE_NOT_PLURALITY':
      return `${first} is not the largest group`
    case 'ATTENDANCE_MISSING':
      return `no attendance given, so ${n.attendance} is used`
    default:
      return code satisfies never
  }
}

/** What could not be read, quoted, with the fix. */
function unclear(r: UnclearReply, word: string, example: string, v: Voice): string {
  const two = r.suggestions.map(v.name).join(' or ')
  switch (r.reason) {
    case 'empty':
      return 'your text was empty. Reply HOW for the guide.'
    case 'which_alignment':
      return 'is this the first count or the final one? Send it again with I (first) or F (final) in front.'
    case 'which_order':
      return `is the number before or after the name? Send I or F, then each name and its number, like: I ${example} 45`
    case 'no_list':
      return `${r.alignment === 'final' ? 'F' : 'I'} needs the groups, like: ${r.alignment === 'final' ? 'F' : 'I'} ${example} 45`
    case 'several_precincts':
      return 'that names more than one precinct. Please send one text for each.'
    case 'quoted':
      return 'that looks like one of my own texts sent back. Nothing was recorded. Type your answer fresh.'
    case 'unknown_name':
      if (v.setting.practice && !two)
        return `this is practice, I do not know "${word}". The names now are ${v.setting.candidates.map((c) => c.name).join(', ')}.`
      return two
        ? `I do not know "${word}". Did you mean ${two}? Send it all again.`
        : `I do not know "${word}". Nothing was recorded: check the name and send it all again.`
    case 'two_names':
      return two
        ? `"${word}" could be ${two}. Nothing was recorded: send it all again with the full name.`
        : `"${word}" could mean two groups. Send it all again with the full name.`
    case 'no_number':
      return `"${word}" has no number. Nothing was recorded: send it all again with a number after each name.`
    case 'no_name':
      return `the number ${word} has no name. Nothing was recorded: send it all again, each name and its number.`
    case 'bad_number':
      return `I cannot read "${word}" as a count. Nothing was recorded: send it all again with plain numbers, like: ${example} 45`
    case 'twice':
      return `${word} is in there twice with different numbers. Nothing was recorded: send it all again.`
    case 'cut':
      return `the end of your text seems cut off at "${word}". Nothing was recorded: send it in two texts, the second starting with +`
    case 'mixed':
      return 'an OK must stand alone. Nothing was recorded. Send the change first, then OK with the new code.'
    case 'no_code':
      return `${word.toUpperCase()} needs the code from my last text, like: ${word.toUpperCase()} 482163`
    case 'several_texts':
      return 'that is more than one thing at once. Nothing was recorded: please send one at a time.'
    case 'carrier_word':
      return 'Reply HOW for the guide.'
    case 'unreadable':
      return word
        ? `I cannot place "${word}". Nothing was recorded: send it again without it. Reply HOW for the guide.`
        : 'I cannot read that. Nothing was recorded. Reply HOW for the guide.'
  }
}

const lots = {
  coin: { large: 'Toss a coin', small: 'toss a coin' },
  lot: { large: 'Draw lots', small: 'draw lots' },
  cards: { large: 'Each draws a card', small: 'each draw a card' },
} as const

const missing = {
  final: 'the final count has not come. Send F and every group. If there will be none',
  toss: 'nobody has won the toss yet. Reply TOSS and who wins. If you cannot',
  elect: 'I do not know who was elected. Reply WON and the name. If you cannot',
} as const

const whichKept = {
  no: '',
  yes: ' I kept what you sent.',
  last: ' I kept this text, but not the one before.',
} as const

const fewerOrMore = (group: string, from: number, to: number): string => `${group} ${from} to ${to}`

/** Who is present, and where that is another number how many stand in the counts: a list that was cut off shows there. */
const present = ({ attendance, counts }: ReplyOutcome): string => {
  const counted = peopleCounted(counts)
  return counted === attendance ? `${attendance} present` : `${attendance} present, ${counted} counted`
}

const phrases: Phrasebook = {
  // The way of a report: what was counted, what is missing, what is proposed.
  guide: (r, v) => {
    const [a = 'Sanders', b = 'Warren'] = r.examples.map(v.name)
    if (r.once)
      return [
        `${r.precinct}: count, then text F and each group: F ${a} 45 ${b} 20. Then OK and the code I send. ? shows what I have.`,
        `${r.precinct}: F and each group; then OK and my code.`,
      ]
    return [
      `${r.precinct}: text I and each group: I ${a} 45 ${b} 20. After realigning: F ${a} 50 ${b} 15. Then OK and the code I send. ? shows what I have.`,
      `${r.precinct}: first count: I ${a} 45 ${b} 20. Final: F ${a} 50 ${b} 15. Then OK and my code. ? = status`,
      `${r.precinct}: I and each group; later F and each group; then OK and my code.`,
    ]
  },
  attendance_taken: (r, v) => {
    const [list, name] = r.once ? ['F', 'the count'] : ['I', 'the first count']
    const example = `${list} ${r.examples.map((g, i) => `${v.name(g)} ${i === 0 ? 45 : 20}`).join(' ')}`
    const needed = r.threshold === null ? '' : ` A group needs ${r.threshold} to be viable.`
    return [
      `${r.precinct}: ${r.attendance} present.${needed} Now send ${name}, ${list} and each group: ${example}`,
      `${r.precinct}: ${r.attendance} present.${needed} Now send ${list} and each group.`,
    ]
  },
  initial_taken: (r, v) => {
    const { room } = r
    const need = room.threshold === null ? '' : `, ${room.threshold} needed`
    const viable = room.viable.length > 0 ? `Viable: ${v.tallies(room.viable)}.` : 'No group is viable yet.'
    const others = room.others.length > 0 ? ` May realign: ${v.tallies(room.others)}.` : ''
    const not = room.others.length > 0 ? ` Not: ${v.tallies(room.others)}.` : ''
    const largest = some(
      room.others.map((t) => `${v.name(t.group)} ${t.count}`),
      3,
      'more',
    )
    const few = room.others.length > 0 ? ` Not: ${largest}.` : ''
    const tooMany = room.roomFor !== null
    const over = tooMany ? ` Only ${room.roomFor} can stay: the smallest must realign.` : ''
    const overShort = tooMany ? ` Only ${room.roomFor} can stay.` : ''
    const notes = notesOf(r.warnings, finding, v)
    return [
      `${r.precinct} first count: ${room.attendance} present${need}. ${viable}${others}${over}${notes} Realign, then send F and every group.`,
      `${r.precinct} first: ${room.attendance} present${need}. ${viable}${others}${over}${notes} Then send F and every group.`,
      `${r.precinct}: ${room.attendance} present${need}. ${viable}${not}${over}${notes} Then send F.`,
      `${r.precinct}: ${room.attendance} present${need}. ${viable}${not}${overShort}${notes} Then send F.`,
      `${r.precinct}: ${room.attendance} present${need}. ${viable}${few}${overShort}${notes} Then send F.`,
    ]
  },
  proposed: (r, v) => {
    const what = r.outcome.finalNotNeeded && r.outcome.seats > 1 ? 'all viable, no F needed' : 'final'
    const result = `${delegates(r.outcome, v)}. ${present(r.outcome)}.`
    const notes = notesOf(r.warnings, finding, v)
    const again = r.outcome.finalNotNeeded ? 'I' : 'F'
    if (r.claims.length > 0)
      return [
        `${r.precinct}: your sheet differs. The counts give ${result}${notes} Reply OK ${r.code} for this, or KEEP ${r.code} and HQ will call you.`,
        `${r.precinct}: your sheet differs. By count ${result}${notes} Reply OK ${r.code} for this, or KEEP ${r.code} and HQ calls you.`,
      ]
    if (r.over.length > 0)
      return [
        `${r.precinct}: too many viable groups for ${delegateCount(r.outcome.seats)}. ${groups(r.over, v)} must realign: then send F again. Or reply OK ${r.code} for ${delegates(r.outcome, v)}.`,
        `${r.precinct}: too many viable groups. ${groups(r.over, v)} must realign: then send F. Or reply OK ${r.code} for ${delegates(r.outcome, v)}.`,
      ]
    if (!r.correction)
      return [
        `${r.precinct} ${what}, ${result}${notes} Reply OK ${r.code} if right, or send ${again} again.`,
        `${r.precinct} ${what}, ${result}${notes} OK ${r.code} if right, or ${again} again.`,
      ]
    const { number } = r.correction
    const changes = (most: number) => some(r.correction?.changes.map((c) => change(c, v)) ?? [], most, 'more')
    return [
      `${r.precinct} change: ${changes(99)}. Now ${result}${notes} Reply OK ${r.code} to replace report ${number}, or send ${again} again.`,
      `${r.precinct}: ${changes(99)}. Now ${result}${notes} OK ${r.code} replaces report ${number}, or send ${again} again.`,
      `${r.precinct}: ${changes(4)}. Now ${result}${notes} OK ${r.code} replaces report ${number}, or send ${again} again.`,
    ]
  },
  problem: (r, v) => {
    const again = letter[r.again]
    const problems = r.problems.map((f) => finding(f, v))
    const way = `Recount and send ${again} again. If you cannot, reply KEEP ${r.code} and HQ will call you.`
    return [
      `${r.precinct}: ${problems.join('; ')}. ${way}`,
      `${r.precinct}: ${problems[0]}. ${way}`,
      `${r.precinct}: ${problems[0]}. Send ${again} again, or KEEP ${r.code} and HQ will call.`,
    ]
  },
  ask_initial: (r, v) => [
    `${r.precinct}: final count kept (${v.tallies(r.counts)}). Now send the first count: I and every group. If you have none, reply KEEP ${r.code} and HQ will call you.`,
    `${r.precinct}: final count kept. Now send the first count: I and every group. If you have none, reply KEEP ${r.code} and HQ will call you.`,
  ],
  ask_toss: (r, v) => {
    const tied = groups(r.tie.among, v)
    const why =
      r.tie.kind === 'leave'
        ? `${r.viable} groups are viable for ${delegateCount(r.seats)}; ${tied} are the smallest. Realign and send F, or ${lots[r.chance].small}`
        : `${tied} tie for ${delegateCount(r.tie.seats)}. ${lots[r.chance].large}`
    if (r.chance === 'cards')
      return [
        `${r.precinct}: ${why}, then reply TOSS and every card, like: TOSS ${r.tie.among.map((g, i) => `${v.name(g)} ${cards[i % cards.length]}`).join(' ')}`,
      ]
    const winners = r.tie.among.slice(0, r.tie.seats).map(v.name).join(' ')
    const theWinners = r.tie.seats === 1 ? 'the winner' : `the ${r.tie.seats} winners`
    return [
      `${r.precinct}: ${why}, then reply TOSS and ${theWinners}, like: TOSS ${winners}. If you cannot, reply KEEP.`,
      `${r.precinct}: ${why}, then reply TOSS and ${theWinners}, like: TOSS ${winners}`,
      `${r.precinct}: ${why}, then reply like: TOSS ${winners}`,
      ...(r.tie.kind === 'leave'
        ? [
            `${r.precinct}: ${r.viable} viable groups, ${delegateCount(r.seats)}. Realign and send F, or ${lots[r.chance].small} among ${tied} and reply like: TOSS ${winners}`,
          ]
        : []),
    ]
  },
  ask_elected: (r, v) => {
    const counts = v.tallies([...r.room.viable, ...r.room.others])
    const [example = ''] = r.examples.map(v.name)
    return [
      `${r.precinct} elects 1 delegate. Counted: ${counts}. Who was elected? Reply WON and the name, like: WON ${example}. If you cannot, reply KEEP.`,
      `${r.precinct} elects 1 delegate. Counted: ${counts}. Who was elected? Reply WON and the name, like: WON ${example}`,
      `${r.precinct} elects 1 delegate. Who was elected? Reply WON and the name, like: WON ${example}`,
    ]
  },
  keep_offered: (r) => [`${r.precinct}: ${missing[r.missing]}, reply KEEP ${r.code} and HQ will call you.`],

  // What stands on record, and all that is about no count: the phone, the phase, a text that cannot be read.
  recorded: (r, v) => {
    const receipt = `Recorded ${r.precinct} report ${r.number} at ${v.time(r.at)}.`
    if (!v.setting.practice) return [`${receipt} Thank you.`]
    return [`${receipt} Well done, you are ready for ${dateShown(v.setting.date, 'en-US')}.`]
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
  ask_second_list: (r, v) => {
    const replaces = letter[r.alignment]
    const final = r.final ? ', F if final' : ''
    if (r.way === 'add')
      return [
        `${r.precinct}: I have ${v.tallies(r.have)}. ${v.tallies(r.counts)}: + adds them, ${replaces} replaces the list${final}.`,
        `${r.precinct}: not in your list: ${v.tallies(r.counts)}. + adds them, ${replaces} replaces the list${final}.`,
      ]
    const changes = r.changes.map(({ group, from, to }) => fewerOrMore(v.name(group), from, to))
    const or = r.final ? ', or F if final' : ''
    if (changes.length === 0)
      return [
        `${r.precinct}: this list is without ${v.tallies(notNamedIn(r.counts, r.have))}. Reply FIX to keep them${or}. To drop them send ${replaces} with every group.`,
        `${r.precinct}: this list leaves groups out. Reply FIX to keep them${or}. To drop them send ${replaces} with every group.`,
      ]
    return [99, 6].map((most) => {
      const only = some(changes, most, 'more')
      return `${r.precinct}: change only ${only}? Reply FIX${or}. To replace the list send ${replaces} with every group.`
    })
  },
  ask_whole_list: (r, v) => [
    `${r.precinct}: ${v.tallies(r.counts)}. Is that everybody? Then reply ${letter[r.alignment]}. If not, send + and the other groups.`,
  ],
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
    `${r.precinct} as you told HQ: ${delegates(r.outcome, v)}. ${present(r.outcome)}. Reply OK ${r.code} if right, or send F again.`,
  ],
  other_phone: (r, v) => [
    `${r.precinct}: the other phone of your precinct changed ${r.changes.map((c) => change(c, v)).join(', ')}. The code you had is void. Reply ? to see the count.`,
    `${r.precinct}: the other phone of your precinct changed the count. The code you had is void. Reply ? to see it.`,
  ],
  unclear: unclearWith(unclear),
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

export const en: LanguageWords = {
  phrases,
  finding,
  gone: (groups, most) => `${some(groups, most, 'more')} ${groups.length === 1 ? 'is' : 'are'} gone.`,
  change: fewerOrMore,
  more: 'more',
  stuck: 'HQ knows and will call you.',
  repairs: (pairs, most) => `I read ${some(pairs, most, 'more')}.`,
  practice: 'PRACTICE',
  because: {
    no_code: 'OK needs its code.',
    keep_no_code: 'KEEP needs its code.',
    wrong_code: 'That code is not right.',
    late_code: 'That code is no longer valid.',
    new_code: 'Wrong code, so here is a new one.',
    guessed: 'Somebody may be texting in your name.',
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
