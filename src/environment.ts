import { isLoopback, type LogLevel, Variables } from './environment-variables.ts'

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

export interface TwilioAccount {
  readonly accountSid: string
  /** One, or two while they are being rotated. The first is the one we send with. */
  readonly authTokens: readonly string[]
  readonly sender: { readonly from: string } | { readonly service: string }
  /** Another place than api.twilio.com; only in tests and the demo. */
  readonly apiBase: string | null
}

export interface KannelAccount {
  /** Of its smsbox, with user and password: `http://user:password@127.0.0.1:13013/cgi-bin/sendsms`. */
  readonly url: string
  /** What its `get-url` carries, so that nobody else's texts are believed. */
  readonly token: string
  readonly from: string
}

export type Use = 'serve' | 'demo' | 'test'
export type EnvironmentRead =
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
