import { existsSync, readFileSync } from 'node:fs'
import DraftFour from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvColumns, defused } from '../../src/results/feeds/csv.ts'
import { resultsFile, resultsSchema } from '../../src/results/feeds/results-schema.ts'
import { nistProfile } from './nist-profile.ts'
import { show } from './show.ts'
import { place, smallSetting, world } from './world.ts'

const room = { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } }

async function night() {
  const made = world()
  const shown = await show(made)
  made.report('P0001', room)
  await shown.publish()
  made.report('P0003', { attendance: 61, initial: { Ash: 40, Cedar: 21 }, final: { Ash: 40, Cedar: 21 } })
  made.report('P0001', { ...room, final: { Ash: 28, Birch: 12 } })
  await shown.publish()
  return { made, ...shown }
}

test('results.json has the shape that is documented', async () => {
  const { read } = await night()
  const file = JSON.parse(await read('/results.json'))
  expect(resultsFile.parse(file)).toEqual(file)
  expect(file).toMatchObject({ status: 'unofficial-partial', practice: false, sequence: 2, reported: 2, of: 4 })
  expect(file.corrections).toEqual([expect.objectContaining({ precinct: 'P0001', from: 1, to: 2, sequence: 2 })])
})

test('docs/results.schema.json is what the code makes', async () => {
  await expect(`${JSON.stringify(resultsSchema(), null, 2)}\n`).toMatchFileSnapshot('../../docs/results.schema.json')
})

test('results.csv is documented: each column in its place, with its unit and meaning, and an example', async () => {
  const document = readFileSync(new URL('../../docs/feeds.md', import.meta.url), 'utf8')
  const rows = csvColumns.map(([name, unit, meaning], i) => `| ${i + 1} | \`${name}\` | ${unit} | ${meaning} |`)
  expect(document.match(/^\| \d.*/gm)).toEqual(rows)
  const { read } = await night()
  const [header, example] = (await read('/results.csv')).split('\r\n')
  expect(document.match(/^ {4}.*/gm)).toEqual([`    ${header}`, `    ${example}`])
})

test('results.csv begins with the columns of OpenElections, and its numbers are those of results.json', async () => {
  const { read } = await night()
  const text = await read('/results.csv')
  expect(text.split('\r\n')[0]).toMatch(/^county,precinct,office,district,party,candidate,votes,/)
  const rows = parse(text, { columns: true }) as Record<string, string>[]
  const file = JSON.parse(await read('/results.json'))
  for (const [group, totals] of Object.entries<Record<string, number>>(file.totals)) {
    const sum = (column: string) => rows.filter((r) => r.candidate === group).reduce((n, r) => n + Number(r[column]), 0)
    expect([group, sum('initial'), sum('final'), sum('delegates'), sum('votes')]).toEqual([
      group,
      totals.initial,
      totals.final,
      totals.delegates,
      totals.final,
    ])
  }
  expect(rows[0]).toMatchObject({
    status: 'unofficial-partial',
    practice: 'false',
    sequence: '2',
    report: '2',
    corrected: 'true',
  })
})

test('cells that a spreadsheet would run are defused, numbers are not touched', async () => {
  expect(['=1+1', '+A1', '-2', '@SUM(A1)', '\t=1', ' =1', 'plain', -2].map((cell) => defused(cell))).toEqual([
    "'=1+1",
    "'+A1",
    "'-2",
    "'@SUM(A1)",
    "'\t=1",
    "' =1",
    'plain',
    -2,
  ])
  const setting = smallSetting()
  const made = world({ ...setting, places: [place('P0001', 'Adair', 6, '=HYPERLINK("x"),"')] })
  const { publish, read } = await show(made)
  made.report('P0001', room)
  await publish()
  const [row] = parse(await read('/results.csv'), { columns: true }) as Record<string, string>[]
  expect(row?.precinct).toBe('\'=HYPERLINK("x"),"')
})

const published = process.env.CAUCUSLINE_NIST_SCHEMA
if (published === undefined)
  console.log('test/results/feeds: CAUCUSLINE_NIST_SCHEMA names no published NIST schema; ours alone is used')

