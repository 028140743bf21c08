import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, chainHash, saltedHash } from '../../src/keys/hash-chain.ts'
import { createSigner } from '../../src/keys/signatures.ts'
import { nextOrderHash, rootOf, sha256 } from '../../src/results/ledger/statement.ts'
import { verifyLedger } from '../../src/results/ledger/verify.ts'
import { show } from './show.ts'
import { chair, operator, type World, world } from './world.ts'

const room = { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } }

/** A night with a correction, a draft that led to nothing, a kept report, a released one, a withdrawal and a toss. */
async function night() {
  const made = world()
  const { publish, read, key } = await show(made)
  made.report('P0001', room)
  await publish()
  made.append('P0002', [{ type: 'AttendanceReported', data: { count: 31 as never } }])
  made.report('P0001', { ...room, final: { Ash: 28, Birch: 12 } })
  made.report('P0003', { ...room, keep: true })
  made.append(
    'P0003',
    [{ type: 'ReportReleased', data: { by: operator, second: null, reason: 'called' } }],
    `hq:${operator}`,
  )
  await publish()
  made.report('P0004', { initial: { Ash: 9, Cedar: 21 }, winners: ['Cedar'] })
  made.report('P0002', { attendance: 40, initial: { Ash: 20, Birch: 20 }, final: { Ash: 20, Birch: 20 } })
  await publish()
  made.append('P0004', [{ type: 'ReportHeld', data: { by: operator, reason: 'a doubt' } }], `hq:${operator}`)
  await publish()
  return { made, key, text: await read('/ledger.jsonl') }
}

type Line = Record<string, unknown>
const linesOf = (text: string): string[] => text.slice(0, -1).split('\n')
const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

describe('a ledger as it was served', () => {
  test('verifies: whole, ours, with totals that follow', async () => {
    const { text, key } = await night()
    const verdict = await verifyLedger(text, key)
    expect(verdict.faults).toEqual([])
    expect(verdict).toMatchObject({ ok: true, origin: 'ours', updates: 4, practice: false })
    expect(verdict.last?.totals.delegates).toMatchObject({ Ash: 4 + 5 + 2, Birch: 2 + 4 + 2 })
    expect(verdict.open).toBeLessThan(verdict.events)
  })

  test('ends with the last update, whatever was recorded since', async () => {
    const made = world()
    const { publish, read, key } = await show(made)
    made.report('P0001', room)
    await publish()
    const before = await read('/ledger.jsonl')
    made.report('P0002', room)
    const since = await (await show(made)).read('/ledger.jsonl')
    expect(since).toBe(before)
    expect((await verifyLedger(since, key)).ok).toBe(true)
  })

  test('without a key is consistent, with its origin not proven', async () => {
    const { text } = await night()
    expect(await verifyLedger(text, null)).toMatchObject({ ok: true, origin: 'its own key' })
  })

  test('holds no phone, no code, no cause, and nothing of what led to no publication', async () => {
    const { text } = await night()
    expect(text).not.toMatch(/\+1|SM1|ReportProposed|"count":31/)
    const lines = linesOf(text).map((line) => JSON.parse(line) as Line)
    const closed = lines.filter((line) => 'salted' in line)
    expect(closed.length).toBeGreaterThan(4)
    for (const line of closed) expect(Object.keys(line).sort()).toEqual(['hash', 'line', 'salted', 'stream', 'version'])
  })

  test('does not let counts be guessed from the hash of a closed event', async () => {
    const { text } = await night()
    const lines = linesOf(text).map((line) => JSON.parse(line) as Line)
    const closed = lines.find((line) => line.stream === 'live/P0002' && line.version === 1)
    const at = lines.filter((line) => 'at' in line).map((line) => line.at)
    const guesses = Array.from({ length: 100 }, (_, count) => count).flatMap((count) =>
      at.flatMap((when) => {
        const form = {
          stream: 'live/P0002',
          version: 1,
          type: 'AttendanceReported',
          data: { count },
          at: when,
          actor: `chair:${chair}`,
        }
        const salts = lines.flatMap((line) => (typeof line.salt === 'string' ? [line.salt] : []))
        return ['', ...salts].map((salt) => saltedHash(salt, canonicalJson(form)))
      }),
    )
    expect(guesses).not.toContain(closed?.salted)
    expect(guesses).not.toContain(sha256(JSON.stringify({ count: 31 })))
  })

  test('still verifies when every phone is erased: none is in what is hashed', async () => {
    const { made, text, key } = await night()
    made.log.forEach((logged, i) => {
      made.log[i] = { ...logged, stored: { ...logged.stored, cause: 'erased' } }
    })
    expect((await verifyLedger(text, key)).ok).toBe(true)
  })
})

