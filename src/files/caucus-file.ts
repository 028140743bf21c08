import * as z from 'zod'
import type { Caucus } from '../bot/caucus.ts'
import { type CaucusFile, parseConfig } from '../bot/config.ts'
import type { Language } from '../bot/event.ts'
import { countryOf } from './cells.ts'
import { nameCollisions } from './collisions.ts'
import { jsonLineNumbers } from './json-line-numbers.ts'
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
    return { caucus: null, terms: rosterTerms(null), problems: [about(`this is not JSON: ${why}.`)], warnings: [] }
  }
  const parsed = parseConfig(json)
  if (!parsed.ok) return { caucus: null, terms: rosterTerms(json), problems: parsed.problems.map(about), warnings: [] }
  const { caucus, file: written } = parsed
  return {
    caucus: { caucus, file: written },
    terms: rosterTerms(json),
    problems: [],
    warnings: nameCollisions(caucus, file, jsonLineNumbers(text)),
  }
}

/** What the roster is checked against. A part of caucus.json that is wrong is taken as usual, so that the roster is checked too. */
function rosterTerms(json: unknown): RosterTerms {
  const usual = { precinct_code: { letters: 1, digits: 4 }, languages: ['en', 'es'] as Language[], phone: '' }
  const shape = z.object({
    precinct_code: z.object({ letters: z.int(), digits: z.int() }).catch(usual.precinct_code),
    languages: z
      .array(z.enum(['en', 'es']))
      .min(1)
      .catch(usual.languages),
    phone: z.string().catch(usual.phone),
  })
  const read = shape.catch(usual).parse(json)
  return {
    precinctCode: read.precinct_code,
    languages: read.languages,
    country: countryOf(read.phone),
    ownPhone: read.phone,
  }
}
