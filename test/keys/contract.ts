import { describe, expect, it } from 'vitest'
import { canonicalJson, chainHash, saltedHash } from '../../src/keys/hash-chain.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { makeSecret, secretProblem } from '../../src/keys/secret.ts'
import { createSigner, keyFingerprint, verifySignature } from '../../src/keys/signatures.ts'

const secret = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
const keys = createKeys(secret)
const live = 'live/P0412' as never
const at = '2020-02-04T01:41:00.000Z'
const event = (count: number) => ({ type: 'AttendanceReported', data: { count: count as never } }) as const

/**
 * The same on Node and in workerd. The written values were computed by other programs (Python's hmac, OpenSSL), so
 * they hold both runtimes, and tomorrow's code, to the formulas.
 */
export function keysContract(): void {
  describe('approval codes', codes)
  describe('pseudonyms and PINs', people)
  describe('the chain', chain)
  describe('canonical JSON', canonical)
  describe('the secret', secrets)
  describe('a signature', signatures)
}

function codes(): void {
  it('are six digits from 100000 to 999999, each about as often as another', () => {
    const codes: string[] = []
    const seen = new Map<string, number>()
    for (let revision = 0; revision < 90_000; revision += 1) {
      const code = keys.code(live, revision, 0, 6)
      codes.push(code)
      const hundred = code.slice(0, 4)
      seen.set(hundred, (seen.get(hundred) ?? 0) + 1)
    }
    expect(codes.every((code) => /^[1-9]\d{5}$/.test(code))).toBe(true)
    // Ten of each hundred are expected; chi-square with 8,999 degrees of freedom has a standard deviation of 134.
    let chi = 0
    for (let first = 1000; first <= 9999; first += 1) chi += ((seen.get(String(first)) ?? 0) - 10) ** 2 / 10
    expect(Math.abs(chi - 8999)).toBeLessThan(4 * 134)
  })

  it('are the same for the same revision, and others for another revision, salt, stream or secret', () => {
    const others = [
      keys.code(live, 3, 0, 6),
      keys.code(live, 4, 0, 6),
      keys.code(live, 3, 1, 6),
      keys.code('live/P0413' as never, 3, 0, 6),
      createKeys(makeSecret()).code(live, 3, 0, 6),
    ]
    expect(createKeys(secret).code(live, 3, 0, 6)).toBe(others[0])
    expect(new Set(others).size).toBe(5)
    expect(others[0]).toBe('719866')
    expect(keys.code(live, 3, 100, 8)).toMatch(/^[1-9]\d{7}$/)
  })
}

function people(): void {
  it('stand for a phone without showing it, and are the same each time', () => {
    expect(keys.person('+15155550101')).toBe('p_8b04195a22125926')
    expect(keys.person('+15155550101')).not.toBe(keys.person('+15155550102'))
    expect(keys.person('+15155550101')).not.toBe(createKeys(makeSecret()).person('+15155550101'))
  })

  it('keep a PIN as a hash that belongs to one precinct', () => {
    const hash = keys.pinHash('P0412' as never, '739204')
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(hash).not.toBe(keys.pinHash('P0413' as never, '739204'))
    expect(hash).not.toBe(keys.pinHash('P0412' as never, '739205'))
  })
}

