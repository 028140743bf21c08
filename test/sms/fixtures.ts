import { createApp } from '../../src/app.ts'
import type { Handle, Inbound, TextAnswer } from '../../src/bot/ports.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import type { DeliveryNews, Log, LogFields } from '../../src/sms/ports.ts'
import { type TwilioWebhooks, twilioRoutes } from '../../src/sms/twilio/routes.ts'

export const TOKEN = '12345678901234567890123456789012'
export const OUR_NUMBER = '+15155550100'
export const PUBLIC_URL = 'https://caucus.example/line'
export const ACCOUNT = `AC${'0'.repeat(32)}`

/** A bot that remembers what it was told and answers with an echo: enough for what the carrier's side does. */
export function echo(reply: (text: Inbound) => string = (text) => `You said: ${text.body}`) {
  const heard: Inbound[] = []
  const answers = new Map<string, TextAnswer>()
  const handle: Handle = async (text) => {
    const before = answers.get(text.sid)
    if (before !== undefined) return { reply: before.reply, repeated: true }
    const answer = { reply: reply(text), repeated: false }
    heard.push(text)
    answers.set(text.sid, answer)
    return answer
  }
  return { handle, heard }
}

export function logbook() {
  const lines: { readonly level: string; readonly fields: LogFields; readonly message: string }[] = []
  const at = (level: string) => (fields: LogFields, message: string) => void lines.push({ level, fields, message })
  const log: Log = { info: at('info'), warn: at('warn'), error: at('error') }
  return { log, lines }
}

/** The whole server around some bot, in this process. */
export function server(handle: Handle, deps: Partial<TwilioWebhooks> = {}) {
  const metrics = createMetrics()
  const news: DeliveryNews[] = []
  const { log, lines } = logbook()
  const webhooks = twilioRoutes({
    handle,
    deliveries: { record: async (told) => void news.push(told) },
    clock: { now: () => '2020-02-04T01:41:00.000Z' },
    metrics,
    publicUrl: PUBLIC_URL,
    authTokens: [TOKEN],
    own: [OUR_NUMBER],
    ...deps,
  })
  const app = createApp({
    webhooks: [webhooks],
    metrics,
    routes: [],
    ready: async () => null,
    metricsText: async () => metrics.text(),
    metricsToken: 'a-token-for-the-figures',
    remoteAddress: () => null,
    log,
  })
  return { app, metrics, news, lines }
}
