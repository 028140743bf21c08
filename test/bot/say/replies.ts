import { precinctId } from '../../../src/bot/ids.ts'
import type { Because, Reply, ReplyOutcome, ReplyRoom } from '../../../src/bot/reply.ts'
import type { VoiceSetting } from '../../../src/bot/say/phrasebook.ts'
import { count, type Reason, type Tally } from '../../../src/grammar/intent.ts'

/** Every reply there is, over one sample of a room. */
export interface Sample {
  readonly names: readonly string[]
  readonly attendance: number
  readonly threshold: number
  readonly seats: number
  /** The largest group; each one after it has `step` fewer. */
  readonly largest: number
  readonly step: number
  readonly winners: number
  readonly each: number
  readonly word: string
  readonly place: { readonly county: string; readonly name: string }
  readonly reason: string
  readonly reports: number
  readonly code: string
}

/** The longest names, 14 groups, 36 delegates. */
export const worstSample: Sample = {
  names:
    'Michelle-Williams Throckmorton Buttigieg Uncommitted Klobuchar Hickenlooper Bloomberg Gillibrand Williamson Swalwell Delaney Gabbard Sanders Other'.split(
      ' ',
    ),
  attendance: 8999,
  threshold: 1350,
  seats: 36,
  largest: 899,
  step: 1,
  winners: 6,
  each: 11,
  word: 'a word of any length whatever, quoted',
  place: { county: 'Pottawattamie', name: 'COUNCIL BLUFFS FAIRGROUNDS COMMUNITY HALL' },
  reason: 'the worksheet that you sent by picture says otherwise in the last row',
  reports: 12,
  code: '48216307',
}
export const typicalSample: Sample = {
  names: ['Sanders', 'Buttigieg', 'Warren', 'Biden'],
  attendance: 113,
  threshold: 17,
  seats: 7,
  largest: 45,
  step: 11,
  winners: 3,
  each: 2,
  word: 'Smith',
  place: { county: 'Polk', name: 'DES MOINES 42' },
  reason: 'as on the worksheet',
  reports: 1,
  code: '482163',
}

export const settingsOf = (sample: Sample): readonly VoiceSetting[] =>
  (['en', 'es'] as const).map((language) => ({
    language,
    timezone: 'America/Chicago',
    hqPhone: '+15155550100',
    practice: false,
    candidates: sample.names.map((name, i) => ({ name, code: `C${i}`, aliases: [] })),
    date: '2020-02-03',
  }))

const precinct = precinctId('P0412') ?? fail()
function fail(): never {
  throw new Error('a fixture is wrong')
}
const at = '2020-02-04T01:41:00.000Z'

export const problems =
  'GROUP_SUM_EXCEEDS_ATTENDANCE FINAL_EXCEEDS_INITIAL VIABLE_GROUP_SHRANK ADJACENT_SHIFT NO_VIABLE_GROUP FINAL_MISSING INITIAL_MISSING CHECKSUM_DIFFERS'.split(
    ' ',
  )
export const warnings = 'UNDERCOUNT REALIGNED_THOUGH_ALL_VIABLE ONE_DELEGATE_NOT_PLURALITY ATTENDANCE_MISSING'.split(
  ' ',
)
export const reasons: readonly Reason[] = [
  'empty',
  'which_alignment',
  'which_order',
  'no_list',
  'several_precincts',
  'quoted',
  'unknown_name',
  'two_names',
  'no_number',
  'no_name',
  'bad_number',
  'twice',
  'cut',
  'mixed',
  'no_code',
  'several_texts',
  'carrier_word',
  'unreadable',
]
export const becauses: readonly Because[] = [
  'no_code',
  'wrong_code',
  'late_code',
  'new_code',
  'guessed',
  'needs_keep',
  'mixed',
  'quoted',
  'nothing_pending',
  'wrong_winner',
  'no_tie',
  'keep_no_code',
  'seats_changed',
  'borrowed',
  'sheet_differs',
  'correction_refused',
]

