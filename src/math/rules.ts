/** The rule sets as data: one engine, several parties. Each names its source; docs/arithmetic.md has them in one table. */
import type { RuleSet } from './types.ts'

/** Iowa Democratic Party: caucus worksheet of 2015/16, delegate selection plan, results and reporting of 2020. */
const ia2020: RuleSet = {
  name: 'ia2020',
  viability: 'table',
  denominator: 'attendance',
  rounding: 'half_up',
  minOne: true,
  overFull: 'smallest_out',
  lock: true,
  oneDelegate: 'as_reported',
  chance: 'coin',
  nobodyViable: 'ask',
  earlyVotes: 'none',
  reports: ['initial', 'final'],
}

/** Republican Party of Iowa: its straw poll. Votes are counted; delegates are shared once, statewide. */
const straw_poll: RuleSet = {
  name: 'straw_poll',
  viability: 'none',
  denominator: 'all_votes',
  rounding: 'half_up',
  minOne: false,
  overFull: 'none',
  lock: false,
  oneDelegate: 'ordinary',
  chance: 'lot',
  nobodyViable: 'ask',
  earlyVotes: 'none',
  reports: ['final'],
}

/** Minnesota DFL: walking subcaucus. One delegate's worth of people is viable, and the largest remainders decide. */
const mn_dfl: RuleSet = {
  ...straw_poll,
  name: 'mn_dfl',
  viability: 'per_delegate',
  denominator: 'viable',
  rounding: 'floor',
  reports: ['initial', 'final'],
}

/**
 * Nevada State Democratic Party: memo on delegate count scenarios and tie breakers, 26 September 2019. Locking is taken
 * over from Iowa, and no published rule confirms `half_of_leader`.
 */
const nv2020: RuleSet = {
  ...ia2020,
  name: 'nv2020',
  overFull: 'extra_delegates',
  oneDelegate: 'plurality',
  chance: 'cards',
  nobodyViable: 'half_of_leader',
  earlyVotes: 'viable_after_final',
}

/** Every rule set the program knows, by name. `ia_gop` is the straw poll under its party's name. */
export const ruleSets: Readonly<Record<string, RuleSet>> = {
  ia2020,
  /** The same worksheet, 2016: members of viable groups may move. */
  ia2016: { ...ia2020, name: 'ia2016', lock: false },
  nv2020,
  /** Nevada State Democratic Party: delegate selection plan of 2008. */
  nv2008: { ...ia2020, name: 'nv2008', lock: false, chance: 'cards' },
  ia_gop: { ...straw_poll, name: 'ia_gop' },
  straw_poll,
  mn_dfl,
  /** Colorado's precinct poll, with its bar of 15 % of the votes. */
  prop15: { ...mn_dfl, name: 'prop15', viability: 'share', nobodyViable: 'half_of_leader', reports: ['final'] },
}

/** The values each option may have: for validation here, for a JSON schema and for `--rules list` elsewhere. */
export const ruleOptions = {
  viability: ['table', 'share', 'per_delegate', 'none'],
  denominator: ['attendance', 'viable', 'all_votes'],
  rounding: ['half_up', 'floor'],
  minOne: [true, false],
  overFull: ['smallest_out', 'extra_delegates', 'none'],
  lock: [true, false],
  oneDelegate: ['as_reported', 'plurality', 'ordinary'],
  chance: ['coin', 'cards', 'lot'],
  nobodyViable: ['ask', 'half_of_leader'],
  earlyVotes: ['none', 'viable_after_first', 'viable_after_final'],
} as const

const reportParts = ['attendance', 'initial', 'final']

/** How caucus.json states rules: a known name, or a name of its own with a base and the options that differ. */
export type RulesStated =
  | string
  | ({ readonly name: string; readonly base?: string } & Readonly<Record<string, unknown>>)

type RulesMade = { readonly ok: true; readonly rules: RuleSet } | { readonly ok: false; readonly error: string }

/**
 * A rule set by name, or a new one from `base` (ia2020 if absent) and the options that differ. The error is one sentence.
 * @example makeRules({ name: 'ours', base: 'ia2020', chance: 'lot' }) // { ok: true, rules: { name: 'ours', … } }
 */
export function makeRules(stated: RulesStated): RulesMade {
  const base = typeof stated === 'string' ? stated : (stated.base ?? 'ia2020')
  const baseRules = Object.hasOwn(ruleSets, base) ? ruleSets[base] : undefined
  if (baseRules === undefined) {
    return { ok: false, error: `There are no rules called "${base}"; known: ${Object.keys(ruleSets).join(', ')}.` }
  }
  if (typeof stated === 'string') return { ok: true, rules: baseRules }
  const { base: _, ...overrides } = stated
  const error = wrongName(stated.name) ?? wrongOption(overrides)
  if (error !== null) return { ok: false, error }
  const rules = { ...baseRules, ...overrides } as RuleSet
  const clash = contradiction(rules)
  return clash === null ? { ok: true, rules } : { ok: false, error: clash }
}

function wrongName(name: unknown): string | null {
  if (typeof name !== 'string' || name === '') return 'Rules of your own need a name.'
  return Object.hasOwn(ruleSets, name) ? `The name "${name}" is taken: give your own rules another one.` : null
}

function wrongOption(overrides: Readonly<Record<string, unknown>>): string | null {
  for (const [option, value] of Object.entries(overrides)) {
    if (option === 'name') continue
    if (option === 'reports') {
      const fits = Array.isArray(value) && value.length > 0 && value.every((part) => reportParts.includes(part))
      if (!fits) return `"reports" is a list of: ${reportParts.join(', ')}.`
      continue
    }
    if (!Object.hasOwn(ruleOptions, option)) return `Rules have no option called "${option}".`
    const values: readonly unknown[] = ruleOptions[option as keyof typeof ruleOptions]
    if (!values.includes(value)) return `"${option}" is one of: ${values.join(', ')}.`
  }
  return null
}

/** Options that each are possible, but cannot be followed together. */
function contradiction(rules: RuleSet): string | null {
  if (rules.viability === 'table' && rules.oneDelegate === 'ordinary') {
    return 'The table has no threshold for one delegate: "oneDelegate" must be as_reported or plurality.'
  }
  if (rules.minOne && rules.overFull === 'none') {
    return 'With "minOne", "overFull" must say what happens when more groups are viable than there are delegates.'
  }
  if (!rules.reports.includes('initial') && !rules.reports.includes('final')) {
    return '"reports" must hold at least one of initial and final.'
  }
  return null
}

/**
 * True where a precinct reports one count only, whichever of the two the rules name: nobody realigns, and the count is the
 * final one, whatever letter it comes with.
 */
export function countsOnce(rules: RuleSet): boolean {
  return !(rules.reports.includes('initial') && rules.reports.includes('final'))
}