describe('a ledger that was changed', () => {
  test('is found out for one changed byte anywhere, and the line is said', async () => {
    const { text, key } = await night()
    const bytes = Buffer.from(text)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 32, max: 126 }), async (at, byte) => {
        fc.pre(bytes[at] !== byte)
        const changed = Buffer.from(bytes)
        changed[at] = byte
        const verdict = await verifyLedger(changed.toString(), key)
        const line = bytes.subarray(0, at).filter((b) => b === 10).length + 1
        expect(verdict.ok).toBe(false)
        expect(verdict.faults[0]?.line).toBeLessThanOrEqual(Math.max(line, 1))
      }),
      { numRuns: 400, seed: 7 },
    )
  })

  test('is found out for each field of each kind of line, each way of removing, doubling and swapping lines', async () => {
    const { text, key } = await night()
    const lines = linesOf(text)
    let tried = 0
    const refused = async (what: string, changed: readonly string[]) => {
      tried += 1
      expect([what, (await verifyLedger(joined(changed), key)).ok]).toEqual([what, false])
    }
    for (const [i, line] of lines.entries()) {
      await refused(`without line ${i + 1}`, lines.toSpliced(i, 1))
      await refused(`line ${i + 1} twice`, lines.toSpliced(i, 0, line))
      if (i > 0) await refused(`lines ${i} and ${i + 1} swapped`, lines.toSpliced(i - 1, 2, line, lines[i - 1] ?? ''))
      const value = JSON.parse(line) as Line
      for (const field of Object.keys(value)) {
        const other =
          typeof value[field] === 'number' ? (value[field] as number) + 1 : `${JSON.stringify(value[field])}x`
        await refused(`line ${i + 1}, ${field}`, lines.with(i, canonicalJson({ ...value, [field]: other })))
        const { [field]: _, ...rest } = value
        await refused(`line ${i + 1} without ${field}`, lines.with(i, canonicalJson(rest)))
      }
    }
    expect(tried).toBeGreaterThan(500)
  })

  test('is found out for bytes that change nothing in what they mean', async () => {
    const { text, key } = await night()
    const lines = linesOf(text)
    const last = JSON.parse(lines.at(-1) ?? '') as Line & { signature: string }
    // 64 bytes leave four bits of the last letter unused: A, Q, g and w are followed by fifteen others that mean the same.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const at = letters.indexOf(last.signature.at(-1) ?? '')
    const respelled = last.signature.slice(0, -1) + letters.charAt(at + 1)
    expect(Buffer.from(respelled, 'base64url')).toEqual(Buffer.from(last.signature, 'base64url'))
    const changed = [
      lines.with(3, (lines[3] ?? '').replace(':', ': ')),
      lines.with(-1, canonicalJson({ ...last, signature: respelled })),
      lines.with(-1, (lines.at(-1) ?? '').replace('{', '{"at":"x",')),
      lines.with(-1, JSON.stringify({ sequence: last.sequence, ...last })),
      ['', ...lines],
    ]
    for (const [i, other] of changed.entries())
      expect([i, (await verifyLedger(joined(other), key)).ok]).toEqual([i, false])
  })

  test('is found out by the key when somebody appends a report and recomputes chain, root and update', async () => {
    const { text, key } = await night()
    const forged = await forge(text)
    expect((await verifyLedger(forged, null)).ok).toBe(false)
    const honest = await verifyLedger(forged, key)
    expect(honest.faults.map((f) => f.what)).toEqual(['update 5 names another key than the one that was given'])
    const claimed = forged.replaceAll((await forger).publicKey, key)
    expect((await verifyLedger(claimed, key)).faults.map((f) => f.what)).toEqual([
      'update 5 is not signed by the key that was given',
    ])
  })

  test('of another key altogether is consistent and not ours', async () => {
    const { text, key } = await night()
    const resigned = await resign(text)
    expect(await verifyLedger(resigned, null)).toMatchObject({ ok: true, origin: 'its own key' })
    expect((await verifyLedger(resigned, key)).ok).toBe(false)
  })

  test('is no ledger when it is empty, cut off or something else', async () => {
    const { text, key } = await night()
    for (const other of ['', '\n', '{}\n', 'null\n', '[]\n', '<html>\n', text.slice(0, -1), text.slice(0, 5000)]) {
      expect((await verifyLedger(other, key)).ok).toBe(false)
    }
  })
})

