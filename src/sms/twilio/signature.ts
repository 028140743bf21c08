import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'

/** A form's parameters as they were sent: untrimmed, empty ones too; an array where a name came several times. */
export type CarrierForm = Readonly<Record<string, string | string[]>>

/** Reads an urlencoded body. The object has no prototype, so that no parameter's name can mean anything else. */
export function parseForm(body: string): CarrierForm {
  const form: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(body)) {
    const before = form[name]
    if (before === undefined) form[name] = value
    else if (typeof before === 'string') form[name] = [before, value]
    else before.push(value)
  }
  return form
}

/** The value of a parameter; of several, the first; '' where it is missing. */
export function field(form: CarrierForm, name: string): string {
  const value = form[name]
  return (typeof value === 'string' ? value : value?.[0]) ?? ''
}

/**
 * Whether Twilio signed this request. The work is the SDK's; the tests hold it to the documented algorithm, written anew.
 * @param tokens one, or two while they are being rotated: Twilio signs with the primary one only.
 * @param url what Twilio was given: the configured public URL, the route, the raw query. Never made from headers.
 */
export function authentic(
  tokens: readonly string[],
  signature: string | undefined,
  url: string,
  form: CarrierForm,
): boolean {
  if (signature === undefined || signature === '') return false
  return tokens.some((token) => validateRequest(token, signature, url, form))
}

/** What Twilio would put into `X-Twilio-Signature`: for the simulated carrier. */
export function signature(token: string, url: string, form: CarrierForm): string {
  return getExpectedTwilioSignature(token, url, form)
}
