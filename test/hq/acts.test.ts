import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { codeOf, phoneOf, type Visitor, type World, world } from './world.ts'

const FULL = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
let here: World
let dana: Visitor
let erin: Visitor
let sam: Visitor
beforeEach(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 6 })
  dana = await here.person('Dana', 'operator')
  erin = await here.person('Erin', 'operator')
  sam = await here.person('Sam', 'supervisor')
})
afterEach(() => here.database.close())

const page = (n: number): string => `/hq/precincts/${codeOf(n)}`
const act = (who: Visitor, n: number, what: string, fields: Record<string, string>) =>
  who.post(`${page(n)}/${what}`, fields, page(n))
const events = async (n: number) =>
  (await here.rows('select type, actor from events where stream = ? order by version', `live/${codeOf(n)}`)).map(
    ({ type, actor }) => `${type} ${String(actor).split(':')[0]}`,
  )
const stage = async (n: number) =>
  (await here.rows('select stage from reports where precinct = ?', codeOf(n)))[0]?.stage ?? null
const report = async (n: number) => {
  const answer = await here.text(phoneOf(n), FULL)
  return here.text(phoneOf(n), /OK \d{6,8}/.exec(answer)?.[0] ?? '')
}
const idOf = async (name: string) => (await here.rows('select id from hq_accounts where name = ?', name))[0]?.id

describe('phone-in', () => {
  it('shows what was read and writes nothing, then records it, and counts after the chair’s own OK', async () => {
    const preview = await act(dana, 1, 'preview', { as: 'enter', text: FULL })
    const shown = await preview.text()
    expect(preview.status).toBe(200)
    expect(shown).toMatch(/Sanders 3, Buttigieg 2, Warren 2/)
    expect(shown).toMatch(/Record P0001 as called in/)
    expect(shown).not.toMatch(/OK \d{6,8}/)
    expect(await events(1)).toEqual([])
    expect((await act(dana, 1, 'enter', { text: FULL })).status).toBe(303)
    expect(await stage(1)).toBe('awaiting')
    expect(await events(1)).toEqual([
      'AttendanceReported hq',
      'AlignmentReported hq',
      'AlignmentReported hq',
      'ReportProposed hq',
    ])
    const [told] = await here.rows('select body from outbox where precinct = ?', codeOf(1))
    const code = /(\d{6})/.exec(String(told?.body).replace('P0001', ''))?.[1]
    expect(await here.text(phoneOf(1), `OK ${code}`)).toMatch(/Recorded P0001/)
    expect(await stage(1)).toBe('approved')
  })

  it('asks, quoting the word, where it could not be read, and keeps what was typed', async () => {
    const shown = await (await act(dana, 1, 'preview', { as: 'enter', text: 'I Sanders 45 Gandalf 12' })).text()
    expect(shown).toMatch(/Gandalf/)
    expect(shown).toMatch(/Not understood like this/)
    expect(shown).toMatch(/<textarea[^>]*>I Sanders 45 Gandalf 12</)
    const answer = await act(dana, 1, 'enter', { text: 'I Sanders 45 Gandalf 12' })
    expect(answer.status).toBe(409)
    expect(await events(1)).toEqual([])
  })

  it('counts when a second operator has read it back, and never when the first one says so', async () => {
    await act(dana, 1, 'enter', { text: FULL })
    const [row] = await here.rows('select revision from reports where precinct = ?', codeOf(1))
    const fields = { revision: String(row?.revision), read: 'yes' }
    expect((await act(dana, 1, 'read-back', fields)).status).toBe(409)
    expect((await act(erin, 1, 'read-back', { ...fields, read: '' })).status).toBe(409)
    expect(await stage(1)).toBe('awaiting')
    expect((await act(erin, 1, 'read-back', fields)).status).toBe(303)
    expect(await stage(1)).toBe('approved')
  })

  it('takes no second person whom the first one made, or gave a new password', async () => {
    await here.database.batchWrite([
      { toSQL: () => ({ sql: 'update hq_accounts set made_by = ? where name = ?', params: [null, 'Erin'] }) },
    ])
    await act(dana, 1, 'enter', { text: FULL })
    const [row] = await here.rows('select revision from reports where precinct = ?', codeOf(1))
    const fields = { revision: String(row?.revision), read: 'yes' }
    for (const [column, made, by] of [
      ['made_by', 'Erin', 'Dana'],
      ['reset_by', 'Erin', 'Dana'],
      ['made_by', 'Dana', 'Erin'],
      ['reset_by', 'Dana', 'Erin'],
    ] as const) {
      const set = async (value: unknown) =>
        here.database.batchWrite([
          { toSQL: () => ({ sql: `update hq_accounts set ${column} = ? where name = ?`, params: [value, made] }) },
        ])
      await set(await idOf(by))
      expect((await act(erin, 1, 'read-back', fields)).status, `${made} ${column} ${by}`).toBe(409)
      await set(null)
    }
    expect((await act(erin, 1, 'read-back', fields)).status).toBe(303)
  })
})

