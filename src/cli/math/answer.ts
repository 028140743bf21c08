/**
 * `caucusline math --jsonl`: one question a line, one answer a line. Nothing is guessed: a line that cannot be computed
 * is answered with what is wrong with it, in one sentence.
 */
import { finalMissing } from '../../math/check.ts'
import { compute } from '../../math/compute.ts'
import { fractionText } from '../../math/fraction.ts'
import { peopleIn } from '../../math/groups.ts'
import { messageOf } from '../../math/sentences.ts'
import type { Finding, Groups, OpenTie, PrecinctInput, Result } from '../../math/types.ts'
import { type Question, readQuestion } from './question.ts'

/** The answer to one line, in the form product and scripts rely on. */
export interface MathAnswer {
  readonly id: unknown
  readonly threshold: number | null
  readonly viable: readonly string[]
  /** Exact shares of all groups in lowest terms, "n/d". */
  readonly raw: Readonly<Record<string, string>>
  readonly delegates: Groups
  readonly tie: OpenTie | null
  readonly settled: (OpenTie & { readonly winners: readonly string[] }) | null
  readonly findings: readonly { readonly code: string; readonly severity: string; readonly message: string }[]
}

export interface NoAnswer {
  readonly id: unknown
  readonly error: string
}

/** The answer to one parsed line; total for any JSON value. */
export function mathAnswerLine(json: unknown): MathAnswer | NoAnswer {
  const question = readQuestion(json)
  return question.ok ? answer(question) : { id: question.id, error: question.error }
}

/** The answer to one line as text, without the line break. */
export function answerText(line: string): string {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return JSON.stringify({ id: null, error: 'This line is not JSON.' })
  }
  const twice = namedTwice(line, json)
  if (twice === null) return JSON.stringify(mathAnswerLine(json))
  const id = (json as { id?: unknown }).id ?? null
  return JSON.stringify({ id, error: `${JSON.stringify(twice)} is named twice.` })
}

function answer({ id, input }: Question): MathAnswer {
  const expected = withFinal(input)
  const result = compute(expected)
  return {
    id,
    threshold: result.threshold,
    viable: result.viable,
    raw: rawTexts(result),
    delegates: result.delegates,
    tie: result.tie,
    settled: result.settled && { ...result.settled.tie, winners: result.settled.winners },
    findings: withMissing(result, expected).map((finding) => {
      return { code: finding.code, severity: finding.severity, message: messageOf(finding) }
    }),
  }
}

/** With one delegate the final list may be empty; here, where nothing more will come, a missing one is an empty one. */
function withFinal(input: PrecinctInput): PrecinctInput {
  if (input.delegates !== 1 || input.final !== null || input.initial === null) return input
  return { ...input, final: Object.fromEntries(Object.keys(input.initial).map((name) => [name, 0])) }
}

/** A line says all there is: a final alignment that is needed and absent is missing, not still to come. */
function withMissing(result: Result, input: PrecinctInput): readonly Finding[] {
  const initialTotal = peopleIn(input.initial ?? {})
  if (input.final !== null || result.finalNotNeeded || initialTotal === 0) return result.findings
  return [finalMissing({ seats: result.seats, initialTotal }), ...result.findings]
}

function rawTexts(result: Result): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const name of Object.keys(result.raw)) texts[name] = fractionText(result.raw[name] as Result['raw'][string])
  return texts
}

/** JSON.parse keeps the last of two equal keys in silence: two numbers for one group must not pass as one. */
function namedTwice(line: string, json: unknown): string | null {
  return colons(line) === keysIn(json) ? null : repeatedKey(line)
}

function colons(line: string): number {
  let count = 0
  for (let i = line.indexOf(':'); i !== -1; i = line.indexOf(':', i + 1)) count += 1
  return count
}

function keysIn(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0
  let count = 0
  if (Array.isArray(json)) for (const value of json) count += keysIn(value)
  else for (const value of Object.values(json)) count += 1 + keysIn(value)
  return count
}

/** Reads the keys of valid JSON once more, object by object. */
function repeatedKey(line: string): string | null {
  const open: (Set<string> | null)[] = []
  for (const [token, text] of line.matchAll(/[{}[\]]|("(?:[^"\\]|\\.)*")(?=\s*:)|"(?:[^"\\]|\\.)*"/g)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (text !== undefined) {
      const key = JSON.parse(text) as string
      const keys = open.at(-1)
      if (keys?.has(key)) return key
      keys?.add(key)
    }
  }
  return null
}
