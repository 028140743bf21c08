import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../src/environment.ts'

const whole = {
  TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'b'.repeat(32),
  TWILIO_FROM: '+15155550100',
  PUBLIC_URL: 'https://caucus.example/',
  CAUCUSLINE_DB: '/var/lib/caucusline/night.db',
  CAUCUSLINE_SECRET: 'Zm9yLXRlc3RzLW9ubHktbm90LWEtcmVhbC1zZWNyZXQ',
  PORT: '9090',
}
const problems = (over: Record<string, string>, use: 'serve' | 'demo' = 'serve') => {
  const read = readEnvironment({ ...whole, ...over }, use)
  return read.ok ? [] : read.problems
}

describe('the environment', () => {
  it('is read whole', () => {
    expect(readEnvironment({ ...whole, HOME: '/root' }, 'serve')).toEqual({
      ok: true,
      environment: {
        carriers: [
          {
            name: 'twilio',
            account: {
              accountSid: whole.TWILIO_ACCOUNT_SID,
              authTokens: ['b'.repeat(32)],
              sender: { from: '+15155550100' },
              apiBase: null,
            },
            number: '+15155550100',
            connect: expect.any(Function),
          },
        ],
        outbound: 'twilio',
        publicUrl: 'https://caucus.example',
        db: whole.CAUCUSLINE_DB,
        secret: whole.CAUCUSLINE_SECRET,
        port: 9090,
        metricsToken: null,
        segmentsPerSecond: 1,
        segmentsPerDay: null,
        logLevel: null,
      },
    })
  })

  it('may be empty: then there is no carrier', () => {
    const read = readEnvironment({ PORT: '', TWILIO_FROM: '' }, 'serve')
    expect(read.ok && [read.environment.carriers, read.environment.port, read.environment.publicUrl]).toEqual([
      [],
      8080,
      null,
    ])
  })

  it('takes a second token while they are rotated, and a messaging service instead of a number', () => {
    const service = `MG${'d'.repeat(32)}`
    const over = { TWILIO_AUTH_TOKEN_NEXT: 'e'.repeat(32), TWILIO_FROM: '', TWILIO_MESSAGING_SERVICE_SID: service }
    const read = readEnvironment({ ...whole, ...over }, 'serve')
    expect(read.ok && read.environment.carriers).toMatchObject([
      { account: { authTokens: ['b'.repeat(32), 'e'.repeat(32)], sender: { service } } },
    ])
  })

  it.each([
    [{ TWILIO_ACCOUNT_SID: 'SK123' }, ['TWILIO_ACCOUNT_SID is not AC and 32 hexadecimal digits']],
    [{ TWILIO_ACCOUNT_SID: '' }, ['TWILIO_ACCOUNT_SID is missing']],
    [{ TWILIO_AUTH_TOKEN: 'short' }, ['TWILIO_AUTH_TOKEN is shorter than 16']],
    [{ TWILIO_FROM: '515-555-0100' }, ['TWILIO_FROM is not a number like +15155550100']],
    [{ TWILIO_FROM: '' }, ['TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID is missing']],
    [
      { TWILIO_MESSAGING_SERVICE_SID: `MG${'1'.repeat(32)}` },
      ['TWILIO_FROM and TWILIO_MESSAGING_SERVICE_SID are both set: give one'],
    ],
    [{ PUBLIC_URL: '' }, ['PUBLIC_URL is missing: signatures are made over it']],
    [
      { PUBLIC_URL: 'https://a.example/#rc=3' },
      ['PUBLIC_URL has a # in it: what follows is not signed. Retry settings belong in the carrier’s console'],
    ],
    [{ PUBLIC_URL: 'https://a.example/?x=1' }, ['PUBLIC_URL has a query in it']],
    [{ PUBLIC_URL: 'http://a.example' }, ['PUBLIC_URL is not https']],
    [{ PUBLIC_URL: 'a.example' }, ['PUBLIC_URL is not a URL']],
    [
      { CAUCUSLINE_SECRET: 'hunter2' },
      ['CAUCUSLINE_SECRET is not 43 characters of base64url (32 bytes); use the one that init printed'],
    ],
    [{ PORT: '99999' }, ['PORT is not a port']],
    [{ LOG_LEVEL: 'verbose' }, ['LOG_LEVEL is none of trace, debug, info, warn, error, fatal, silent']],
    [{ SEGMENTS_PER_SECOND: '0' }, ['SEGMENTS_PER_SECOND is not more than 0: nothing would ever be sent']],
    [{ SEGMENTS_PER_SECOND: '-1' }, ['SEGMENTS_PER_SECOND is not a number']],
    [{ SEGMENTS_PER_DAY: '0' }, ['SEGMENTS_PER_DAY is not more than 0: nothing would ever be sent']],
    [{ SEGMENTS_PER_DAY: '2.5' }, ['SEGMENTS_PER_DAY is not a whole number']],
    [
      { TWILIO_API_BASE: 'http://127.0.0.1:1' },
      ['TWILIO_API_BASE is for tests and the demo only: texts would go nowhere'],
    ],
    [
      { KANNEL_URL: 'http://u:p@127.0.0.1:13013/cgi-bin/sendsms' },
      ['KANNEL_TOKEN is missing', 'KANNEL_FROM is missing'],
    ],
    [{ OUTBOUND: 'kannel' }, ['OUTBOUND is kannel, but KANNEL_URL is missing']],
    [{ PORT: 'x', TWILIO_FROM: 'y' }, ['TWILIO_FROM is not a number like +15155550100', 'PORT is not a port']],
  ])('%j: the wrong one is named', (over, expected) => {
    expect(problems(over)).toEqual(expected)
  })

  it.each([
    ['', null],
    ['warn', 'warn'],
    ['INFO', 'info'],
  ])('LOG_LEVEL "%s" is %s', (given, level) => {
    const read = readEnvironment({ ...whole, LOG_LEVEL: given }, 'serve')
    expect(read.ok && read.environment.logLevel).toBe(level)
  })

  it('never repeats a value: it may be a secret', () => {
    const said = problems({
      TWILIO_AUTH_TOKEN: 'oops-secret',
      CAUCUSLINE_SECRET: 'hunter-2-secret',
      TWILIO_ACCOUNT_SID: 'oops',
    })
    expect(said.length).toBe(3)
    expect(said.join()).not.toMatch(/oops|hunter/)
  })

  it('lets the demo and tests talk to another carrier', () => {
    expect(problems({ TWILIO_API_BASE: 'http://127.0.0.1:1' }, 'demo')).toEqual([])
    expect(problems({ PUBLIC_URL: 'http://127.0.0.1:8080' })).toEqual([])
    expect(problems({ PUBLIC_URL: 'http://127.0.0.1:8080', TWILIO_API_BASE: 'http://localhost:1' })).toEqual([])
    expect(problems({ PUBLIC_URL: 'http://127.0.0.1:8080', TWILIO_API_BASE: 'http://a.example' }).length).toBe(1)
  })
})
