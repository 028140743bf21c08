import * as z from 'zod'
import { secretProblem } from './keys/secret.ts'
import { type Carrier, type CarrierKind, type EnvironmentUse, secretText } from './sms/carrier.ts'
import { isLoopback } from './sms/loopback.ts'
import { CARRIERS } from './sms/registry.ts'

/** What `LOG_LEVEL` may be, from the most lines to none. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LEVELS)[number]

/** The variables as text, each by itself, besides those of the carriers. */
const Variables = z.object({
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
  /** Those that are configured. None: no webhook is believed and nothing is sent. */
  readonly carriers: readonly Carrier[]
  /** The name of the one that sends the texts that are no answers, unless headquarters chooses. */
  readonly outbound: string
  /** What the carrier was given as our address, without a slash at the end; null where there is none. */
  readonly publicUrl: string | null
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

type EnvironmentRead =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * @param source the process' environment, or a Worker's bindings; what is empty counts as missing.
 * @param kinds the carriers that it may configure; the first is the one that sends unless told.
 * @returns every wrong variable by its name, and never by its value: it may be a secret.
 */
export function readEnvironment(
  source: Readonly<Record<string, unknown>>,
  use: EnvironmentUse,
  kinds: readonly [CarrierKind, ...CarrierKind[]] = CARRIERS,
): EnvironmentRead {
  const ofCarriers = kinds.map((kind) => ({ kind, ...check(z.object(kind.variables), source) }))
  const own = check(Variables.extend({ OUTBOUND: outboundOf(kinds) }), source)
  const { values } = own
  const wrong = [...ofCarriers, own].flatMap(({ problems }) => problems)
  if (wrong.length > 0 || values === null) return { ok: false, problems: wrong }
  const { PUBLIC_URL: publicUrl, OUTBOUND: outbound } = values
  const problems = ofCarriers.flatMap(({ kind, values }) =>
    kind.problems(values ?? {}, { publicUrl, isOutbound: outbound === kind.name, use }),
  )
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    environment: {
      carriers: ofCarriers.flatMap(({ kind, values }) => kind.configure(values ?? {}) ?? []),
      outbound: outbound ?? kinds[0].name,
      publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
      db: values.CAUCUSLINE_DB ?? 'data/caucusline.db',
      secret: values.CAUCUSLINE_SECRET ?? null,
      port: values.PORT ?? 8080,
      metricsToken: values.METRICS_TOKEN ?? null,
      segmentsPerSecond: values.SEGMENTS_PER_SECOND ?? 1,
      segmentsPerDay: values.SEGMENTS_PER_DAY ?? null,
      logLevel: values.LOG_LEVEL ?? null,
    },
  }
}

function check<S extends z.ZodObject>(schema: S, source: Readonly<Record<string, unknown>>) {
  const names = Object.keys(schema.shape)
  const read = schema.safeParse(
    Object.fromEntries(names.map((name) => [name, source[name] === '' ? undefined : source[name]])),
  )
  if (read.success) return { values: read.data, problems: [] }
  return { values: null, problems: read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`) }
}

function outboundOf(kinds: readonly CarrierKind[]) {
  const names = kinds.map(({ name }) => name)
  return z.enum(names, `is neither ${names.slice(0, -1).join(', ')} nor ${names.at(-1)}`).optional()
}