/** Held as headquarters hold a report whose delegates to elect they changed. */
const hold = (made: World, precinct: string) =>
  made.append(precinct, [{ type: 'ReportHeld', data: { by: operator, reason: 'another roster' } }], `hq:${operator}`)

/** A night in which the roster is corrected before, between and after the reports, in each field, and a precinct comes. */
async function nightOfCorrections() {
  const made = world()
  const { publish, read, key } = await show(made)
  made.correct('P0002', { name: 'Before any update' })
  await publish()
  made.correct('P0003', { name: 'Before its report', county: 'Adair' })
  made.report('P0003', room)
  made.report('P0001', room)
  await publish()
  made.correct('P0001', { delegates: 7 })
  hold(made, 'P0001')
  await publish()
  made.report('P0001', room)
  made.correct('P0004', { district: '3' })
  made.correct('P0005', { name: 'Late', county: 'Polk', district: '2', delegates: 5 })
  await publish()
  made.report('P0005', room)
  // To and fro before anybody sees it.
  made.correct('P0003', { county: 'Polk' })
  made.correct('P0003', { county: 'Adair' })
  await publish()
  made.correct('P0005', { county: 'Adair' })
  await publish()
  return { made, key, publish, read, text: await read('/ledger.jsonl') }
}
const kindsOf = (text: string): string =>
  linesOf(text)
    .map((line) => String((JSON.parse(line) as Line).line).charAt(0))
    .join('')
    .replaceAll(/e+/g, 'e')