describe('two operators at one precinct', () => {
  it('lose nothing in silence: the second is told, sees what is new, and keeps what they typed', async () => {
    const seen = await (await erin.get(page(1))).text()
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(seen)?.[1] ?? ''
    await act(dana, 1, 'enter', { text: 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20' })
    const late = await erin.raw(`${page(1)}/enter`, {
      csrf: hidden('csrf'),
      action: 'erin1',
      version: hidden('version'),
      text: 'I Sanders 50 Warren 20',
    })
    expect(late.status).toBe(409)
    const told = await late.text()
    expect(told).toMatch(/Somebody acted on this precinct since you looked. Nothing of yours was recorded/)
    expect(told).toMatch(
      /<li>[^<]*, Dana: reported the initial alignment: Sanders 45, Buttigieg 38, Biden 10, Warren 20\.<\/li>/,
    )
    expect(told).toMatch(/I Sanders 50 Warren 20/)
    expect(told).toMatch(/Buttigieg 38/)
    expect(await events(1)).toEqual(['AlignmentReported hq'])
  })

  it('says what the chair did meanwhile, the last of it where it was much, and nothing else', async () => {
    const seen = await (await erin.get(page(1))).text()
    const version = /name="version" value="(\d+)"/.exec(seen)?.[1] ?? ''
    for (const n of [10, 11, 12, 13, 14, 15, 16]) await here.text(phoneOf(1), `I Sanders 45 Biden ${n}`)
    const told = await (await act(erin, 1, 'enter', { text: 'A 113', version })).text()
    const note = /role="alert">([\s\S]*?)<\/div>/.exec(told)?.[1] ?? ''
    expect(note.match(/<li>/g)).toHaveLength(6)
    expect(note).toMatch(/2 more before that/)
    expect(note).toMatch(/Chair 1, the chair: sent a list without its alignment: Sanders 45, Biden 16\.<\/li><\/ul>/)
    expect(note).not.toMatch(/Biden 11/)
  })

  it('keeps the reason that was typed, in the very form', async () => {
    await report(1)
    const seen = await (await erin.get(page(1))).text()
    const version = /name="version" value="(\d+)"/.exec(seen)?.[1] ?? ''
    await here.text(phoneOf(1), 'FIX F Warren 29')
    const told = await (await act(erin, 1, 'hold', { reason: 'a campaign objects', version })).text()
    expect(told).toMatch(/id="hold-why"[^>]*value="a campaign objects"/)
    expect(told).toMatch(/<details open><summary>Hold or release/)
  })

  it('is told that the caucus has gone live since, and nothing is done to the live night', async () => {
    await here.phase('practice')
    const seen = await (await erin.get(page(1))).text()
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(seen)?.[1] ?? ''
    await here.phase('live')
    const form = { csrf: hidden('csrf'), action: 'late1', version: hidden('version'), phase: hidden('phase') }
    const late = await erin.raw(`${page(1)}/enter`, { ...form, text: 'A 113 I Apple 45 Pear 20' })
    expect([form.phase, late.status]).toEqual(['practice', 409])
    expect(await late.text()).toMatch(/gone to another phase since you looked/)
    expect(await events(1)).toEqual([])
  })

  it('a form that says nothing of what was looked at does nothing where there is something', async () => {
    await report(1)
    const answer = await act(dana, 1, 'hold', { reason: 'x', version: 'x' })
    expect(answer.status).toBe(409)
    expect(await stage(1)).toBe('approved')
  })

  it('a note and a call sent twice are on the record once', async () => {
    const csrf = /name="csrf" value="([^"]*)"/.exec(await (await dana.get(page(1))).text())?.[1] ?? ''
    const form = { csrf, note: 'the janitor has the key', outcome: 'reached' }
    for (const what of ['note', 'note', 'call', 'call'])
      expect((await dana.raw(`${page(1)}/${what}`, { ...form, action: `${what}1` })).status).toBe(303)
    const recorded = await here.rows(
      'select type from events where stream = ? order by seq',
      `hq/precinct/${codeOf(1)}`,
    )
    expect(recorded.map(({ type }) => type)).toEqual(['PrecinctNoted', 'ChairCalled'])
  })

  it('a form sent twice acts once', async () => {
    const seen = await (await dana.get(page(1))).text()
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(seen)?.[1] ?? ''
    const form = {
      csrf: hidden('csrf'),
      action: 'twice1',
      version: '0',
      text: 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20',
    }
    expect((await dana.raw(`${page(1)}/enter`, form)).status).toBe(303)
    expect((await dana.raw(`${page(1)}/enter`, form)).status).toBe(303)
    expect(await events(1)).toHaveLength(1)
  })
})

