import * as z from 'zod'
import { secretProblem } from './seal/secret.ts'

const secretText = (shortest: number) =>
  z.string().regex(/^\S+$/, 'has spaces in it').min(shortest, `is shorter than ${shortest}`)

/** What `LOG_LEVEL` may be, from the most lines to none. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LEVELS)[number]

/** The variables as text, each by itself; what belongs together is checked in environment.ts. */
export const Variables = z.object({
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
export type Variables = z.infer<typeof Variables>

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