test('results.nist.json is valid, whole and refers to nothing that is not in it', async () => {
  const { read } = await night()
  const report = JSON.parse(await read('/results.nist.json'))
  const ajv = addFormats.default(new DraftFour.default({ strict: false, allErrors: true }))
  const schemas = [
    nistProfile,
    ...(published && existsSync(published) ? [JSON.parse(readFileSync(published, 'utf8'))] : []),
  ]
  for (const schema of schemas) {
    const validate = ajv.compile(schema)
    expect(validate(report) ? [] : validate.errors).toEqual([])
  }
  const ids = new Set([...JSON.stringify(report).matchAll(/"@id":"([^"]+)"/g)].map((m) => m[1]))
  const refers = [
    ...JSON.stringify(report).matchAll(/"(?:GpUnitId|ElectionScopeId|ElectionDistrictId)":"([^"]+)"/g),
  ].map((m) => m[1])
  expect(refers.filter((id) => !ids.has(id))).toEqual([])
  expect(refers.length).toBeGreaterThan(20)
  expect(report).toMatchObject({ IsTest: false, Status: 'correction', SequenceStart: 2, SequenceEnd: 2 })
  const counts = report.Election[0].Contest[0].ContestSelection[0].VoteCounts.filter(
    (c: { GpUnitId: string }) => c.GpUnitId === 'state',
  )
  expect(counts.map((c: { Type: string; Round?: number; Count: number }) => [c.Type, c.Round, c.Count])).toEqual([
    ['total', 1, 60],
    ['total', 2, 68],
    ['seats', undefined, 10],
    ['other', undefined, 5.4],
  ])
})

test('our schema of the NIST format refuses what the format refuses', async () => {
  const { read } = await night()
  const report = JSON.parse(await read('/results.nist.json'))
  const validate = new DraftFour.default({ strict: false, validateFormats: false }).compile(nistProfile)
  for (const wrong of [
    { ...report, Status: 'final' },
    { ...report, Extra: 1 },
    { ...report, Issuer: undefined },
  ]) {
    expect(validate(JSON.parse(JSON.stringify(wrong)))).toBe(false)
  }
})

test('practice is marked as a test in each feed', async () => {
  const made = world(smallSetting(), 'practice')
  const { publish, read } = await show(made)
  made.report('P0001', { initial: { Potter: 9, Granger: 1 }, final: { Potter: 10 } })
  await publish()
  expect(JSON.parse(await read('/results.json')).practice).toBe(true)
  expect(JSON.parse(await read('/results.nist.json'))).toMatchObject({ IsTest: true, TestType: 'practice' })
  expect(parse(await read('/results.csv'), { columns: true })[0]).toMatchObject({ practice: 'true' })
  expect(await read('/corrections.atom')).toContain('<title>PRACTICE: ')
  expect(JSON.parse((await read('/ledger.jsonl')).split('\n')[0] ?? '')).toMatchObject({
    practice: true,
    phase: 'practice',
  })
})

test('the corrections feed has an entry a correction, with an id that stays', async () => {
  const { read } = await night()
  const feed = await read('/corrections.atom')
  expect(feed).toContain('<id>https://results.example/precincts/P0001#update-2</id>')
  expect(feed).toContain('Now Ash 4, Birch 2. Before: Ash 3, Birch 3. Unofficial.')
  expect(feed.match(/<entry>/g)).toHaveLength(1)
})

test('the API document names every address that there is, and each of them answers', async () => {
  const { read, app } = await night()
  const api = JSON.parse(await read('/openapi.json'))
  expect(api.openapi).toBe('3.1.0')
  const ids = Object.values<{ get: { operationId: string } }>(api.paths).map((p) => p.get.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [path, { get }] of Object.entries<{ get: { responses: Record<string, { content: object }> } }>(
    api.paths,
  )) {
    const id = path.includes('counties') ? 'adair' : 'P0001'
    const answer = await app.request(path.replace('{id}', id))
    expect([path, answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([
      path,
      200,
      Object.keys(get.responses[200]?.content ?? {})[0],
    ])
  }
})
