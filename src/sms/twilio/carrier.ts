import { Hono } from 'hono'
import * as z from 'zod'
import { type Carrier, type CarrierKind, httpUrl, secretText } from '../carrier.ts'
import { isLoopback } from '../loopback.ts'
import { servePicture } from './pictures.ts'
import { twilioRest } from './rest.ts'
import { twilioRoutes } from './routes.ts'

interface TwilioAccount {
  readonly accountSid: string
  /** One, or two while they are being rotated. The first is the one we send with. */
  readonly authTokens: readonly string[]
  readonly sender: { readonly from: string } | { readonly service: string }
  /** Another place than api.twilio.com; only in tests and the demo. */
  readonly apiBase: string | null
}

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
  TWILIO_API_BASE: httpUrl.optional(),
})
type Variables = z.infer<typeof Variables>

export const twilio: CarrierKind = {
  name: 'twilio',
  title: 'Twilio',
  variables: Variables.shape,
  problems(v: Variables, { publicUrl, use }) {
    const problems: string[] = []
    const sender = v.TWILIO_FROM ?? v.TWILIO_MESSAGING_SERVICE_SID
    // Configured whole or not at all.
    if ([v.TWILIO_ACCOUNT_SID, v.TWILIO_AUTH_TOKEN, sender].some((part) => part !== undefined)) {
      if (v.TWILIO_ACCOUNT_SID === undefined) problems.push('TWILIO_ACCOUNT_SID is missing')
      if (v.TWILIO_AUTH_TOKEN === undefined) problems.push('TWILIO_AUTH_TOKEN is missing')
      if (sender === undefined) problems.push('TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID is missing')
      if (v.TWILIO_FROM !== undefined && v.TWILIO_MESSAGING_SERVICE_SID !== undefined)
        problems.push('TWILIO_FROM and TWILIO_MESSAGING_SERVICE_SID are both set: give one')
      if (publicUrl === undefined) problems.push('PUBLIC_URL is missing: signatures are made over it')
    }
    // A rehearsal on one machine (a replay) runs the real server.
    const trial = isLoopback(v.TWILIO_API_BASE ?? '') && isLoopback(publicUrl ?? '')
    if (v.TWILIO_API_BASE !== undefined && use === 'serve' && !trial)
      problems.push('TWILIO_API_BASE is for tests and the demo only: texts would go nowhere')
    return problems
  },
  configure(v: Variables) {
    const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: token, TWILIO_AUTH_TOKEN_NEXT: next } = v
    if (accountSid === undefined || token === undefined) return null
    return twilioCarrier({
      accountSid,
      authTokens: next === undefined ? [token] : [token, next],
      sender: v.TWILIO_FROM === undefined ? { service: v.TWILIO_MESSAGING_SERVICE_SID ?? '' } : { from: v.TWILIO_FROM },
      apiBase: v.TWILIO_API_BASE?.replace(/\/+$/, '') ?? null,
    })
  },
  // The address is known to everybody: nothing that comes to it is believed.
  closed: new Hono().all('/sms/twilio/*', (c) => c.body(null, 403)),
}

export const twilioCarrier = (account: TwilioAccount): Carrier & { readonly account: TwilioAccount } => ({
  name: 'twilio',
  account,
  number: 'from' in account.sender ? account.sender.from : null,
  connect(world) {
    const { publicUrl, redraw } = world
    const api = { ...account, authToken: account.authTokens[0] ?? '', publicUrl, send: world.fetch }
    // From an address that no carrier reaches, the real one is not called either.
    const client = account.apiBase === null && isLoopback(publicUrl) ? null : twilioRest(api)
    return {
      webhooks: twilioRoutes({ ...world, authTokens: account.authTokens }),
      gateway: client,
      list: client,
      servePicture: (url) => servePicture(url, { ...api, redraw }),
    }
  },
})