function chain(): void {
  const first = keys.chain('', live, 1, event(113), at, 'system')

  it('is what anybody computes from the public form and its salt, without the secret', () => {
    const form = `{"actor":"system","at":"${at}","data":{"count":113},"stream":"live/P0412","type":"AttendanceReported","version":1}`
    expect(chainHash('', saltedHash(keys.salt(live, 1), form))).toBe(first)
    expect(first).toBe('aa06d3897d6a9360b1b5b29d8461769af86cee9bce9aa80aa8ea118ee8b50d3f')
  })

  it('does not depend on the order of keys', () => {
    const one = { type: 'TossReported', data: { winners: ['a'], among: ['a', 'b'], cards: null } } as const
    const two = { data: { cards: null, among: ['a', 'b'], winners: ['a'] }, type: 'TossReported' } as const
    expect(keys.chain(first, live, 2, one, at, 'system')).toBe(keys.chain(first, live, 2, two, at, 'system'))
  })

  it('changes with whatever is changed, and so does every link after it', () => {
    const changed = [
      first,
      keys.chain('x', live, 1, event(113), at, 'system'),
      keys.chain('', 'live/P0413' as never, 1, event(113), at, 'system'),
      keys.chain('', live, 2, event(113), at, 'system'),
      keys.chain('', live, 1, event(114), at, 'system'),
      keys.chain('', live, 1, event(113), '2020-02-04T01:41:00.001Z', 'system'),
      keys.chain('', live, 1, event(113), at, 'chair:p_0123456789abcdef'),
    ]
    const next = changed.map((previous) => keys.chain(previous, live, 2, event(1), at, 'system'))
    expect(new Set([...changed, ...next]).size).toBe(14)
  })

  it('has a salt of its own for each event', () => {
    const salts = [keys.salt(live, 1), keys.salt(live, 2), keys.salt('live/P0413' as never, 1)]
    expect(new Set(salts).size).toBe(3)
    expect(salts.every((salt) => /^[0-9a-f]{64}$/.test(salt))).toBe(true)
  })
}

function canonical(): void {
  it('sorts the keys of every object, keeps the order of lists, and has no spaces', () => {
    const value = { b: [3, 1, { z: null, a: true }], a: 'é"\n', '10': 1, '9': 2, skipped: undefined }
    expect(canonicalJson(value)).toBe('{"10":1,"9":2,"a":"é\\"\\n","b":[3,1,{"a":true,"z":null}]}')
    expect(JSON.parse(canonicalJson(value))).toEqual({ b: [3, 1, { z: null, a: true }], a: 'é"\n', '10': 1, '9': 2 })
  })

  it('throws on what JSON cannot hold, instead of hashing something else', () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1n,
      undefined,
      () => 1,
      [undefined],
      { a: [Number.NaN] },
    ]) {
      expect(() => canonicalJson(value)).toThrow(TypeError)
    }
  })
}

function secrets(): void {
  it('is made of 32 random bytes, and is accepted', () => {
    const made = Array.from({ length: 100 }, makeSecret)
    expect(new Set(made).size).toBe(100)
    expect(made.map(secretProblem)).toEqual(made.map(() => null))
    expect(Buffer.from(made[0] ?? '', 'base64url')).toHaveLength(32)
  })

  it('is refused in words when it is missing, too short, or not random, and never repeated', () => {
    for (const bad of [undefined, '', 'secret', `${secret}=`, `${secret} `, 'x'.repeat(43)]) {
      const problem = secretProblem(bad)
      expect(problem).toMatch(/^CAUCUSLINE_SECRET /)
      expect(bad === undefined || bad === '' || !problem?.includes(bad)).toBe(true)
    }
  })
}

function signatures(): void {
  it('is the secret’s own, the same each time, and anybody can verify it', async () => {
    const signer = await createSigner(secret)
    const signed = await signer.sign('the root')
    expect(signer.publicKey).toBe('3dDaJjuvHRgKW2CD-XPCH-rBGT0uX2hW8j1-jOSxwo8')
    expect(signed).toBe('hMTd5LGxtxpsU8_XzsQEcEGwHtcqIQYk0wOBlUMoZyGNPYgSs2CErFaRC95j0W02D8ia9sk7nCa5y3zxJjhBDg')
    expect(await verifySignature(signer.publicKey, 'the root', signed)).toBe(true)
    expect(await keyFingerprint(signer.publicKey)).toBe('eca6 26a4 2bb5 b4e6 f96a')
  })

  it('is refused for another text, another key, and anything malformed', async () => {
    const signer = await createSigner(secret)
    const signed = await signer.sign('the root')
    const { publicKey } = await createSigner(makeSecret())
    const bad = [
      [signer.publicKey, 'the root.', signed],
      [publicKey, 'the root', signed],
      [signer.publicKey, 'the root', signed.slice(0, -4)],
      [signer.publicKey, 'the root', ''],
      [signer.publicKey, 'the root', `A${signed.slice(1)}`],
      ['', 'the root', signed],
      ['not a key', 'the root', signed],
    ] as const
    for (const [key, text, signature] of bad) expect(await verifySignature(key, text, signature)).toBe(false)
  })
}
