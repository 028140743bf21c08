import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'

/** What became of a run of tests. Written by the reporter below, read by run.ts. */
export interface Tally {
  readonly passed: number
  /** Failed tests, and one for each file, group or stray promise that failed outside of a test. */
  readonly failed: number
  readonly skipped: readonly { readonly test: string; readonly reason: string }[]
}

const noted = /browser|chromium/i

/** Counts a finished run. With `requireBrowser`, a test left out for want of a browser has failed. */
export function tally(modules: readonly TestModule[], stray: number, requireBrowser: boolean): Tally {
  let passed = 0
  let failed = stray
  const skipped: { test: string; reason: string }[] = []
  const count = (test: TestCase) => {
    const result = test.result()
    if (result.state === 'passed') passed += 1
    else if (result.state !== 'skipped') failed += 1
    else {
      const reason = result.note ?? ''
      if (requireBrowser && noted.test(`${test.module.moduleId} ${reason}`)) failed += 1
      skipped.push({ test: `${test.module.relativeModuleId}: ${test.fullName}`, reason: reason || 'no reason given' })
    }
  }
  const outside = (group: TestModule | TestSuite) => {
    if (group.errors().length > 0) failed += 1
  }
  for (const module of modules) {
    outside(module)
    for (const suite of module.children.allSuites()) outside(suite)
    for (const test of module.children.allTests()) count(test)
  }
  return { passed, failed, skipped }
}

/** Writes the tally as JSON to the file that CAUCUSLINE_TALLY names. Vitest's own JSON has no reasons for skips. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env.CAUCUSLINE_TALLY
    if (file === undefined) return
    const requireBrowser = process.env.CAUCUSLINE_REQUIRE_BROWSER === '1'
    writeFileSync(file, JSON.stringify(tally(modules, errors.length, requireBrowser)))
  }
}