describe('a correction by headquarters', () => {
  it('counts when the chair approves it by text, and its trail shows who and why', async () => {
    await report(1)
    expect(
      (await act(dana, 1, 'propose', { text: 'FIX F Sanders 46 Warren 29', reason: 'worksheet says 46' })).status,
    ).toBe(303)
    const texts = await here.rows('select body from outbox where precinct = ? order by due, id', codeOf(1))
    const code = /(?:OK|YES) (\d{6,8})/.exec(String(texts.at(-1)?.body))?.[1]
    expect(code).toBeDefined()
    expect(await here.text(phoneOf(1), `OK ${code}`)).toMatch(/Recorded P0001 report 2/)
    const shown = await (await dana.get(page(1))).text()
    expect(shown).toMatch(/Dana<\/strong> proposed a correction: worksheet says 46/)
    expect(shown).toMatch(/Report 2, approved by the chair/)
    expect(await stage(1)).toBe('approved')
  })

  it('counts without an answer when two persons say so, with a reason; one alone never', async () => {
    await report(1)
    await act(dana, 1, 'propose', { text: 'FIX F Sanders 46 Warren 29', reason: 'worksheet says 46' })
    expect((await act(dana, 1, 'override', { reason: 'no answer' })).status).toBe(403)
    expect((await act(sam, 1, 'override', { reason: '' })).status).toBe(409)
    expect((await act(sam, 1, 'override', { reason: 'no answer in an hour' })).status).toBe(303)
    const [asked] = await here.rows('select id from hq_seconds')
    expect((await sam.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))).status).toBe(409)
    expect(await events(1)).not.toContain('CorrectionOverridden hq')
    const viewer = await here.person('Vic', 'viewer')
    expect((await viewer.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))).status).toBe(403)
    expect((await erin.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))).status).toBe(303)
    expect(await events(1)).toContain('CorrectionOverridden hq')
    const [event] = await here.rows("select data from events where type = 'CorrectionOverridden'")
    expect(JSON.parse(String(event?.data))).toMatchObject({
      by: await idOf('Sam'),
      second: await idOf('Erin'),
      reason: 'no answer in an hour',
    })
    expect((await here.rows('select outcome from queue where id like ?', 'second/%'))[0]?.outcome).toBe('agreed')
  })

  it('is not recorded where the chair texted meanwhile', async () => {
    await report(1)
    await act(dana, 1, 'propose', { text: 'FIX F Sanders 46 Warren 29', reason: 'worksheet' })
    await act(sam, 1, 'override', { reason: 'no answer' })
    const [asked] = await here.rows('select id from hq_seconds')
    await here.text(phoneOf(1), 'FIX F Sanders 47 Warren 28')
    const late = await erin.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))
    expect(late.status).toBe(409)
    expect(await late.text()).toMatch(/Chair 1, the chair: reported the final alignment: .*Sanders 47/)
    expect(await events(1)).not.toContain('CorrectionOverridden hq')
    expect((await here.rows('select outcome from hq_seconds'))[0]?.outcome).toBeNull()
  })

  it('is not recorded where the chair texts in the moment between the agreement and the act', async () => {
    await report(1)
    await act(dana, 1, 'propose', { text: 'FIX F Sanders 46 Warren 29', reason: 'worksheet' })
    await act(sam, 1, 'override', { reason: 'no answer' })
    const [asked] = await here.rows('select id from hq_seconds')
    const { actions } = here.deps
    const override = actions.override.bind(actions)
    Object.assign(actions, {
      async override(...of: Parameters<typeof override>) {
        await here.text(phoneOf(1), 'FIX F Sanders 46 Warren 28')
        return override(...of)
      },
    })
    const late = await erin.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))
    expect(late.status).toBe(409)
    expect(await late.text()).toMatch(/Chair 1, the chair: reported the final alignment: .*Warren 28/)
    expect(await events(1)).not.toContain('CorrectionOverridden hq')
  })

  it('is not recorded on the strength of an agreement to something else', async () => {
    await report(1)
    await act(dana, 1, 'propose', { text: 'FIX F Sanders 46 Warren 29', reason: 'worksheet' })
    await act(sam, 1, 'override', { reason: 'no answer' })
    const [asked] = await here.rows('select id from hq_seconds')
    await act(dana, 1, 'hold', { reason: 'a campaign objects' })
    expect((await erin.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))).status).toBe(409)
    expect(await events(1)).not.toContain('CorrectionOverridden hq')
  })

  it('that the second person does not agree to is not recorded, with the reason', async () => {
    await report(1)
    await act(dana, 1, 'propose', { text: 'FIX F Sanders 46 Warren 29', reason: 'worksheet' })
    await act(sam, 1, 'override', { reason: 'no answer' })
    const [asked] = await here.rows('select id from hq_seconds')
    expect((await erin.post(`/hq/seconds/${asked?.id}`, { answer: 'refused', reason: '' }, page(1))).status).toBe(409)
    expect(
      (await erin.post(`/hq/seconds/${asked?.id}`, { answer: 'refused', reason: 'call once more' }, page(1))).status,
    ).toBe(303)
    expect(await events(1)).not.toContain('CorrectionOverridden hq')
    expect((await erin.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))).status).toBe(409)
  })
})

