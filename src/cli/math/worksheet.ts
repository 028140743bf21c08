/** A result for people: the table, the steps, what does not add up. */

import { findingForChair, listed } from '../../math/finding-sentences.ts'
import { fourDecimals } from '../../math/fraction.ts'
import { countOf } from '../../math/groups.ts'
import { stepSentences } from '../../math/step-sentences.ts'
import type { PrecinctInput, Result } from '../../math/types.ts'

/** The whole answer as text, without a line break at the end. */
export function worksheet(input: PrecinctInput, result: Result): string {
  const findings = result.findings.map((finding) => `  ${finding.severity.padEnd(8)}${findingForChair(finding)}`)
  return [
    headline(result),
    '',
    ...table(input, result),
    '',
    'How it follows',
    ...stepSentences(result).map((sentence, i) => `  ${i + 1}. ${sentence}`),
    ...(findings.length === 0 ? [] : ['', 'What to look at', ...findings]),
  ].join('\n')
}

function headline(result: Result): string {
  const { rules, seats, attendance, threshold, tie } = result
  const bar = threshold === null ? 'no threshold' : `viable from ${threshold}`
  const open = tie === null ? '' : ` · tie: ${tie.seats} of ${listed(tie.among)} by chance`
  return `${rules} · ${seats} to elect · ${attendance} present · ${bar}${open}`
}

function table(input: PrecinctInput, result: Result): string[] {
  const pending = input.final === null && !result.finalNotNeeded && result.seats > 1
  const rows = Object.entries(result.delegates).map(([name, delegates]) => [
    name,
    input.initial ? String(countOf(input.initial, name)) : '',
    input.final ? String(countOf(input.final, name)) : '',
    result.viable.includes(name) ? 'yes' : '',
    fourDecimals(result.raw[name] ?? { n: 0, d: 1 }),
    pending ? '' : `${delegates}${result.tie?.among.includes(name) ? ' or one more' : ''}`,
  ])
  const lines = [['group', 'initial', 'final', 'viable', 'share', 'delegates'], ...rows]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((row) => (row[column] ?? '').length))) ?? []
  const used = widths.map((_, column) => column === 0 || rows.some((row) => row[column] !== ''))
  return lines.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .filter((_, column) => used[column])
      .join('  ')
      .trimEnd(),
  )
}