describe('a ledger of a night in which the roster was corrected', () => {
  test('carries the setting of each update, and verifies with and without the key', async () => {
    const { text, key } = await nightOfCorrections()
    expect(kindsOf(text)).toBe('cccpppp' + 's' + 'pes' + 'pes' + 'ppes' + 'es' + 'ps')
    expect(await verifyLedger(text, key)).toMatchObject({ faults: [], ok: true, origin: 'ours', updates: 6, unkept: 0 })
    expect(await verifyLedger(text, null)).toMatchObject({ faults: [], ok: true, origin: 'its own key' })
  })

  test('verifies after each update, and grows at its end only', async () => {
    const made = world()
    const { publish, read, key } = await show(made)
    let before = ''
    const step = async () => {
      await publish()
      const text = await read('/ledger.jsonl')
      expect((await verifyLedger(text, key)).faults).toEqual([])
      expect(text.startsWith(before)).toBe(true)
      before = text
    }
    made.report('P0001', room)
    await step()
    made.correct('P0003', { delegates: 8, name: 'Smaller' })
    await step()
    made.report('P0003', room)
    await step()
    made.correct('P0001', { county: 'Polk' })
    await step()
    expect(kindsOf(before)).toBe('cccppppes' + 'ps' + 'es' + 'ps')
  })

  test('verifies when a report was approved, held for another roster, and released when that was taken back', async () => {
    const made = world()
    const { publish, read, key } = await show(made)
    made.report('P0002', room)
    await publish()
    made.report('P0001', room)
    made.correct('P0001', { delegates: 9 })
    hold(made, 'P0001')
    await publish()
    made.correct('P0001', { delegates: 6 })
    made.append(
      'P0001',
      [{ type: 'ReportReleased', data: { by: operator, second: null, reason: 'as it was' } }],
      `hq:${operator}`,
    )
    await publish()
    expect((await verifyLedger(await read('/ledger.jsonl'), key)).faults).toEqual([])
  })

  test('refuses each line of a setting that is changed, left out, doubled, added or moved', async () => {
    const { text } = await nightOfCorrections()
    const lines = linesOf(text)
    const refused = async (what: string, changed: readonly string[]) => {
      expect([what, (await verifyLedger(joined(changed), null)).ok]).toEqual([what, false])
    }
    let tried = 0
    for (const [i, text] of lines.entries()) {
      const line = JSON.parse(text) as Line
      if (!['caucus', 'county', 'precinct'].includes(String(line.line))) continue
      const without = lines.toSpliced(i, 1)
      await refused(`without line ${i + 1}`, without)
      for (const field of Object.keys(line)) {
        const other = typeof line[field] === 'number' ? (line[field] as number) + 1 : `${JSON.stringify(line[field])}x`
        await refused(`line ${i + 1}, ${field}`, lines.with(i, canonicalJson({ ...line, [field]: other })))
      }
      for (let to = 0; to <= lines.length; to += 1) {
        tried += 1
        await refused(`line ${i + 1} also at ${to + 1}`, lines.toSpliced(to, 0, text))
        if (to < lines.length && to !== i) await refused(`line ${i + 1} at ${to + 1}`, without.toSpliced(to, 0, text))
      }
    }
    expect(tried).toBeGreaterThan(400)
  })

  test('refuses a report that an update shows with other delegates to elect than its setting has', async () => {
    const { made, publish, read, key } = await nightOfCorrections()
    // The publisher would stop; its check is passed by behind its back.
    made.report('P0004', { attendance: 40, initial: { Ash: 40 }, winners: ['Ash'] })
    await publish()
    const honest = await read('/ledger.jsonl')
    expect((await verifyLedger(honest, key)).faults).toEqual([])
    const lines = linesOf(honest)
    const forged = await withSetting(lines, (line) => (line.id === 'P0004' ? { ...line, delegates: 2 } : line))
    const { ok, faults } = await verifyLedger(forged, null)
    expect(ok).toBe(false)
    expect(faults.map(({ what }) => what).join('; ')).toContain(
      'P0004 was approved with 1 delegates to elect, the roster has 2',
    )
  })
})

describe('a setting that the record does not hold any more', () => {
  async function unrecorded() {
    const made = world()
    const { publish, read, key } = await show(made)
    made.report('P0001', room)
    await publish()
    const [adair, polk] = made.setting.counties
    if (!adair || !polk) throw new Error('no counties')
    made.setting = { ...made.setting, counties: [{ ...adair, stateDelegates: 5 }, polk] }
    made.report('P0003', room)
    await publish()
    return { key, lines: linesOf(await read('/ledger.jsonl')) }
  }

  test('is named by its hash, and verify says for how many updates', async () => {
    const { lines, key } = await unrecorded()
    expect(kindsOf(joined(lines))).toBe('cccppppu' + 'es' + 'es')
    for (const given of [key, null])
      expect(await verifyLedger(joined(lines), given)).toMatchObject({ faults: [], ok: true, updates: 2, unkept: 1 })
  })

  test('does not let its line be changed, left out, doubled or moved, nor people and delegates be wrong', async () => {
    const { lines, key } = await unrecorded()
    const i = lines.findIndex((line) => line.includes('"unkept"'))
    const line = lines[i] ?? ''
    const update = lines.findIndex((text) => text.includes('"line":"snapshot"'))
    const wrong = JSON.parse(lines[update] ?? '') as Line & { totals: Line }
    const totals = { ...wrong.totals, delegates: { Ash: 6 } }
    const changed = [
      lines.toSpliced(i, 1),
      lines.toSpliced(i, 0, line),
      lines.with(i, line.replace(/[0-9a-f]{64}/, sha256('other'))),
      ...lines.map((_, to) => lines.toSpliced(to, 0, line)),
      ...lines.flatMap((_, to) => (to === i ? [] : [lines.toSpliced(i, 1).toSpliced(to, 0, line)])),
      lines.with(update, canonicalJson({ ...wrong, totals })),
    ]
    for (const [n, other] of changed.entries())
      expect([n, (await verifyLedger(joined(other), key)).ok]).toEqual([n, false])
    const resigned = await resign(joined(lines.with(update, canonicalJson({ ...wrong, totals }))))
    expect((await verifyLedger(resigned, null)).faults.map(({ what }) => what)).toContain(
      'update 1: its totals do not follow from its reports',
    )
  })

  test('is never that of the last update', async () => {
    const { lines, key } = await unrecorded()
    const cut = lines.slice(0, lines.findIndex((line) => line.includes('"line":"snapshot"')) + 1)
    expect((await verifyLedger(joined(cut), key)).faults.map(({ what }) => what)).toEqual([
      'the caucus, its counties or precincts (lines 1 to 8) are not those of update 1',
    ])
  })
})