describe('holding and releasing', () => {
  it('takes a report out and lets it in again, each with a reason and by who may', async () => {
    await report(1)
    expect((await act(dana, 1, 'hold', { reason: '' })).status).toBe(409)
    expect((await act(dana, 1, 'hold', { reason: 'campaign objects' })).status).toBe(303)
    expect(await stage(1)).toBe('held')
    expect((await act(dana, 1, 'release', { reason: 'looked at' })).status).toBe(403)
    expect((await act(sam, 1, 'release', { reason: 'looked at' })).status).toBe(303)
    expect(await stage(1)).toBe('held')
    const [asked] = await here.rows('select id from hq_seconds')
    expect((await sam.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))).status).toBe(409)
    expect(await (await dana.get(page(1))).text()).toMatch(/Sam<\/strong> asks to release a held report: looked at/)
    expect((await dana.post(`/hq/seconds/${asked?.id}`, { answer: 'given' }, page(1))).status).toBe(303)
    expect(await stage(1)).toBe('approved')
    const [event] = await here.rows("select data from events where type = 'ReportReleased'")
    expect(JSON.parse(String(event?.data))).toMatchObject({
      by: await idOf('Sam'),
      second: await idOf('Dana'),
      reason: 'looked at',
    })
  })

  it('asks anew where newer counts have overtaken the request', async () => {
    await report(1)
    await act(dana, 1, 'hold', { reason: 'campaign objects' })
    await act(sam, 1, 'release', { reason: 'looked at' })
    expect((await act(sam, 1, 'release', { reason: 'once more' })).status).toBe(409)
    const [overtaken] = await here.rows('select id from hq_seconds')
    await here.text(phoneOf(1), 'FIX F Sanders 46 Warren 28')
    expect((await dana.post(`/hq/seconds/${overtaken?.id}`, { answer: 'given' }, page(1))).status).toBe(409)
    expect(await stage(1)).toBe('held')
    expect((await act(sam, 1, 'release', { reason: 'the chair confirms' })).status).toBe(303)
    const open = await here.rows('select id from hq_seconds where outcome is null')
    expect(open).toHaveLength(1)
    expect((await here.rows('select outcome from queue where id = ?', `second/${overtaken?.id}`))[0]?.outcome).toBe(
      'overtaken by newer counts',
    )
    expect((await dana.post(`/hq/seconds/${open[0]?.id}`, { answer: 'given' }, page(1))).status).toBe(303)
    expect(await events(1)).toContain('ReportReleased hq')
  })
})

