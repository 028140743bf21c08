/** `caucusline math`: check one worksheet, with every step; or answer any number of them as JSON lines. */
import type { Command } from 'commander'
import { compute } from '../../math/compute.ts'
import { makeRules, ruleOptions, ruleSets } from '../../math/rules.ts'
import type { PrecinctInput, Result, RuleSet, Winner } from '../../math/types.ts'
import { answerLines } from '../answer-lines.ts'
import { example } from '../help.ts'
import { exitCode, print, printJson, wrongUsage } from '../io.ts'
import { answerMathLine, bounds } from './json-lines.ts'
import { worksheet } from './worksheet.ts'

interface Options {
  readonly delegates?: string
  readonly attendance?: string
  readonly initial?: readonly string[]
  readonly final?: readonly string[]
  readonly winner?: readonly string[]
  readonly reported?: readonly string[]
  readonly rules: string
  readonly json?: true
  readonly jsonl?: true
}

/** Exit code 1 where the report cannot be right as it stands: a finding says hold. JSON lines always end in 0. */
export function registerMath(program: Command): void {
  program
    .command('math')
    .description('The caucus arithmetic: threshold, viable groups, delegates, ties, and what cannot be right.')
    .argument('[groups...]', 'groups with their final counts: Sanders 45 Buttigieg 38')
    .option('--delegates <n>', 'delegates to elect')
    .option('--attendance <n>', 'people present at the first alignment; otherwise the sum of the first count')
    .option('--initial <groups...>', 'the initial alignment, as groups and counts')
    .option('--final <groups...>', 'the final alignment, instead of the arguments')
    .option('--winner <names...>', 'who won the coin or the lot; with cards: Warren=KH Biden=9S')
    .option('--reported <groups...>', "the delegates on the chair's worksheet, to compare")
    .option('--rules <name>', 'the rule set; "list" shows them all', 'ia2020')
    .option('--json', 'print the result as one JSON object')
    .option('--jsonl', 'read one JSON object a line from standard input, answer each on standard output')
    .addHelpText(
      'after',
      example(
        'caucusline math --delegates 7 --attendance 113 Sanders 45 Buttigieg 38 Warren 30',
        'caucusline math --delegates 12 --initial Biden 10 Klobuchar 19 Yang 33 --final Biden 31 Klobuchar 31',
        'caucusline math --jsonl < precincts.jsonl',
        'caucusline math --rules list',
      ),
    )
    .action(runMath)
}

async function runMath(args: readonly string[], options: Options): Promise<void> {
  if (options.jsonl) return await answerLines(process.stdin.setEncoding('utf8'), process.stdout, answerMathLine)
  if (options.rules === 'list') return listRules(options.json === true)
  const input = readInput(args, options)
  if (typeof input === 'string') return wrongUsage(input, 'See caucusline math --help')
  const result = compute(input)
  if (options.json) printJson(result)
  else print(worksheet(input, result))
  if (isHeld(result)) process.exitCode = exitCode.no
}

function isHeld(result: Result): boolean {
  return result.findings.some(({ severity }) => severity === 'hold' || severity === 'refuse')
}

function listRules(json: boolean): void {
  if (json) {
    printJson(Object.values(ruleSets))
    return
  }
  for (const rules of Object.values(ruleSets)) {
    const options = Object.keys(ruleOptions) as (keyof typeof ruleOptions)[]
    print(`${rules.name}\n  ${options.map((option) => `${option} ${rules[option]}`).join(' · ')}`)
    print(`  reports ${rules.reports.join(', ')}`)
  }
}

/** The input, or the sentence that says what is wrong with it. */
function readInput(args: readonly string[], options: Options): PrecinctInput | string {
  const made = makeRules(options.rules)
  if (!made.ok) return made.error
  const delegates = count(options.delegates)
  if (delegates === null || delegates > bounds.delegates) return 'Say how many delegates are elected: --delegates 7'
  const attendance = options.attendance === undefined ? null : count(options.attendance)
  if (options.attendance !== undefined && attendance === null) return `"${options.attendance}" is no number of people.`
  if (args.length > 0 && options.final !== undefined)
    return 'Give the final alignment once: as arguments or as --final.'
  const initial = groups(options.initial)
  const final = groups(options.final ?? (args.length > 0 ? args : undefined))
  const reported = groups(options.reported)
  for (const list of [initial, final, reported]) if (typeof list === 'string') return list
  if (initial === null && final === null && attendance === null)
    return 'Give the groups and their counts: Sanders 45 Buttigieg 38'
  const winner = options.winner && winners(options.winner)
  return {
    rules: initial === null ? finalOnly(made.rules) : made.rules,
    delegates,
    attendance,
    initial: initial as Groups | null,
    final: final as Groups | null,
    order: [initial, final, reported].flatMap((list) => Object.keys(list ?? {})),
    ...(winner !== undefined && { winner }),
    ...(reported !== null && { reported: reported as Groups }),
  }
}

type Groups = Readonly<Record<string, number>>

/** Whoever asks about the final count alone is not told that the initial one is missing. */
function finalOnly(rules: RuleSet): RuleSet {
  return { ...rules, reports: ['final'] }
}

function count(text: string | undefined): number | null {
  const value = text !== undefined && /^\d{1,8}$/.test(text) ? Number(text) : null
  return value !== null && value <= bounds.count ? value : null
}

/** "Mayor Pete 38", "Warren=20", "Sanders 45,": names and counts in turn. Null where none were given. */
function groups(words: readonly string[] | undefined): Groups | string | null {
  if (words === undefined) return null
  const counts: Record<string, number> = {}
  let name: string[] = []
  for (const word of words
    .join(' ')
    .split(/[\s,;:=]+/)
    .filter(Boolean)) {
    const members = count(word)
    if (members === null && /^[\d.,+-]+$/.test(word)) return `"${word}" is no whole number of people.`
    if (members === null) {
      name.push(word)
      continue
    }
    const group = name.join(' ')
    if (group === '' || group === '__proto__') return `Which group does the ${word} belong to?`
    if (Object.hasOwn(counts, group)) return `${group} is named twice.`
    counts[group] = members
    name = []
  }
  return name.length === 0 ? counts : `How many people does ${name.join(' ')} have?`
}

function winners(words: readonly string[]): Winner {
  const drawn = words.map((word) => word.split('=', 2))
  return drawn.every((pair) => pair.length === 2) ? (Object.fromEntries(drawn) as Record<string, string>) : words
}
