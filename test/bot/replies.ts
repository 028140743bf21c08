import { precinctId } from '../../src/bot/ids.ts'
import type { Because, Outcome, Reply, Room } from '../../src/bot/reply.ts'
import type { Setting } from '../../src/bot/say/words.ts'
import { count, type Tally } from '../../src/grammar/intent.ts'

/** Every reply there is, at its worst: 14 groups with the longest names, 36 delegates, three-digit counts. */

const long = [
  'Michelle-Williams',
  'Throckmorton',
  'Buttigieg',
  'Uncommitted',
  'Klobuchar',
  'Hickenlooper',
  'Bloomberg',
  'Gillibrand',
  'Williamson',
  'Swalwell',
  'Delaney',
  'Gabbard',
  'Sanders',
  'Other',
]
export const settings: readonly Setting[] = (['en', 'es'] as const).map((language) => ({
  language,
  timezone: 'America/Chicago',
  hqPhone: '+15155550100',
  practice: false,
  candidates: long.map((name, i) => ({ name, code: `C${i}`, aliases: [] })),
  date: '2020-02-03',
}))

const precinct = precinctId('P0412') ?? fail()
const c = (n: number) => count(String(n)) ?? fail()
function fail(): never {
  throw new Error('a fixture is wrong')
}
const tallies: readonly Tally[] = long.map((group, i) => ({ group, count: c(899 - i) }))
const room = (viable: number): Room => ({
  attendance: 8999,
  threshold: 1350,
  viable: tallies.slice(0, viable),
  others: tallies.slice(viable),
  seats: 36,
})
const outcome: Outcome = {
  seats: 36,
  attendance: 8999,
  delegates: long.slice(0, 6).map((group) => ({ group, delegates: 11 })),
  counts: tallies,
  finalNotNeeded: false,
}
const at = '2020-02-04T04:59:00.000Z'
const changes = long.map((group) => ({ alignment: 'final' as const, group, from: 888, to: 999 }))
const [a = '', b = '', d = ''] = long

const codes = [
  'GROUP_SUM_EXCEEDS_ATTENDANCE',
  'FINAL_EXCEEDS_INITIAL',
  'VIABLE_GROUP_SHRANK',
  'ADJACENT_SHIFT',
  'NO_VIABLE_GROUP',
  'FINAL_MISSING',
  'INITIAL_MISSING',
  'CHECKSUM_DIFFERS',
] as const
const finding = (code: string, severity: 'hold' | 'confirm' = 'hold') => ({
  code,
  severity,
  groups: code === 'CHECKSUM_DIFFERS' ? ['initial'] : [a, b],
  numbers: {
    attendance: 8999,
    initial: 9998,
    final: 9999,
    sum: 9998,
    said: 9999,
    missing: 888,
    threshold: 1350,
    viable: 6,
    delegates: 36,
    largest: 899,
    members: 88,
    more: 1,
  },
})
const warnings = ['UNDERCOUNT', 'REALIGNED_THOUGH_ALL_VIABLE', 'ONE_DELEGATE_NOT_PLURALITY'].map((code) =>
  finding(code, 'confirm'),
)
const proposed = {
  kind: 'proposed',
  precinct,
  outcome,
  code: '4821',
  warnings: [],
  claims: [],
  over: [],
  correction: null,
} as const
const reasons = [
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
] as const
export const becauses: readonly Because[] = [
  'no_code',
  'wrong_code',
  'late_code',
  'new_code',
  'needs_keep',
  'mixed',
  'quoted',
  'nothing_pending',
  'wrong_winner',
  'no_tie',
]

export const worst: readonly Reply[] = [
  { kind: 'guide', precinct, examples: [a, b] },
  { kind: 'attendance_taken', precinct, attendance: 8999, threshold: 1350, examples: [a, b] },
  ...[0, 6, 14].map(
    (viable): Reply => ({ kind: 'initial_taken', precinct, room: room(viable), warnings: warnings.slice(0, 1) }),
  ),
  proposed,
  { ...proposed, warnings },
  { ...proposed, claims: [finding('CLAIMED_DELEGATES_DIFFER')] },
  { ...proposed, over: long.slice(0, 2) },
  { ...proposed, correction: { number: 12, changes } },
  ...codes.map(
    (code): Reply => ({ kind: 'problem', precinct, problems: [finding(code)], again: 'final', code: '4821' }),
  ),
  { kind: 'problem', precinct, problems: codes.map((code) => finding(code)), again: 'initial', code: '4821' },
  { kind: 'ask_initial', precinct, counts: tallies, code: '4821' },
  ...(['coin', 'cards', 'lot'] as const).flatMap((chance): Reply[] => [
    { kind: 'ask_toss', precinct, tie: { kind: 'lose', among: [a, b, d], seats: 2 }, seats: 36, viable: 6, chance },
    { kind: 'ask_toss', precinct, tie: { kind: 'leave', among: [a, b, d], seats: 1 }, seats: 3, viable: 6, chance },
  ]),
  { kind: 'ask_elected', precinct, room: room(0), tied: [], examples: [a] },
  ...(['recorded', 'kept', 'unconfirmed'] as const).map(
    (kind): Reply => ({ kind, precinct, number: 12, at, corrected: true }),
  ),
  { kind: 'already', precinct, number: 12, at, held: true, outcome },
  { kind: 'rejected', precinct, lists: ['initial', 'final'] },
  { kind: 'ask_alignment', precinct, counts: tallies, second: true },
  { kind: 'ask_alignment', precinct, counts: tallies, second: false },
  { kind: 'ask_attendance', precinct },
  { kind: 'more_kept', precinct, counts: tallies },
  { kind: 'ask_twice', precinct, group: a, was: c(888), said: c(889) },
  { kind: 'nothing_to_fix', precinct, alignment: 'initial' },
  { kind: 'nothing_to_fix', precinct, alignment: null },
  { kind: 'nothing_tied', precinct },
  {
    kind: 'correction',
    precinct,
    changes,
    outcome,
    reason: 'the worksheet that you sent by picture says otherwise in the last row',
    code: '4821',
  },
  { kind: 'entered', precinct, outcome, code: '4821' },
  { kind: 'other_phone', precinct, changes },
  ...reasons.map(
    (reason): Reply => ({
      kind: 'unclear',
      precinct,
      reason,
      word: 'a word of any length whatever, quoted',
      suggestions: [a, b],
      alignment: 'final',
    }),
  ),
  { kind: 'unclear', precinct: null, reason: 'unknown_name', word: 'Smith', suggestions: [], alignment: null },
  { kind: 'which_precinct', precincts: [precinct, precinct, precinct] },
  { kind: 'not_yours', said: 'P9999', precincts: [precinct, precinct] },
  {
    kind: 'ready',
    precincts: Array.from({ length: 3 }, () => ({
      id: precinct,
      county: 'Pottawattamie',
      name: 'COUNCIL BLUFFS FAIRGROUNDS COMMUNITY HALL',
    })),
    date: '2020-02-03',
  },
  { kind: 'language', language: 'en' },
  { kind: 'phase', phase: 'setup', precincts: [precinct, precinct] },
  { kind: 'phase', phase: 'closed', precincts: [precinct, precinct] },
  { kind: 'pin_needed', precinct },
  { kind: 'nothing_pending' },
]
