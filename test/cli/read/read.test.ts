import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { describeIntent } from '../../../src/cli/read/describe-intent.ts'
import { answerReadLine } from '../../../src/cli/read/json-lines.ts'
import { reader } from '../../../src/grammar/read.ts'
import { iowa } from '../../grammar/iowa.ts'

const read = reader(iowa)
const answer = (line: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(answerReadLine(line, read))) as Record<string, unknown>
const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

/** Runs the command as a person would. */
function run(args: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [main, 'read', ...args], (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    )
    child.stdin?.end(input)
  })
}

describe('read --jsonl', () => {
  it('answers in the outward form: every kind with its precinct, groups by their full names', () => {
    expect(answer({ id: 7, text: 'P0412 A 65 I Bernie 45 Waren 2O' })).toEqual({
      id: 7,
      kind: 'report',
      precinct: 'P0412',
      attendance: 65,
      initial: { Sanders: 45, Warren: 20 },
      final: null,
      delegates: null,
      toss: null,
      more: false,
      groups: null,
      checksum: null,
      repairs: [
        { from: 'Waren', to: 'Warren' },
        { from: '2O', to: '20' },
      ],
    })
    expect(answer({ id: 'a', text: 'OK 482163' })).toEqual({ id: 'a', kind: 'approve', precinct: null, code: '482163' })
    expect(answer({ id: 1, text: 'KEEP 482163' })).toEqual({ id: 1, kind: 'keep', precinct: null, code: '482163' })
    expect(answer({ id: 1, text: 'FIX Sanders 48' })).toMatchObject({
      kind: 'fix',
      groups: { Sanders: 48 },
      initial: null,
      final: null,
    })
    expect(answer({ id: 1, text: 'TOSS Warren KH Biden 9S' })).toMatchObject({
      kind: 'toss',
      winners: ['Warren', 'Biden'],
      cards: { Warren: 'KH', Biden: '9S' },
    })
    expect(answer({ id: 1, text: '+ Yang 4' })).toMatchObject({ kind: 'report', more: true, groups: { Yang: 4 } })
    expect(answer({ id: 1, text: 'P0412 PIN 739204' })).toEqual({
      id: 1,
      kind: 'pin',
      precinct: 'P0412',
      pin: '739204',
    })
    expect(answer({ id: 1, text: 'NO' })).toEqual({ id: 1, kind: 'reject', precinct: null })
  })

  it('says why a text is not clear, with the word and the choices', () => {
    expect(answer({ id: 1, text: 'I Joe Sanders 45' })).toMatchObject({
      kind: 'unclear',
      reason: 'two_names',
      word: 'Joe Sanders',
      suggestions: ['Biden', 'Sanders'],
    })
    expect(answer({ id: 1, text: 'P0412 Sanders 45' })).toMatchObject({
      kind: 'unclear',
      precinct: 'P0412',
      reason: 'which_alignment',
      groups: { Sanders: 45 },
    })
    expect(answer({ id: 1, text: 'P0412' })).toMatchObject({ kind: 'unclear', precinct: 'P0412', reason: 'no_list' })
  })

  it('gives a line that is no question an error', () => {
    expect(answer({ id: 3 })).toMatchObject({ id: 3, error: expect.any(String) })
    expect(answer('text')).toMatchObject({ id: null, error: expect.any(String) })
    expect(answer(['text'])).toMatchObject({ id: null, error: expect.any(String) })
  })
})

describe('read for people', () => {
  it('tells what was understood, what was repaired, and why it asks', () => {
    const said = (text: string): string => describeIntent(text, read(text))
    expect(said('P0412 I Sandrs 45, Biden 1O')).toMatch(
      /a report\n.*P0412\n.*Sanders 45, Biden 10 \(55 in all\)\n.*"Sandrs" was read as Sanders\n.*"1O" was read as 10/,
    )
    expect(said('I Sanders 45 TOTAL 46')).toContain('said 46, but the list adds up to 45')
    expect(said('Sanders 45')).toContain('initial or the final alignment')
    for (const text of [
      'OK 482163',
      'KEEP 482163',
      'NO',
      '?',
      'LAST',
      'HOW',
      'READY',
      'PIN 739204',
      'ESPANOL',
      'P0412',
      'TOSS Warren',
      '+ Yang 4',
      'FIX A 115',
      '',
    ]) {
      expect(said(text)).not.toMatch(/undefined|null/)
    }
  })
})

describe('caucusline read', () => {
  it('ends with 0 where the text is read, 1 where it is asked about, 2 where it was called wrongly', async () => {
    const [good, unclear, nothing, noFile] = await Promise.all([
      run(['P0412 A 113']),
      run(['--json', 'Sanders', '45']),
      run([]),
      run(['--config', '/nowhere.json', 'A 1']),
    ])
    expect([good.code, unclear.code, nothing.code, noFile.code]).toEqual([0, 1, 2, 2])
    expect(JSON.parse(unclear.out)).toMatchObject({ reason: 'which_alignment' })
    expect(noFile.err).toContain('/nowhere.json')
  })

  it('answers a stream line by line with the candidates of the configuration given, and names its mistakes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'caucusline-read-'))
    const config = {
      name: 'A',
      date: '2028-01-01',
      timezone: 'America/Chicago',
      rules: 'ia2020',
      phone: '+15155550100',
      candidates: [{ name: 'Oak', code: 'OA' }],
    }
    writeFileSync(join(folder, 'good.json'), JSON.stringify(config))
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...config, candidate: [] }))
    const good = await run(
      ['--jsonl', '--config', join(folder, 'good.json')],
      '{"id":1,"text":"I Oak 4"}\n\nnonsense\n{"id":2,"text":"I Elm 4"}',
    )
    const lines = good.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toMatchObject([{ id: 1, initial: { Oak: 4 } }, { id: null }, { id: 2, reason: 'unknown_name' }])
    const bad = await run(['--jsonl', '--config', join(folder, 'bad.json')])
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('candidate')])
  })
})
