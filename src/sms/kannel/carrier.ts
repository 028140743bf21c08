import * as z from 'zod'
import { type Carrier, type CarrierKind, httpUrl, secretText } from '../carrier.ts'
import { type KannelAccount, kannelGateway } from './gateway.ts'
import { kannelRoutes } from './routes.ts'

const Variables = z.object({
  KANNEL_URL: httpUrl.optional(),
  KANNEL_TOKEN: secretText(16).optional(),
  KANNEL_FROM: z
    .string()
    .regex(/^\+?\d{3,15}$/, 'is not a number')
    .optional(),
})
type Variables = z.infer<typeof Variables>
const NAMES = ['KANNEL_URL', 'KANNEL_TOKEN', 'KANNEL_FROM'] as const

/**
 * Kannel, a gateway that people run themselves with a modem or an operator's link: the way out when the first carrier
 * fails. It asks us by HTTP GET and sends what we answer; it takes our texts by GET. Off unless configured.
 */
export const kannel: CarrierKind = {
  name: 'kannel',
  title: 'the second gateway',
  variables: Variables.shape,
  problems(v: Variables, { isOutbound }) {
    const missing = NAMES.filter((name) => v[name] === undefined)
    if (missing.length < NAMES.length) return missing.map((name) => `${name} is missing`)
    return isOutbound ? ['OUTBOUND is kannel, but KANNEL_URL is missing'] : []
  },
  configure({ KANNEL_URL: url, KANNEL_TOKEN: token, KANNEL_FROM: from }: Variables) {
    return url === undefined || token === undefined || from === undefined ? null : kannelCarrier({ url, token, from })
  },
}

const kannelCarrier = (account: KannelAccount): Carrier => ({
  name: 'kannel',
  number: null,
  connect: (world) => ({
    webhooks: kannelRoutes({ ...world, token: account.token }),
    gateway: kannelGateway({ ...account, ourUrl: `http://127.0.0.1:${world.port}`, send: world.fetch }),
    list: null,
    servePicture: null,
  }),
})
