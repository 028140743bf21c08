import { some } from '../shown.ts'
import type { Phrasebook } from '../words.ts'
import { finding } from './findings.ts'
import { change, delegates, groups, letter, plural, sentence } from './pieces.ts'

type ReportKind =
  | 'guide'
  | 'attendance_taken'
  | 'initial_taken'
  | 'proposed'
  | 'problem'
  | 'ask_initial'
  | 'ask_toss'
  | 'ask_elected'
  | 'keep_offered'

const lots = {
  coin: { large: 'Toss a coin', small: 'toss a coin' },
  lot: { large: 'Draw lots', small: 'draw lots' },
  cards: { large: 'Each draws a card', small: 'each draw a card' },
} as const
const cards = ['KH', '9S', '4D', '2C', 'JH', '7D']

const missing = {
  final: 'the final count has not come. Send F and every group. If there will be none',
  toss: 'nobody has won the toss yet. Reply TOSS and who wins. If you cannot',
  elect: 'I do not know who was elected. Reply WON and the name. If you cannot',
} as const

/** The way of a report: what was counted, what is missing, what is proposed. */
export const report: Pick<Phrasebook, ReportKind> = {
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
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
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
    const result = `${delegates(r.outcome, v)}. ${r.outcome.attendance} present.`
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
    const again = r.outcome.finalNotNeeded ? 'I' : 'F'
    if (r.claims.length > 0)
      return [
        `${r.precinct}: your sheet differs. The counts give ${result}${notes} Reply OK ${r.code} for this, or KEEP ${r.code} and HQ will call you.`,
        `${r.precinct}: your sheet differs. By count ${result}${notes} Reply OK ${r.code} for this, or KEEP ${r.code} and HQ calls you.`,
      ]
    if (r.over.length > 0)
      return [
        `${r.precinct}: too many viable groups for ${plural(r.outcome.seats, 'delegate')}. ${groups(r.over, v)} must realign: then send F again. Or reply OK ${r.code} for ${delegates(r.outcome, v)}.`,
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
    const tied = groups(r.tie.among, v)
    const why =
      r.tie.kind === 'leave'
        ? `${r.viable} groups are viable for ${plural(r.seats, 'delegate')}; ${tied} are the smallest. Realign and send F, or ${lots[r.chance].small}`
        : `${tied} tie for ${plural(r.tie.seats, 'delegate')}. ${lots[r.chance].large}`
    if (r.chance === 'cards')
      return [
        `${r.precinct}: ${why}, then reply TOSS and every card, like: TOSS ${r.tie.among.map((g, i) => `${v.name(g)} ${cards[i % cards.length]}`).join(' ')}`,
      ]
    const winners = r.tie.among.slice(0, r.tie.seats).map(v.name).join(' ')
    const who = r.tie.seats === 1 ? 'the winner' : `the ${r.tie.seats} winners`
    return [
      `${r.precinct}: ${why}, then reply TOSS and ${who}, like: TOSS ${winners}. If you cannot, reply KEEP.`,
      `${r.precinct}: ${why}, then reply TOSS and ${who}, like: TOSS ${winners}`,
      `${r.precinct}: ${why}, then reply like: TOSS ${winners}`,
      ...(r.tie.kind === 'leave'
        ? [
            `${r.precinct}: ${r.viable} viable groups, ${plural(r.seats, 'delegate')}. Realign and send F, or ${lots[r.chance].small} among ${tied} and reply like: TOSS ${winners}`,
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
}
