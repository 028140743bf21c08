import * as z from 'zod'
import type { Caucus } from '../../bot/caucus.ts'
import { type CaucusFile, parseConfig } from '../../bot/config.ts'
import type { Language } from '../../bot/event.ts'
import { reader } from '../../grammar/read.ts'
import { countryOf } from './cells.ts'
import type { Problem } from './problem.ts'
import type { RosterTerms } from './roster.ts'

/** caucus.json, read: the caucus, or all that is wrong with it; and in either case what its roster is checked against. */
export interface ReadCaucus {
  readonly caucus: { readonly caucus: Caucus; readonly file: CaucusFile } | null
  readonly terms: RosterTerms
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Reads caucus.json. An unknown key is an error: a misspelt one would quietly switch its feature off. */
export function readCaucusFile(file: string, bytes: Uint8Array): ReadCaucus {
  const about = (fix: string): Problem => ({ file, line: null, column: null, word: null, fix })
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not UTF-8 text'
    return { caucus: null, terms: termsOf(null), problems: [about(`this is not JSON: ${why}.`)], warnings: [] }
  }
  const parsed = parseConfig(json)
  if (!parsed.ok) return { caucus: null, terms: termsOf(json), problems: parsed.problems.map(about), warnings: [] }
  const { caucus, file: written } = parsed
  return {
    caucus: { caucus, file: written },
    terms: termsOf(json),
    problems: [],
    warnings: collisions(caucus).map(about),
  }
}

/** So that the roster is checked, too, where something else in caucus.json is wrong. */
function termsOf(json: unknown): RosterTerms {
  const form = z.object({ letters: z.int(), digits: z.int() })
  const shape = z.object({
    precinct_code: form.catch({ letters: 1, digits: 4 }),
    languages: z
      .array(z.enum(['en', 'es']))
      .min(1)
      .catch(['en', 'es'] as Language[]),
    phone: z.string().catch(''),
  })
  const read = shape.catch({ precinct_code: { letters: 1, digits: 4 }, languages: ['en', 'es'], phone: '' }).parse(json)
  return {
    precinctCode: read.precinct_code,
    languages: read.languages,
    country: countryOf(read.phone),
    ownPhone: read.phone,
  }
}

/**
 * Names, codes and aliases that chairs cannot text, because the bot reads them as something else (a keyword, another
 * candidate). Found by reading a text with each.
 */
function collisions({ vocabulary, practice }: Caucus): string[] {
  return [vocabulary, practice].flatMap((words) => {
    const read = reader(words)
    return words.candidates.flatMap(({ name, code, aliases }) =>
      [...new Set([name, code, ...aliases])].flatMap((word) => {
        const intent = read(`I ${word} 45`, { answer: 'nothing' })
        const right = intent.kind === 'report' && intent.initial?.length === 1 && intent.initial[0]?.group === name
        if (right) return []
        return [
          `candidates: "${word}" for ${name} is also a word of the bot’s own or another’s name. Chairs who text it will be asked what they mean.`,
        ]
      }),
    )
  })
}
