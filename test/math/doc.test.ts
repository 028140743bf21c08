import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { severities } from '../../src/math/finding-codes.ts'
import { ruleOptions, ruleSets } from '../../src/math/rules.ts'

const text = readFileSync(new URL('../../docs/arithmetic.md', import.meta.url), 'utf8')

test('docs/arithmetic.md names every code with its grade', () => {
  const graded = new Map<string, string>()
  for (const [, codes, grade] of text.matchAll(/^\| ([A-Z_, ]+) \| (refuse|hold|confirm|note) \|/gm)) {
    for (const code of codes!.split(', ')) graded.set(code, grade!)
  }
  expect(Object.fromEntries(graded)).toEqual(severities)
})

test('docs/arithmetic.md names every rule set, and every option with its values', () => {
  for (const name of Object.keys(ruleSets)) expect(text).toContain(`\`${name}\``)
  for (const [option, values] of Object.entries(ruleOptions)) {
    const line = text.split('\n').find((each) => each.startsWith(`| \`${option}\` |`))
    expect(line, option).toBeDefined()
    for (const value of values) expect(line).toContain(String(value))
  }
})
