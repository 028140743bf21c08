import * as z from 'zod'
import { makeRules } from '../math/rules.ts'
import type { RuleSet } from '../math/types.ts'
import type { Caucus } from './caucus.ts'
import { phone } from './ids.ts'

/** caucus.json, as people write it. An unknown key is an error: a misspelled one would switch a feature off unseen. */

/** What can be no key of a plain object can be counted under by nobody: its people would be lost in silence. */
const countable = (name: string): boolean => name !== '__proto__'

const candidate = z.strictObject({
  name: z.string().trim().min(1).max(30).refine(countable, 'is no name that can be counted'),
  code: z.string().trim().min(1).max(4),
  aliases: z.array(z.string().trim().min(1).max(30)).default([]),
})
const candidates = z.array(candidate).min(1).max(40)
const e164 = z.string().refine((text) => phone(text) !== null, 'must be a number like +15155550100')
const timezone = z.string().refine(isTimezone, 'must be a time zone like America/Chicago')
const rules = z.union([z.string(), z.looseObject({ name: z.string() })])

/** The shape of caucus.json, strict: a key that it does not know is refused. docs/caucus.schema.json is made from it. */
export const caucusFile = z.strictObject({
  name: z.string().trim().min(1).max(120),
  date: z.iso.date(),
  timezone,
  rules,
  languages: z
    .array(z.enum(['en', 'es']))
    .min(1)
    .default(['en']),
  phone: e164,
  candidates,
  practice: z.strictObject({ candidates }).optional(),
  precinct_code: z
    .strictObject({ letters: z.int().min(0).max(3), digits: z.int().min(1).max(6) })
    .default({ letters: 1, digits: 4 }),
  hq_phone: e164.optional(),
  state: z.string().trim().length(2).optional(),
  /** Pledged national delegates: by district, at large, party leaders and elected officials. */
  national: z
    .strictObject({ districts: z.record(z.string(), z.int().min(0)), at_large: z.int().min(0), pleo: z.int().min(0) })
    .optional(),
  /** State delegate equivalents that each satellite pool shares. */
  satellite_pools: z.record(z.string(), z.number().min(0)).optional(),
  quiet_hours: z.strictObject({ from: z.iso.time(), to: z.iso.time() }).optional(),
  issuer: z.strictObject({ name: z.string(), abbreviation: z.string() }).optional(),
})
export type CaucusFile = z.infer<typeof caucusFile>

type Parsed =
  | { readonly ok: true; readonly caucus: Caucus; readonly file: CaucusFile }
  /** One sentence a mistake, each naming the key. */
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * A caucus from its configuration file, or every problem with it as a sentence that names the key.
 * @param json the parsed contents of caucus.json
 * @example parseConfig({ name: 'Polk County', date: '2026-02-03' }) // { ok: false, problems: ['timezone: ...', ...] }
 */
export function parseConfig(json: unknown): Parsed {
  const parsed = caucusFile.safeParse(json)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(sentence) }
  const file = parsed.data
  const rule = makeRules(file.rules)
  const problems = [
    ...nameProblems(file.candidates, 'candidates'),
    ...nameProblems(file.practice?.candidates ?? [], 'practice.candidates'),
  ]
  if (!rule.ok) problems.push(`rules: ${rule.error}`)
  return rule.ok && problems.length === 0
    ? { ok: true, caucus: caucusOf(file, rule.rules), file }
    : { ok: false, problems }
}

function caucusOf(file: CaucusFile, rules: RuleSet): Caucus {
  const precinctCode = file.precinct_code
  return {
    name: file.name,
    date: file.date,
    timezone: file.timezone,
    rules,
    languages: file.languages,
    phone: file.phone,
    hqPhone: file.hq_phone ?? null,
    state: file.state ?? null,
    vocabulary: { candidates: file.candidates, precinctCode },
    practice: { candidates: file.practice?.candidates ?? file.candidates, precinctCode },
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 0 ? issue.path.map(String).join('.') : 'the file'
  if (issue.code === 'unrecognized_keys') return `${where}: unknown key ${issue.keys.map((k) => `"${k}"`).join(', ')}`
  return `${where}: ${issue.message}`
}

/** No word may mean two candidates: such a text could only be guessed at. */
function nameProblems(list: CaucusFile['candidates'], where: string): string[] {
  const owners = new Map<string, string>()
  return list.flatMap(({ name, code, aliases }) =>
    [name, code, ...aliases].flatMap((word) => {
      const key = word.toLowerCase()
      const owner = owners.get(key)
      owners.set(key, owner ?? name)
      return owner !== undefined && owner !== name ? [`${where}: "${word}" means both ${owner} and ${name}`] : []
    }),
  )
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
