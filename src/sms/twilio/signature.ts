import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { TwilioForm } from './forms.ts'

/**
 * Whether Twilio signed this request. The work is the SDK's; the tests hold it to the documented algorithm, written anew.
 * @param tokens one, or two while they are being rotated: Twilio signs with the primary one only.
 * @param url what Twilio was given: the configured public URL, the route, the raw query. Never made from headers.
 */
export const isSigned = (tokens: readonly string[], signature: string | undefined, url: string, form: TwilioForm) =>
  signature !== undefined && signature !== '' && tokens.some((token) => validateRequest(token, signature, url, form))

/** What Twilio would put into `X-Twilio-Signature`: for the simulated carrier. */
export const signature = (token: string, url: string, form: TwilioForm): string =>
  getExpectedTwilioSignature(token, url, form)
