import * as z from 'zod'
import { secretProblem } from './keys/secret.ts'

const secretText = (shortest: number) =>
  z.string().regex(/^\S+$/, 'has spaces in it').min(shortest, `is shorter than ${shortest}`)

/** What `LOG_LEVEL` may be, from the most lines to none. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LEVELS)[number]

/** The variables as text, each by itself; what belongs together is checked in environment.ts. */
const Variables = z.object({
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'is not AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: secretText(16).optional(),
  TWILIO_AUTH_TOKEN_NEXT: secretText(16).optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$|^\d{5,6}$/, 'is not a number like +15155550100')
    .optional(),
  TWILIO_MESSAGING_SERVICE_SID: z
    .string()
    .regex(/^MG[0-9a-fA-F]{32}$/, 'is not MG and 32 hexadecimal digits')
    .optional(),
  TWILIO_API_BASE: z.url({ protocol: /^https?$/, error: 'is not a URL' }).optional(),
  PUBLIC_URL: z
    .string()
    .superRefine((url, c) => {
      const wrong = publicUrlProblem(url)
      if (wrong !== null) c.addIssue({ code: 'custom', message: wrong })
    })
    .optional(),
  CAUCUSLINE_DB: z.string().optional(),
  CAUCUSLINE_SECRET: z
    .string()
    .superRefine((text, c) => {
      const wrong = secretProblem(text)
      if (wrong !== null) c.addIssue({ code: 'custom', message: wrong.replace('CAUCUSLINE_SECRET ', '') })
    })
    .optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port')
    .optional(),
  METRICS_TOKEN: secretText(16).optional(),
  KANNEL_URL: z.url({ protocol: /^https?$/, error: 'is not a URL' }).optional(),
  KANNEL_TOKEN: secretText(16).optional(),
  KANNEL_FROM: z
    .string()
    .regex(/^\+?\d{3,15}$/, 'is not a number')
    .optional(),
  OUTBOUND: z.enum(['twilio', 'kannel'], 'is neither twilio nor kannel').optional(),
  SEGMENTS_PER_SECOND: z
    .string()
    .regex(/^\d{1,4}(\.\d+)?$/, 'is not a number')
    .transform(Number)
    .refine((n) => n > 0, 'is not more than 0: nothing would ever be sent')
    .optional(),
  SEGMENTS_PER_DAY: z
    .string()
    .regex(/^\d{1,7}$/, 'is not a whole number')
    .transform(Number)
    .refine((n) => n > 0, 'is not more than 0: nothing would ever be sent')
    .optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LEVELS, `is none of ${LEVELS.join(', ')}`))
    .optional(),
})
type Variables = z.infer<typeof Variables>

/** Whether an address leads back to this machine: no carrier can reach it, so whatever calls it is a trial. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** What stands after # is not signed, a query would be signed twice; http only where nothing leaves the machine. */
function publicUrlProblem(url: string): string | null {
  if (url.includes('#'))
    return 'has a # in it: what follows is not signed. Retry settings belong in the carrier’s console'
  if (url.includes('?')) return 'has a query in it'
  if (!URL.canParse(url)) return 'is not a URL'
  const { protocol } = new URL(url)
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(url))) return null
  return 'is not https'
}

/** The environment, read once at the start. The names are a contract: scripts and unit files rely on them. */
export interface Environment {
  /** Null where no carrier is configured: then no webhook is believed and nothing is sent. */
  readonly twilio: TwilioAccount | null
  /** What the carrier was given as our address, without a slash at the end; null where there is none. */
  readonly publicUrl: string | null
  /** A gateway of one's own beside it, or instead; null: off. */
  readonly kannel?: KannelAccount | null
  /** By which of the two texts leave that are not answers. */
  readonly outbound?: 'twilio' | 'kannel'
  readonly db: string
  /** The key of codes and pseudonyms; null where it is to be taken from where `init` put it. */
  readonly secret: string | null
  readonly port: number
  /** Whoever shows it may read /metrics from elsewhere. */
  readonly metricsToken: string | null
  /** What we send at most: below the carrier's ceilings, which differ from number to number. */
  readonly segmentsPerSecond: number
  readonly segmentsPerDay: number | null
  /** From which level on there are lines in the log; null where nobody said. */
  readonly logLevel?: LogLevel | null
}

interface TwilioAccount {
  readonly accountSid: string
  /** One, or two while they are being rotated. The first is the one we send with. */
  readonly authTokens: readonly string[]
  readonly sender: { readonly from: string } | { readonly service: string }
  /** Another place than api.twilio.com; only in tests and the demo. */
  readonly apiBase: string | null
}

