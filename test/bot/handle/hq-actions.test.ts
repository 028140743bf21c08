import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/bot/config.ts'
import { createHandle } from '../../../src/bot/handle/handle-text.ts'
import type { HqActions } from '../../../src/bot/handle/hq-actions.ts'
import { createActions } from '../../../src/bot/handle/hq-actions.ts'
import { type Person, precinctId } from '../../../src/bot/ids.ts'
import type { Handle } from '../../../src/bot/ports.ts'
import { openSqlite, type SqliteDatabase } from '../../../src/db/connection/better-sqlite3.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import { eventStore, hqEventStore } from '../../../src/db/event-store/store.ts'
import { inbound } from '../room.ts'
import { installationOf, parseScript, transcriptKeys } from '../transcript.ts'
import { act } from '../with-hq.ts'

const chair = '+15155550101'
const script = parseScript(`: P0412 Polk "DES MOINES 42" 7 ${chair}`)
const precinct =
  precinctId('P0412') ??
  (() => {
    throw new Error('unreachable')
  })()
const [ann, bob] = ['u_00000000000000aa', 'u_00000000000000bb'] as unknown as [Person, Person]
const first = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20'
const final = 'F Sanders 45 Buttigieg 38 Warren 30'

let dir: string
let database: SqliteDatabase
let actions: HqActions
let handle: Handle
let n = 0

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'caucusline-'))
  database = openSqlite(join(dir, 'night.db'))
  await install(database, transcriptKeys, installationOf(script))
  const bot = eventStore(database, (json) => {
    const parsed = parseConfig(JSON.parse(json))
    if (!parsed.ok) throw new Error(parsed.problems.join())
    return parsed.caucus
  })
  const store = hqEventStore(database, bot)
  const clock = { now: () => new Date(Date.UTC(2020, 1, 4, 1, n++)).toISOString() }
  const deps = { store, keys: transcriptKeys, clock }
  actions = createActions(deps)
  handle = createHandle(deps)
  expect((await actions.phase('go', ann, 'live')).ok).toBe(true)
})
afterEach(async () => {
  await database.close()
  rmSync(dir, { recursive: true })
})

const text = async (body: string) => (await handle(inbound(n++, chair, body))).reply
const codeIn = (words: string) => /(?:OK|KEEP) (\d{6,8})/.exec(words)?.[1] ?? ''
const outbox = () => recordReader(database).outgoing()
const row = async () => (await recordReader(database).reports())[0]
async function approved() {
  await text(first)
  await text(`OK ${codeIn(await text(final))}`)
}

describe('phone-in', () => {
  it("goes through the chair's own checks; their phone gets the code, the screen does not", async () => {
    await actions.enter(act('a1', ann, precinct), first)
    const done = await actions.enter(act('a2', ann, precinct), final)
    expect(done).toMatchObject({ ok: true, reply: expect.stringContaining('OK ****') })
    const [sent] = await outbox()
    expect(sent?.body).toMatch(/as you told HQ: 7 delegates.*OK \d{6,8}/)
    expect(await text(`OK ${codeIn(sent?.body ?? '')}`)).toMatch(/^Recorded P0412 report 1/)
  })
  it('counts by the read-back of a second operator, never of the same one', async () => {
    await actions.enter(act('a1', ann, precinct), `${first} ${final}`)
    const revision = (await row())?.revision ?? 0
    expect(await actions.readBack(act('a2', ann, precinct), revision)).toMatchObject({
      ok: false,
      reason: 'same_person',
    })
    expect(await actions.readBack(act('a3', bob, precinct), revision - 1)).toMatchObject({ ok: false, reason: 'stale' })
    expect(await actions.readBack(act('a4', bob, precinct), revision)).toMatchObject({ ok: true })
    expect(await row()).toMatchObject({ stage: 'approved', number: 1 })
  })
  it('says what a text would do, and writes nothing', async () => {
    const preview = await actions.preview(precinct, `${first} F Sanders 45 Buttigieg 38 Warren 48`)
    expect(preview).toMatchObject({ ok: true })
    expect(preview.findings.map((f) => f.code)).toContain('FINAL_EXCEEDS_INITIAL')
    expect(await row()).toBeUndefined()
    expect(await actions.preview(precinct, 'Smith 45')).toMatchObject({ ok: false })
  })
  it('the same act sent twice acts once', async () => {
    await actions.enter(act('a1', ann, precinct), first)
    const before = await row()
    await actions.enter(act('a1', ann, precinct), first)
    expect(await row()).toEqual(before)
  })
})

