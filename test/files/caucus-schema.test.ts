import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseConfig } from '../../src/bot/config.ts'
import { demoFiles } from '../../src/cli/caucus/demonstration.ts'
import { caucusSchema } from '../../src/files/caucus-schema.ts'

it('docs/caucus.schema.json is what the code takes: vitest run -u --project node test/files/caucus-schema.test.ts', async () => {
  await expect(`${JSON.stringify(caucusSchema(), null, 2)}\n`).toMatchFileSnapshot('../../docs/caucus.schema.json')
})

it('every key of caucus.json is described', () => {
  const { properties } = caucusSchema() as { properties: Record<string, { description?: string }> }
  expect(Object.keys(properties).length).toBeGreaterThan(10)
  expect(Object.entries(properties).filter(([, { description }]) => !description)).toEqual([])
})

it('the demonstration’s caucus.json is valid, and not with a misspelt key', () => {
  const json = JSON.parse(readFileSync(demoFiles.config, 'utf8')) as object
  expect(parseConfig(json).ok).toBe(true)
  expect(parseConfig({ ...json, langauges: ['en'] })).toEqual({
    ok: false,
    problems: ['the file: unknown key "langauges"'],
  })
})