export function everyReply(sample: Sample): readonly Reply[] {
  const { names, attendance, threshold, seats, reports: number, code } = sample
  const [a = '', b = '', d = ''] = names
  const c = (n: number) => count(String(n)) ?? fail()
  const tallies: readonly Tally[] = names.map((group, i) => ({ group, count: c(sample.largest - i * sample.step) }))
  const room = (viable: number): ReplyRoom => ({
    attendance,
    threshold,
    viable: tallies.slice(0, viable),
    others: tallies.slice(viable),
    roomFor: viable > seats ? seats : null,
  })
  const delegates = names.slice(0, sample.winners).map((group) => ({ group, delegates: sample.each }))
  const outcome: ReplyOutcome = {
    seats,
    attendance,
    delegates,
    counts: tallies,
    finalNotNeeded: false,
    countsOnly: false,
  }
  const changes = names.map((group) => ({
    alignment: 'final' as const,
    group,
    from: sample.largest - sample.step,
    to: sample.largest,
  }))
  const [less, more] = [sample.largest - sample.step, sample.largest]
  const numbers = {
    attendance,
    initial: attendance + 999,
    final: attendance + 1000,
    sum: less,
    said: more,
    missing: less,
    threshold,
    viable: 6,
    delegates: seats,
    largest: more,
    members: less,
    more: 1,
  }
  const finding = (name: string, severity: 'hold' | 'confirm' = 'hold') => ({
    code: name,
    severity,
    groups: name === 'CHECKSUM_DIFFERS' ? ['initial'] : [a, b],
    numbers,
  })
  const warned = warnings.map((name) => finding(name, 'confirm'))
  const proposed = {
    kind: 'proposed',
    precinct,
    outcome,
    code,
    warnings: [],
    claims: [],
    over: [],
    correction: null,
  } as const
  return [
    ...[false, true].flatMap((once): Reply[] => [
      { kind: 'guide', precinct, examples: [a, b], once },
      { kind: 'attendance_taken', precinct, attendance, threshold: once ? null : threshold, examples: [a, b], once },
    ]),
    ...[0, sample.winners, names.length].map(
      (viable): Reply => ({ kind: 'initial_taken', precinct, room: room(viable), warnings: warned.slice(0, 1) }),
    ),
    proposed,
    { ...proposed, outcome: { ...outcome, finalNotNeeded: true } },
    { ...proposed, outcome: { ...outcome, countsOnly: true } },
    { ...proposed, warnings: warned },
    { ...proposed, claims: [finding('CLAIMED_DELEGATES_DIFFER')] },
    { ...proposed, outcome: { ...outcome, delegates: [] } },
    { ...proposed, outcome: { ...outcome, seats: 1, delegates: delegates.slice(0, 1) } },
    { ...proposed, over: names.slice(0, 2) },
    { ...proposed, correction: { number, changes } },
    ...problems.map((name): Reply => ({ kind: 'problem', precinct, problems: [finding(name)], again: 'final', code })),
    { kind: 'problem', precinct, problems: problems.map((name) => finding(name)), again: 'initial', code },
    // The other side of the findings that have two.
    ...[
      { ...finding('CHECKSUM_DIFFERS'), groups: ['final'] },
      { ...finding('GROUP_SUM_EXCEEDS_ATTENDANCE'), numbers: { ...numbers, initial: 1 } },
      { ...finding('INITIAL_MISSING'), numbers: { initial: 0, final: 0 } },
      { ...finding('UNDERCOUNT'), numbers: { ...numbers, missing: 1 } },
    ].map((one): Reply => ({ kind: 'problem', precinct, problems: [one], again: 'final', code })),
    { kind: 'ask_initial', precinct, counts: tallies, code },
    ...(['coin', 'cards', 'lot'] as const).flatMap((chance): Reply[] => [
      { kind: 'ask_toss', precinct, tie: { kind: 'lose', among: [a, b, d], seats: 2 }, seats, viable: 6, chance },
      { kind: 'ask_toss', precinct, tie: { kind: 'leave', among: [a, b, d], seats: 1 }, seats: 3, viable: 6, chance },
    ]),
    { kind: 'ask_elected', precinct, room: room(0), examples: [a] },
    ...(['final', 'toss', 'elect'] as const).map(
      (missing): Reply => ({ kind: 'keep_offered', precinct, missing, code }),
    ),
    ...(['recorded', 'kept', 'unconfirmed'] as const).map(
      (kind): Reply => ({ kind, precinct, number, at, corrected: true }),
    ),
    { kind: 'already', precinct, number, at, held: true, outcome },
    { kind: 'already', precinct, number, at, held: false, outcome },
    { kind: 'closed', precinct, stands: null },
    { kind: 'closed', precinct, stands: { number, held: true, outcome } },
    { kind: 'rejected', precinct, lists: ['initial', 'final'], stands: null },
    { kind: 'rejected', precinct, lists: ['initial'], stands: number },
    { kind: 'ask_alignment', precinct, counts: tallies, second: true },
    { kind: 'ask_alignment', precinct, counts: tallies, second: false },
    { kind: 'ask_attendance', precinct },
    { kind: 'more_kept', precinct, counts: tallies },
    ...(['add', 'change'] as const).flatMap((way) =>
      ([true, false] as const).map((final) => ({
        kind: 'ask_second_list' as const,
        precinct,
        alignment: final ? ('initial' as const) : ('final' as const),
        have: tallies,
        counts: tallies,
        way,
        changes: tallies.map(({ group, count }) => ({
          alignment: 'final' as const,
          group,
          from: count,
          to: count + 1,
        })),
        final,
      })),
    ),
    { kind: 'ask_whole_list', precinct, alignment: 'initial', counts: tallies },
    { kind: 'ask_twice', precinct, group: a, was: c(less), said: c(more) },
    { kind: 'nothing_to_fix', precinct, alignment: 'initial' },
    { kind: 'nothing_to_fix', precinct, alignment: null },
    { kind: 'correction', precinct, changes, outcome, reason: sample.reason, code },
    {
      kind: 'correction',
      precinct,
      changes: [
        { alignment: 'attendance', group: '', from: 1, to: 2 },
        { alignment: 'toss', group: a, from: 0, to: 1 },
      ],
      outcome,
      reason: 'x',
      code,
    },
    { kind: 'entered', precinct, outcome, code },
    { kind: 'other_phone', precinct, changes },
    ...reasons.map(
      (reason): Reply => ({
        kind: 'unclear',
        precinct,
        reason,
        word: reason === 'no_code' ? 'KEEP' : sample.word,
        suggestions: [a, b],
        alignment: 'final',
      }),
    ),
    { kind: 'unclear', precinct: null, reason: 'unknown_name', word: 'Smith', suggestions: [], alignment: null },
    ...(['no', 'yes', 'last'] as const).map(
      (kept): Reply => ({ kind: 'which_precinct', precincts: [precinct, precinct, precinct], kept }),
    ),
    { kind: 'not_yours', said: 'P9999', precincts: [precinct, precinct] },
    {
      kind: 'ready',
      precincts: Array.from({ length: sample.reports > 1 ? 3 : 1 }, () => ({ id: precinct, ...sample.place })),
      date: '2020-02-03',
    },
    { kind: 'language', language: 'en' },
    { kind: 'phase', phase: 'setup', precincts: [precinct] },
    { kind: 'phase', phase: 'closed', precincts: [precinct] },
    { kind: 'pin_needed', precinct },
    { kind: 'pin_refused', precinct, last: false },
    { kind: 'pin_refused', precinct, last: true },
    { kind: 'pin_closed', precinct },
    { kind: 'pin_not_needed', precinct },
    { kind: 'pin_over', precinct },
    { kind: 'pin_accepted', precinct, ...sample.place, until: at },
    { kind: 'not_replaced', precinct },
    { kind: 'nothing_pending' },
  ]
}