describe('a correction', () => {
  it('is proposed with its reason, and counts when the chair approves', async () => {
    await approved()
    expect(await actions.propose(act('c1', ann, precinct), 'FIX Warren 29', 'as on the worksheet')).toMatchObject({
      ok: true,
    })
    expect((await row())?.number).toBe(1)
    const [sent] = await outbox()
    expect(sent?.body).toContain('HQ proposes F Warren 30 to 29 (as on the worksheet)')
    expect(await text('?')).toContain('HQ proposes')
    expect(await text(`OK ${codeIn(sent?.body ?? '')}`)).toMatch(/^Recorded P0412 report 2/)
    expect(await row()).toMatchObject({ stage: 'approved', number: 2 })
    expect(JSON.parse((await row())?.published ?? '{}')).toMatchObject({ corrected: true })
  })
  it("is voided by the chair's newer text, and HQ is told", async () => {
    await approved()
    await actions.propose(act('c1', ann, precinct), 'FIX Warren 29', 'worksheet')
    await text('F Sanders 46 Buttigieg 38 Warren 29')
    expect((await recordReader(database).alerts()).map((a) => a.detail)).toContain(
      'a newer text of the chair voided the correction',
    )
    expect(await actions.override(act('c2', ann, precinct), bob, 'no answer')).toMatchObject({
      ok: false,
      reason: 'nothing_pending',
    })
  })
  it('without an answer is recorded by two persons, and the record says so', async () => {
    await approved()
    await actions.propose(act('c1', ann, precinct), 'FIX Warren 29', 'worksheet')
    expect(await actions.override(act('c2', ann, precinct), ann, 'no answer')).toMatchObject({
      ok: false,
      reason: 'same_person',
    })
    expect(await actions.override(act('c3', ann, precinct), bob, 'no answer in two hours')).toMatchObject({ ok: true })
    expect(JSON.parse((await row())?.published ?? '{}')).toMatchObject({
      kind: 'overridden',
      number: 2,
      corrected: true,
    })
  })
  it('that does not add up, or changes nothing, is refused', async () => {
    await approved()
    expect(await actions.propose(act('c1', ann, precinct), 'FIX Warren 60', 'x')).toMatchObject({ ok: false })
    expect(await actions.propose(act('c2', ann, precinct), 'FIX Warren 30', 'x')).toMatchObject({ ok: false })
    expect(await actions.propose(act('c3', ann, precinct), 'P0999 FIX Warren 29', 'x')).toMatchObject({
      ok: false,
      reason: 'unclear',
    })
  })
})

describe('hold and release', () => {
  it('take a report out of sight and back, once each', async () => {
    await approved()
    expect(await actions.hold(act('h1', ann, precinct), 'the campaign objects')).toMatchObject({ ok: true })
    expect(await row()).toMatchObject({ stage: 'held', published: null })
    expect(await actions.hold(act('h2', ann, precinct), 'again')).toMatchObject({ ok: false, reason: 'already_held' })
    expect(await actions.release(act('h3', ann, precinct), bob, 'checked')).toMatchObject({ ok: true })
    expect(await row()).toMatchObject({ stage: 'approved' })
    expect(await actions.release(act('h4', ann, precinct), bob, 'checked')).toMatchObject({
      ok: false,
      reason: 'not_held',
    })
  })
  it('lets a report that a chair kept count, by the word of HQ', async () => {
    await text(first)
    await text(`KEEP ${codeIn(await text('F Sanders 45 Buttigieg 38 Warren 48'))}`)
    expect(await row()).toMatchObject({ stage: 'held', published: null })
    await actions.release(act('h1', ann, precinct), bob, 'recounted by telephone')
    expect(JSON.parse((await row())?.published ?? '{}')).toMatchObject({ kind: 'released' })
  })
})

describe('a phone that is replaced', () => {
  it('holds a dead code; whoever asks next gets another', async () => {
    await text(first)
    const old = codeIn(await text(final))
    expect(await actions.retire(act('r1', ann, precinct))).toMatchObject({ ok: true })
    const fresh = codeIn(await text('?'))
    expect(fresh).not.toBe(old)
    expect(await text(`OK ${old}`)).not.toMatch(/^Recorded/)
    expect(await text(`OK ${fresh}`)).toMatch(/^Recorded P0412 report 1/)
    expect((await recordReader(database).alerts()).filter((a) => a.kind === 'codes')).toEqual([])
    expect(await actions.retire(act('r2', ann, precinct))).toMatchObject({ ok: false, reason: 'nothing_pending' })
  })
  it('is nobody guessing: replaced three times, it is no wrong code', async () => {
    await text(first)
    await text(final)
    for (const action of ['r1', 'r2', 'r3']) {
      expect(await actions.retire(act(action, ann, precinct))).toMatchObject({ ok: true })
      await text('?')
    }
    for (const guess of ['111111', '222222']) await text(`OK ${guess}`)
    expect((await recordReader(database).alerts()).filter((a) => a.kind === 'codes')).toEqual([])
  })
})

describe('phases', () => {
  it('go only the ways there are', async () => {
    expect(await actions.phase('p1', ann, 'practice')).toMatchObject({ ok: false, reason: 'wrong_phase' })
    expect(await actions.phase('p2', ann, 'closed')).toMatchObject({ ok: true })
    expect(await text(first)).toContain('Reporting is closed')
    expect(await actions.enter(act('p3', ann, precinct), first)).toMatchObject({ ok: false, reason: 'wrong_phase' })
  })
})