const forger = createSigner('Zm9yZ2VyLWZvcmdlci1mb3JnZXItZm9yZ2VyLWZvcmc')

/** Adds an event and an update over it, every hash recomputed, signed with the forger's own key. */
async function forge(text: string): Promise<string> {
  const lines = linesOf(text)
  const values = lines.map((line) => JSON.parse(line) as Line)
  const heads = new Map(
    values
      .filter((v) => v.line === 'event')
      .map((v) => [v.stream, v as unknown as { stream: string; version: number; hash: string }]),
  )
  const before = heads.get('live/P0001')
  const form = {
    stream: 'live/P0001',
    version: (before?.version ?? 0) + 1,
    type: 'AttendanceReported',
    data: { count: 99 },
    at: '2028-02-08T03:00:00.000Z',
    actor: `chair:${chair}`,
  }
  const salt = sha256('any')
  const hash = chainHash(before?.hash ?? '', saltedHash(salt, canonicalJson(form)))
  heads.set('live/P0001', { stream: form.stream, version: form.version, hash })
  const { signature: _, key: __, line: ___, ...last } = values.at(-1) ?? {}
  const next = {
    ...last,
    sequence: (last.sequence as number) + 1,
    events: (last.events as number) + 1,
    changes: [],
    root: rootOf(heads.values()),
    order: nextOrderHash(last.order as string, hash),
    previous: sha256(canonicalJson(last)),
  }
  return joined([...lines, canonicalJson({ line: 'event', ...form, salt, hash }), await signed(next)])
}

async function resign(text: string): Promise<string> {
  const lines = await Promise.all(
    linesOf(text).map(async (line) => {
      const { signature: _, key: __, line: kind, ...rest } = JSON.parse(line) as Line
      return kind === 'snapshot' ? signed(rest) : line
    }),
  )
  return joined(lines)
}

async function signed(statement: Line): Promise<string> {
  const { sign, publicKey } = await forger
  return canonicalJson({
    line: 'snapshot',
    ...statement,
    signature: await sign(canonicalJson(statement)),
    key: publicKey,
  })
}

/** Another setting from the first line on, named by every update, each signed with the forger's own key. */
async function withSetting(lines: readonly string[], change: (line: Line) => Line): Promise<string> {
  const settings = new Map<string, string>()
  const changed: string[] = []
  let previous = ''
  for (const text of lines) {
    const value = JSON.parse(text) as Line
    if (value.line !== 'snapshot') {
      const other = value.line === 'precinct' ? canonicalJson(change(value)) : text
      if (['caucus', 'county', 'precinct'].includes(String(value.line)))
        settings.set(`${value.line} ${value.id ?? value.county}`, other)
      changed.push(other)
      continue
    }
    const { signature: _, key: __, line: ___, ...rest } = value
    const inForce = [...settings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
    const statement = { ...rest, setting: sha256(joined(inForce)), previous }
    previous = sha256(canonicalJson(statement))
    changed.push(await signed(statement))
  }
  return joined(changed)
}
