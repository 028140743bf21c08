import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { NightOutcome } from '../../../src/cli/replay/outcome.ts'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import { sharedData } from '../../shared.ts'
import { command, inFolder } from '../command.ts'

const data = sharedData()
const files = (folder: string) => [
  ...['--config', `${folder}/caucus.json`, '--roster', `${folder}/roster.csv`],
  ...['--counties', `${folder}/counties.csv`, '--reports', `${folder}/reports.csv`],
]

describe('replay', { timeout: 120_000 }, () => {
  it('plays the demonstration’s night: all but the one that does not add up are approved as reported', async () => {
    const { code, out, err } = await command(['replay', '--json'])
    expect([code, err]).toEqual([0, ''])
    const night = JSON.parse(out) as NightOutcome
    expect(Object.keys(night)).toEqual(
      'precincts approved held refused not_approved texts_in texts_out segments_in segments_out seconds differs problems'.split(
        ' ',
      ),
    )
    expect(night).toMatchObject({
      precincts: 16,
      approved: 15,
      held: 1,
      refused: 0,
      not_approved: 0,
      texts_in: 52,
      texts_out: 52,
      differs: [],
    })
    expect(night.problems).toEqual([
      {
        precinct: 'P0603',
        findings: ['GROUP_SUM_EXCEEDS_ATTENDANCE', 'FINAL_EXCEEDS_INITIAL', 'MORE_VIABLE_THAN_DELEGATES'],
        reply: expect.stringContaining('Recorded P0603 report 1 as it is'),
      },
    ])
  })

  it('tells people the same in words', async () => {
    const { out } = await command(['replay', '--precincts', '3'])
    expect(out).toContain('3 precincts in ')
    expect(out).toContain('      3 approved, 3 of them with exactly the delegates reported\n')
  })

  it('counts a precinct that reported nothing, and a chair without a phone, as not approved', () =>
    inFolder(async (file) => {
      const folder = new URL('../../../src/cli/demo-caucus/', import.meta.url)
      for (const name of ['caucus.json', 'roster.csv', 'counties.csv', 'reports.csv']) {
        const text = readFileSync(new URL(name, folder), 'utf8')
        const without = name === 'reports.csv' ? text.replaceAll(/^P0413.*\n/gm, '') : text
        writeFileSync(file(name), name === 'roster.csv' ? without.replace('(515) 555-0103', '') : without)
      }
      const { out } = await command(['replay', ...files(file('.')), '--precincts', '4', '--json'])
      const night = JSON.parse(out) as NightOutcome
      expect(night).toMatchObject({ precincts: 4, approved: 2, not_approved: 2, held: 0, refused: 0 })
      expect(night.problems.map(({ precinct, reply }) => [precinct, reply])).toEqual([
        ['P0413', ''],
        ['P0414', ''],
      ])
    }))

  it.runIf(data)(
    'plays real precincts: the record has every person of the file, and agrees where the report does',
    () =>
      inFolder(async (file) => {
        const n = 60
        const { out } = await command([
          'replay',
          ...files(`${data}/iowa2020`),
          '--precincts',
          String(n),
          '--db',
          file('night.db'),
          '--json',
        ])
        const night = JSON.parse(out) as NightOutcome
        expect(night.approved + night.held + night.refused + night.not_approved).toBe(n)
        expect([night.refused, night.not_approved]).toEqual([0, 0])
        const database = openSqlite(file('night.db'))
        const rows = await recordReader(database).reports()
        await database.close()
        const sums = sumsOfFile(`${data}/iowa2020/reports.csv`, new Set(rows.map(({ precinct }) => precinct)))
        expect(rows.length).toBe(n)
        expect(sumsOfRecord(rows.map(({ record }) => record ?? ''))).toEqual(sums)
        expect(existsSync(file('night.db.secret'))).toBe(true)
        // Of the first 60 precincts these are known to differ (section 14 of the rules): everything else is as reported.
        expect(night.differs.map(({ precinct }) => precinct)).toEqual(['P0003', 'P0004', 'P0007', 'P0022', 'P0057'])
        expect(night.differs.every(({ findings }) => findings.includes('CLAIMED_DELEGATES_DIFFER'))).toBe(true)
      }),
  )

  it('plays into a new file only', () =>
    inFolder(async (file) => {
      writeFileSync(file('there.db'), '')
      const { code, err } = await command(['replay', '--db', file('there.db')])
      expect([code, err]).toEqual([2, `${file('there.db')} is there already: a night is played into a new file.\n`])
    }))
})

/** By hand, not by the reader that is tried elsewhere. */
function sumsOfFile(path: string, precincts: ReadonlySet<string>) {
  const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1)
  const mine = rows.map((row) => row.split(',')).filter(([precinct = '']) => precincts.has(precinct))
  const sum = (column: number) => mine.reduce((all, row) => all + Number(row[column]), 0)
  return { initial: sum(2), final: sum(3) }
}

function sumsOfRecord(records: readonly string[]) {
  type Side = readonly { readonly count: number }[] | null
  const sum = (side: Side) => (side ?? []).reduce((all, { count }) => all + count, 0)
  const read = records.map((record) => JSON.parse(record) as { initial: Side; final: Side })
  return {
    initial: read.reduce((all, { initial }) => all + sum(initial), 0),
    final: read.reduce((all, { final }) => all + sum(final), 0),
  }
}