describe('the queue', () => {
  const put = async () => {
    await dana.post('/hq/queue/open', { kind: 'objection', precinct: 'p0001', detail: 'Campaign says 44' }, '/hq/queue')
    return String((await here.rows("select id from queue where kind = 'objection'"))[0]?.id)
  }
  const itemPath = (id: string) => `/hq/queue/item?id=${encodeURIComponent(id)}`

  it('lets nothing leave without an outcome', async () => {
    const id = await put()
    expect((await dana.post('/hq/queue/end', { id, outcome: '' }, itemPath(id))).status).toBe(409)
    expect((await dana.post('/hq/queue/end', { id, outcome: 'whatever' }, itemPath(id))).status).toBe(409)
    expect((await here.rows('select outcome from queue where id = ?', id))[0]?.outcome).toBeNull()
    expect((await dana.post('/hq/queue/end', { id, outcome: 'no change', note: 'called' }, itemPath(id))).status).toBe(
      303,
    )
    expect((await here.rows('select outcome from queue where id = ?', id))[0]?.outcome).toBe('no change')
  })

  it('ends an item once', async () => {
    const id = await put()
    await dana.post('/hq/queue/end', { id, outcome: 'no change' }, itemPath(id))
    const version = String(
      (await here.rows('select max(version) as v from events where stream = ?', `hq/queue/${id}`))[0]?.v,
    )
    expect((await erin.post('/hq/queue/end', { id, version, outcome: 'corrected' }, itemPath(id))).status).toBe(409)
    expect((await here.rows('select outcome from queue where id = ?', id))[0]?.outcome).toBe('no change')
  })

  it('gives an item to one of two who take it at once, and tells the other', async () => {
    const id = await put()
    const answers = await Promise.all(
      [dana, erin].map((who) => who.post('/hq/queue/take', { id, owner: '' }, '/hq/queue')),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409])
    const taken = await here.rows("select 1 from events where type = 'QueueTaken'")
    expect(taken).toHaveLength(1)
  })

  it('gives back what somebody had who signs out, and says what happened since', async () => {
    const id = await put()
    await dana.post('/hq/queue/take', { id, owner: '' }, '/hq/queue')
    await dana.post('/hq/sign-out', {})
    expect((await here.rows('select owner from queue where id = ?', id))[0]?.owner).toBeNull()
    await erin.post('/hq/queue/note', { id, note: 'rang twice' }, itemPath(id))
    here.clock.move(60_000)
    await dana.signIn()
    expect(await (await dana.get('/hq/log?tab=deeds&since=me')).text()).toMatch(/rang twice/)
  })

  it('does not end an item on which somebody acted since it was opened', async () => {
    const id = await put()
    const seen = await (await erin.get(itemPath(id))).text()
    const version = /name="version" value="(\d+)"/.exec(seen)?.[1] ?? ''
    await dana.post('/hq/queue/note', { id, note: 'she calls back at nine' }, itemPath(id))
    expect((await erin.post('/hq/queue/end', { id, version, outcome: 'no change' }, itemPath(id))).status).toBe(409)
  })
})

describe('the phase', () => {
  it('is changed by a supervisor who types its name, and by nobody else', async () => {
    await here.phase('setup')
    expect((await dana.post('/hq/phase', { to: 'practice', typed: 'practice', from: 'setup' })).status).toBe(403)
    expect((await sam.post('/hq/phase', { to: 'practice', typed: 'yes', from: 'setup' })).status).toBe(409)
    expect((await sam.post('/hq/phase', { to: 'practice', typed: 'Practice', from: 'setup' })).status).toBe(303)
    expect((await here.rows('select phase from caucus'))[0]?.phase).toBe('practice')
    const [event] = await here.rows("select actor from events where type = 'PhaseChanged'")
    expect(event?.actor).toBe(`hq:${await idOf('Sam')}`)
  })
})

describe('every act', () => {
  it('is in the one log, with its author, chained like a text', async () => {
    await report(1)
    await act(dana, 1, 'note', { note: 'she is driving home' })
    await act(dana, 1, 'call', { outcome: 'no answer', note: '' })
    await act(sam, 1, 'hold', { reason: 'look' })
    const rows = await here.rows(
      "select actor, hash, cause from events where substr(actor, 1, 3) = 'hq:' and type in ('PrecinctNoted', 'ChairCalled', 'ReportHeld')",
    )
    expect(rows).toHaveLength(3)
    for (const row of rows)
      expect(row).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), cause: expect.stringMatching(/^hq:/) })
    const shown = await (await dana.get(page(1))).text()
    expect(shown).toMatch(/Dana<\/strong> noted: she is driving home/)
    expect(shown).toMatch(/Sam<\/strong> held the report: look/)
  })
})
