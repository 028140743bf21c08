import { describe, expect, test } from 'vitest'
import { createSigner, verifySignature } from '../../../src/keys/signatures.ts'
import { statementOf } from '../../../src/results/ledger/statement.ts'
import type { Snapshot } from '../../../src/results/ports.ts'
import { publish, publisher } from '../../../src/results/publish/publish.ts'
import { chair, operator, place, secret, smallSetting, type World, world } from '../world.ts'

const deps = (made: World) => ({ reader: made.reader, clock: { now: () => made.now }, signer: null })

const room = { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } }

describe('a publication', () => {
  test('begins with an empty snapshot that says how many will report', async () => {
    const made = world()
    expect(await publish(deps(made))).toEqual({ outcome: 'published', sequence: 1, changed: 0 })
    expect(made.snapshots[0]).toMatchObject({ reported: 0, of: 4, previous: '' })
  })

  test('shows an approved report with what it adds up to, and nothing twice', async () => {
    const made = world()
    const again = publisher(deps(made))
    made.report('P0001', room)
    expect(await again()).toMatchObject({ outcome: 'published', sequence: 1, changed: 1 })
    expect(await again()).toEqual({ outcome: 'unchanged', sequence: 1 })
    const [only] = made.snapshots
    expect(only?.totals).toMatchObject({
      initial: { Ash: 20, Birch: 15, Cedar: 5, Uncommitted: 0 },
      final: { Ash: 22, Birch: 18 },
      delegates: { Ash: 3, Birch: 3 },
      // 3 delegates of Adair, 3/10 SDE each.
      sde: { Ash: '9/10', Birch: '9/10' },
    })
  })

  test('leaves out drafts, proposals, and reports that were kept', async () => {
    const made = world()
    made.append('P0001', [{ type: 'AttendanceReported', data: { count: 40 as never } }])
    made.report('P0002', { ...room, keep: true })
    await publish(deps(made))
    expect(made.snapshots.at(-1)).toMatchObject({ reported: 0, changes: [] })
  })

  test('shows a kept report once headquarters release it, with the reason, and takes back one that they hold', async () => {
    const made = world()
    const again = publisher(deps(made))
    made.report('P0001', { ...room, keep: true })
    const released = { by: operator, second: null, reason: 'called the chair' }
    made.append('P0001', [{ type: 'ReportReleased', data: released }], `hq:${operator}`)
    await again()
    const [first] = made.snapshots.at(-1)?.changes ?? []
    expect(first?.entry).toMatchObject({ kind: 'released', number: 1 })
    expect(first?.entry?.sources.at(-1)).toMatchObject({ type: 'ReportReleased', reason: 'called the chair' })
    made.append('P0001', [{ type: 'ReportHeld', data: { by: operator, reason: 'a doubt' } }], `hq:${operator}`)
    await again()
    expect(made.snapshots.at(-1)).toMatchObject({
      reported: 0,
      changes: [{ entry: null, withdrawn: { reason: 'a doubt' } }],
    })
  })

  test('replaces a report by its correction and marks it', async () => {
    const made = world()
    const again = publisher(deps(made))
    made.report('P0001', room)
    await again()
    made.report('P0001', { ...room, final: { Ash: 28, Birch: 12 } })
    await again()
    expect(made.snapshots.at(-1)?.totals.delegates).toMatchObject({ Ash: 4, Birch: 2 })
    expect(made.snapshots.at(-1)?.changes[0]?.entry).toMatchObject({ corrected: true, number: 2 })
  })

  test('keeps practice apart from live', async () => {
    const made = world(smallSetting(), 'practice')
    const again = publisher(deps(made))
    made.report('P0001', { attendance: 10, initial: { Potter: 6, Granger: 4 }, final: { Potter: 6, Granger: 4 } })
    await again()
    expect(made.snapshots.at(-1)).toMatchObject({ phase: 'practice', sequence: 1, reported: 1 })
    made.phase = 'live'
    await again()
    expect(made.snapshots.at(-1)).toMatchObject({ phase: 'live', sequence: 1, reported: 0 })
  })

  test('goes on from the snapshots that another publisher left, and reads the log only once', async () => {
    const made = world()
    made.report('P0001', room)
    await publish(deps(made))
    const asked: number[] = []
    const events = made.reader.events
    const reader = {
      ...made.reader,
      events: (phase: 'live' | 'practice', after: number, most: number) => {
        asked.push(after)
        return events(phase, after, most)
      },
    }
    const second = publisher({ ...deps(made), reader })
    expect(await second()).toEqual({ outcome: 'unchanged', sequence: 1 })
    made.report('P0002', room)
    expect(await second()).toMatchObject({ outcome: 'published', sequence: 2, changed: 1 })
    expect(asked).toEqual([0, 5])
  })

  test('that another publisher forestalled leaves no trace in the next one', async () => {
    const made = world()
    let quicker = false
    const reader = { ...made.reader, add: async (s: Snapshot) => !quicker && made.reader.add(s) }
    const again = publisher({ ...deps(made), reader })
    made.report('P0001', room)
    await again()
    made.report('P0002', room)
    made.report('P0001', { ...room, final: { Ash: 28, Birch: 12 } })
    quicker = true
    expect(await again()).toEqual({ outcome: 'overtaken' })
    quicker = false
    expect(await again()).toMatchObject({ outcome: 'published', sequence: 2, changed: 2 })
    expect(made.snapshots.at(-1)).toMatchObject({ reported: 2, totals: { final: { Ash: 50, Birch: 30 } } })
  })

  test('lists what changed in the order in which precincts were first heard of', async () => {
    const made = world()
    made.append('P0003', [{ type: 'AttendanceReported', data: { count: 40 as never } }])
    made.report('P0002', room)
    made.report('P0001', room)
    made.report('P0003', room)
    await publish(deps(made))
    expect(made.snapshots.at(-1)?.changes.map(({ precinct }) => precinct)).toEqual(['P0003', 'P0002', 'P0001'])
  })

  test('signs a statement that the one after it names', async () => {
    const made = world()
    const signer = await createSigner(secret)
    const again = publisher({ ...deps(made), signer })
    await again()
    made.report('P0001', room)
    await again()
    const [first, second] = made.snapshots
    if (!first || !second) throw new Error('two snapshots expected')
    expect(await verifySignature(signer.publicKey, statementOf(second), second.signature ?? '')).toBe(true)
    expect(
      await verifySignature(signer.publicKey, statementOf({ ...second, reported: 2 }), second.signature ?? ''),
    ).toBe(false)
    expect(second.previous).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a publication that does not agree with the record', () => {
  const tampered: readonly (readonly [string, string, (made: World) => void])[] = [
    [
      'a row that says otherwise than the log',
      'ROW_DIFFERS',
      (made) => {
        const row = made.rows.get('live/P0001')
        made.rows.set('live/P0001', {
          version: row?.version ?? 0,
          published: (row?.published ?? '').replace('"count":22', '"count":23'),
        })
      },
    ],
    [
      'a row that is older than the log',
      'ROW_BEHIND',
      (made) => made.rows.set('live/P0001', { version: 2, published: null }),
    ],
    [
      'a roster that elects another number',
      'SEATS_DIFFER',
      (made) => {
        made.setting = { ...made.setting, places: [place('P0001', 'Adair', 7), ...made.setting.places.slice(1)] }
      },
    ],
    [
      'rules that were changed afterwards',
      'RULES_DIFFER',
      (made) => {
        const { caucus } = made.setting
        made.setting = { ...made.setting, caucus: { ...caucus, rules: { ...caucus.rules, name: 'ours' } } }
      },
    ],
    [
      'a precinct that nobody knows',
      'PRECINCT_UNKNOWN',
      (made) => {
        made.setting = { ...made.setting, places: made.setting.places.slice(1) }
      },
    ],
    [
      'a candidate that was taken off the list',
      'GROUP_UNKNOWN',
      (made) => {
        const { caucus } = made.setting
        const candidates = caucus.vocabulary.candidates.filter((c) => c.name !== 'Cedar')
        made.setting = { ...made.setting, caucus: { ...caucus, vocabulary: { ...caucus.vocabulary, candidates } } }
      },
    ],
  ]
  test.each(tampered)('stops on %s', async (_, code, tamper) => {
    const made = world()
    made.report('P0001', room)
    tamper(made)
    const outcome = await publish(deps(made))
    expect(outcome).toMatchObject({ outcome: 'stopped' })
    expect(outcome.outcome === 'stopped' && outcome.problems.map((p) => p.code)).toContain(code)
    expect(made.snapshots).toHaveLength(0)
    expect([...made.queue.values()][0]).toMatchObject({ kind: 'anomaly', precinct: 'P0001' })
  })

  test('stops on an approval of delegates that the counts do not give', async () => {
    const made = world()
    const again = publisher(deps(made))
    await again()
    const tallies = [
      { group: 'Ash', count: 30 as never },
      { group: 'Birch', count: 10 as never },
    ]
    const seen = {
      revision: 1,
      rules: 'ia2020',
      seats: 6,
      attendance: 40,
      delegates: { Ash: 6, Birch: 0 },
      findings: [],
    }
    made.append('P0001', [
      { type: 'AlignmentReported', data: { alignment: 'initial', counts: tallies, total: null } },
      { type: 'ReportApproved', data: { ...seen, by: chair, confirmed: true } },
    ])
    expect(await again()).toMatchObject({ outcome: 'stopped', problems: [{ code: 'ARITHMETIC_DIFFERS' }] })
    made.append('P0002', [
      { type: 'AlignmentReported', data: { alignment: 'initial', counts: tallies, total: null } },
      { type: 'AlignmentReported', data: { alignment: 'final', counts: tallies, total: null } },
      {
        type: 'ReportApproved',
        data: { ...seen, seats: 4, delegates: { Ash: 3, Birch: 1 }, by: chair, confirmed: true },
      },
    ])
    const outcome = await again()
    expect(outcome.outcome === 'stopped' && outcome.problems.map((p) => p.code)).toContain('REVISION_DIFFERS')
  })

  test('stops when the roster is changed under reports that are already public, though nobody texts', async () => {
    const made = world()
    const again = publisher(deps(made))
    made.report('P0001', room)
    await again()
    const { places } = made.setting
    made.setting = { ...made.setting, places: [place('P0001', 'Adair', 7), ...places.slice(1)] }
    expect(await again()).toMatchObject({ outcome: 'stopped', problems: [{ code: 'SEATS_DIFFER' }] })
    made.setting = { ...made.setting, places: [...places, place('P0005', 'Polk', 3)] }
    expect(await again()).toMatchObject({ outcome: 'published', sequence: 2, changed: 0 })
    expect(made.snapshots.at(-1)?.of).toBe(5)
  })

  test('keeps the last good snapshot, alerts once, and recovers', async () => {
    const made = world()
    const again = publisher(deps(made))
    made.report('P0001', room)
    await again()
    made.report('P0002', room)
    const right = made.rows.get('live/P0002')
    made.rows.set('live/P0002', { version: right?.version ?? 0, published: null })
    expect(await again()).toMatchObject({ outcome: 'stopped' })
    expect(await again()).toMatchObject({ outcome: 'stopped' })
    expect(made.snapshots.map((s) => s.reported)).toEqual([1])
    expect([...made.queue.values()].filter((a) => a.id.startsWith('publish/'))).toHaveLength(1)
    if (right) made.rows.set('live/P0002', right)
    expect(await again()).toMatchObject({ outcome: 'published', sequence: 2 })
    expect(made.snapshots.at(-1)?.reported).toBe(2)
  })

  test('waits for a precinct that the bot writes to between the two reads', async () => {
    const made = world()
    const again = publisher(deps(made))
    made.report('P0001', room)
    const row = made.rows.get('live/P0001')
    made.rows.set('live/P0001', { version: 99, published: null })
    expect(await again()).toMatchObject({ outcome: 'published', changed: 0 })
    if (row) made.rows.set('live/P0001', row)
    expect(await again()).toMatchObject({ outcome: 'published', changed: 1 })
  })
})
