/**
 * The JSON lines of `caucusline read --jsonl`: one text a line in, what it means out.
 *
 *   in   {"id":1,"text":"P0412 A 65 I Bernie 45 Waren 20"}
 *   out  {"id":1,"kind":"report","precinct":"P0412","attendance":65,"initial":{"Sanders":45,"Warren":20},"final":null,
 *         "delegates":null,"toss":null,"more":false,"groups":null,"checksum":null,"repairs":[{"from":"Waren","to":"Warren"}]}
 */
import * as z from 'zod'
import type { Fix, Intent, Report, Tallies } from '../../grammar/intent.ts'
import type { Reader } from '../../grammar/read.ts'

const question = z.looseObject({ id: z.unknown(), text: z.string() })

/** The answer to one line: the intent in its outward form, or an error where the line is no question. */
export function answerReadLine(json: unknown, read: Reader): Readonly<Record<string, unknown>> {
  const asked = question.safeParse(json)
  if (asked.success) return { id: asked.data.id ?? null, ...intentJson(read(asked.data.text)) }
  return { id: (json as { readonly id?: unknown } | null)?.id ?? null, error: 'Give {"id": …, "text": "…"}.' }
}

/** Group counts as the world reads them; the groups stand in the order in which they were written. */
type Counts = Readonly<Record<string, number>>

/**
 * An intent as other programs read it. A precinct code alone is `unclear` with
 * reason `no_list`: outwardly there is nothing that it could complete.
 */
export function intentJson(intent: Intent): Readonly<Record<string, unknown>> {
  switch (intent.kind) {
    case 'report': {
      const { more, groups, checksum, repairs } = intent
      return { ...parts(intent), more, groups: counts(groups), checksum, repairs }
    }
    case 'fix':
      return { ...parts(intent), more: false, groups: counts(intent.groups), repairs: intent.repairs }
    case 'toss': {
      const { kind, precinct, winners, cards, repairs } = intent
      return { kind, precinct, winners, cards, repairs }
    }
    case 'unclear':
      return { ...intent, groups: counts(intent.groups) }
    case 'precinct':
      return {
        kind: 'unclear',
        precinct: intent.precinct,
        reason: 'no_list',
        word: intent.precinct,
        suggestions: [],
        groups: null,
        alignment: null,
        code: null,
      }
    case 'approve':
    case 'keep':
    case 'reject':
    case 'status':
    case 'last':
    case 'guide':
    case 'ready':
    case 'pin':
    case 'language':
      return { ...intent }
    default:
      return intent satisfies never
  }
}

function parts(intent: Report | Fix): Record<string, unknown> {
  const { kind, precinct, attendance, initial, final, delegates, toss } = intent
  return {
    kind,
    precinct,
    attendance,
    initial: counts(initial),
    final: counts(final),
    delegates: counts(delegates),
    toss,
  }
}

const counts = (tallies: Tallies | null): Counts | null =>
  tallies && Object.fromEntries(tallies.map(({ group, count }) => [group, count]))
