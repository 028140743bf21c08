/** The door of `math --jsonl`: from any JSON value to a question with whole numbers, or to the sentence that says why not. */
import { makeRules, type RulesStated, ruleSets } from '../../math/rules.ts'
import type { Groups, PrecinctInput, RuleSet, Winner } from '../../math/types.ts'

export interface Question {
  readonly ok: true
  readonly id: unknown
  readonly input: PrecinctInput
}

interface Unreadable {
  readonly ok: false
  readonly id: unknown
  readonly error: string
}

/** Bounds that keep every product a safe integer: a statewide straw poll fits, a typing error of digits mostly not. */
export const bounds = { count: 10_000_000, delegates: 9_999, groups: 500, ballots: 100_000 } as const

const ia2020 = ruleSets.ia2020 as RuleSet

/** Where the ballot order of a night is known; it says which groups are neighbours on the worksheet. */
const ballotOrders: Readonly<Record<string, readonly string[]>> = {
  ia2020: 'Bennet Biden Bloomberg Buttigieg Delaney Gabbard Klobuchar Patrick Sanders Steyer Warren Yang'.split(' '),
}

type Line = Readonly<Record<string, unknown>>

/** Sentences about what cannot be used; the first one is the answer. Readers go on with a harmless value. */
type Doubts = string[]

/** Reads one line. Unknown keys are the caller's own and are left alone. */
export function readQuestion(json: unknown): Question | Unreadable {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { ok: false, id: null, error: 'A line is one JSON object.' }
  }
  const line = json as Line
  const id = line.id ?? null
  const doubts: Doubts = []
  const input = readInput(doubts, line)
  const error = doubts[0]
  return error === undefined ? { ok: true, id, input } : { ok: false, id, error }
}

function readInput(doubts: Doubts, line: Line): PrecinctInput {
  const rules = readRules(doubts, line.rules)
  const { attendance = null } = line
  if ((line.initial ?? null) !== null && (line.first ?? null) !== null) {
    doubts.push('"initial" and "first" are the same thing: give one of them.')
  }
  const initial = readGroups(doubts, 'initial', line.initial ?? line.first)
  const final = readGroups(doubts, 'final', line.final)
  if (attendance === null && initial === null && final === null) {
    doubts.push('There is nothing to compute: no attendance, no initial and no final alignment.')
  }
  const winner = readWinner(doubts, line.winner)
  const reported = readGroups(doubts, 'reported', line.reported)
  const ballots = readBallots(doubts, line.ballots)
  if (ballots !== null && rules.earlyVotes === 'none') {
    doubts.push(`The rules ${rules.name} know no early ballots.`)
  }
  const order = readOrder(doubts, line.order) ?? ballotOrders[rules.name]
  return {
    rules,
    delegates: readCount(doubts, 'delegates', line.delegates, bounds.delegates),
    attendance: attendance === null ? null : readCount(doubts, 'attendance', attendance, bounds.count),
    initial,
    final,
    ...(winner !== null && { winner }),
    ...(reported !== null && { reported }),
    ...(ballots !== null && { ballots }),
    ...(order !== undefined && { order }),
  }
}

function readRules(doubts: Doubts, stated: unknown): RuleSet {
  if (typeof stated !== 'string' && !isRecord(stated))
    return doubt(doubts, '"rules" is the name of a rule set.', ia2020)
  const made = makeRules(stated as RulesStated)
  return made.ok ? made.rules : doubt(doubts, made.error, ia2020)
}

function readCount(doubts: Doubts, what: string, value: unknown, most: number): number {
  if (value === undefined) return doubt(doubts, `"${what}" is missing.`, 0)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    return doubt(doubts, `"${what}" must be a whole number, 0 or more.`, 0)
  }
  return value > most ? doubt(doubts, `"${what}" is above ${most}.`, 0) : value
}

function readGroups(doubts: Doubts, what: string, value: unknown): Groups | null {
  if (value === undefined || value === null) return null
  if (!isRecord(value)) return doubt(doubts, `"${what}" must be an object of groups and their numbers.`, null)
  const names = Object.keys(value)
  if (names.length > bounds.groups) doubts.push(`"${what}" has more than ${bounds.groups} groups.`)
  for (const name of names) readCount(doubts, `${what}: ${readName(doubts, what, name)}`, value[name], bounds.count)
  return value as Groups
}

function readWinner(doubts: Doubts, value: unknown): Winner | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return [readName(doubts, 'winner', value)]
  if (Array.isArray(value)) return readNames(doubts, 'winner', value)
  if (!isRecord(value))
    return doubt(doubts, '"winner" must be a name, a list of names, or a card for each group.', null)
  const drawn = Object.entries(value).filter(([, card]) => card !== null)
  for (const [name, card] of drawn) {
    readName(doubts, 'winner', name)
    if (typeof card !== 'string') doubts.push('A card is a text such as "KH" or "10 of clubs".')
  }
  return Object.fromEntries(drawn as [string, string][])
}

function readBallots(doubts: Doubts, value: unknown): readonly (readonly string[])[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.length > bounds.ballots) {
    return doubt(doubts, `"ballots" must be a list of at most ${bounds.ballots} ballots.`, null)
  }
  return value.map((ballot) => readNames(doubts, 'ballots', ballot))
}

function readOrder(doubts: Doubts, value: unknown): readonly string[] | undefined {
  return value === undefined || value === null ? undefined : readNames(doubts, 'order', value)
}

function readNames(doubts: Doubts, what: string, value: unknown): string[] {
  if (!Array.isArray(value) || value.length > bounds.groups)
    return doubt(doubts, `"${what}" must hold lists of names.`, [])
  return value.map((name) => readName(doubts, what, name))
}

/** "__proto__" cannot be a key of a plain object, so it cannot be a group either. */
function readName(doubts: Doubts, what: string, name: unknown): string {
  if (typeof name !== 'string' || name === '' || name === '__proto__') {
    return doubt(doubts, `"${what}" has a name that cannot be used.`, '')
  }
  return name
}

function doubt<T>(doubts: Doubts, sentence: string, instead: T): T {
  doubts.push(sentence)
  return instead
}

function isRecord(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