interface KannelAccount {
  /** Of its smsbox, with user and password: `http://user:password@127.0.0.1:13013/cgi-bin/sendsms`. */
  readonly url: string
  /** What its `get-url` carries, so that nobody else's texts are believed. */
  readonly token: string
  readonly from: string
}

type Use = 'serve' | 'demo' | 'test'
type EnvironmentRead =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * @param source the process' environment, or a Worker's bindings; what is empty counts as missing.
 * @returns every wrong variable by its name, and never by its value: it may be a secret.
 */
export function readEnvironment(source: Readonly<Record<string, unknown>>, use: Use): EnvironmentRead {
  const given = Object.fromEntries(
    Object.keys(Variables.shape).map((name) => [name, source[name] === '' ? undefined : source[name]]),
  )
  const read = Variables.safeParse(given)
  if (!read.success)
    return { ok: false, problems: read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) }
  const problems = [...together(read.data), ...kannelProblems(read.data), ...testsOnly(read.data, use)]
  if (problems.length > 0) return { ok: false, problems }
  const { PUBLIC_URL, CAUCUSLINE_DB, CAUCUSLINE_SECRET, PORT, METRICS_TOKEN } = read.data
  const { SEGMENTS_PER_SECOND, SEGMENTS_PER_DAY, LOG_LEVEL } = read.data
  return {
    ok: true,
    environment: {
      twilio: account(read.data),
      kannel: kannelAccount(read.data),
      outbound: read.data.OUTBOUND ?? 'twilio',
      publicUrl: PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      db: CAUCUSLINE_DB ?? 'data/caucusline.db',
      secret: CAUCUSLINE_SECRET ?? null,
      port: PORT ?? 8080,
      metricsToken: METRICS_TOKEN ?? null,
      segmentsPerSecond: SEGMENTS_PER_SECOND ?? 1,
      segmentsPerDay: SEGMENTS_PER_DAY ?? null,
      logLevel: LOG_LEVEL ?? null,
    },
  }
}

/** A carrier is configured whole or not at all. */
function together(v: Variables): string[] {
  const parts = [v.TWILIO_ACCOUNT_SID, v.TWILIO_AUTH_TOKEN, v.TWILIO_FROM ?? v.TWILIO_MESSAGING_SERVICE_SID]
  if (parts.every((part) => part === undefined)) return []
  const problems: string[] = []
  if (v.TWILIO_ACCOUNT_SID === undefined) problems.push('TWILIO_ACCOUNT_SID is missing')
  if (v.TWILIO_AUTH_TOKEN === undefined) problems.push('TWILIO_AUTH_TOKEN is missing')
  if (parts[2] === undefined) problems.push('TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID is missing')
  if (v.TWILIO_FROM !== undefined && v.TWILIO_MESSAGING_SERVICE_SID !== undefined) {
    problems.push('TWILIO_FROM and TWILIO_MESSAGING_SERVICE_SID are both set: give one')
  }
  if (v.PUBLIC_URL === undefined) problems.push('PUBLIC_URL is missing: signatures are made over it')
  return problems
}

function testsOnly(v: Variables, use: Use): string[] {
  if (v.TWILIO_API_BASE === undefined || use !== 'serve') return []
  // A rehearsal on one machine (a replay) runs the real server.
  if (isLoopback(v.TWILIO_API_BASE) && isLoopback(v.PUBLIC_URL ?? '')) return []
  return ['TWILIO_API_BASE is for tests and the demo only: texts would go nowhere']
}

function kannelProblems(v: Variables): string[] {
  const names = ['KANNEL_URL', 'KANNEL_TOKEN', 'KANNEL_FROM'] as const
  const missing = names.filter((name) => v[name] === undefined)
  if (missing.length === 0) return []
  if (missing.length < names.length) return missing.map((name) => `${name} is missing`)
  return v.OUTBOUND === 'kannel' ? ['OUTBOUND is kannel, but KANNEL_URL is missing'] : []
}

function kannelAccount({ KANNEL_URL: url, KANNEL_TOKEN: token, KANNEL_FROM: from }: Variables): KannelAccount | null {
  return url === undefined || token === undefined || from === undefined ? null : { url, token, from }
}

function account(v: Variables): TwilioAccount | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: token, TWILIO_AUTH_TOKEN_NEXT: next } = v
  const sender =
    v.TWILIO_FROM !== undefined ? { from: v.TWILIO_FROM } : { service: v.TWILIO_MESSAGING_SERVICE_SID ?? '' }
  if (accountSid === undefined || token === undefined) return null
  return {
    accountSid,
    authTokens: next === undefined ? [token] : [token, next],
    sender,
    apiBase: v.TWILIO_API_BASE?.replace(/\/+$/, '') ?? null,
  }
}
