import * as z from 'zod'
import type { Caucus } from '../bot/caucus.ts'
import { type CaucusFile, parseConfig } from '../bot/config.ts'
import type { Language } from '../bot/event.ts'
import { countryOf } from './cells.ts'
import { collisions } from './collisions.ts'
import { jsonLines } from './json-lines.ts'
import type { Problem } from './problem.ts'
import type { RosterTerms } from './roster.ts'

/** caucus.json, read: the caucus, or all that is wrong with it; and in either case what its roster is checked against. */
interface ReadCaucus {
  readonly caucus: { readonly caucus: Caucus; readonly file: CaucusFile } | null
  readonly terms: RosterTerms
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Reads caucus.json. An unknown key is an error: a misspelt one would quietly switch its feature off. */
export function readCaucusFile(file: string, bytes: Uint8Array): ReadCaucus {
  const about = (fix: string): Problem => ({ file, line: null, column: null, word: null, fix })
  let text: string
  let json: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    json = JSON.parse(text)
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
    warnings: collisions(caucus, file, jsonLines(text)),
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
