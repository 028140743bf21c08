import { createHmac } from 'node:crypto'

/**
 * The documented algorithm, written from its description: the URL, then every parameter by name, name and value with
 * nothing between, a repeated name once for each of its distinct values in order. The oracle for what serves.
 */
export function sign(token: string, url: string, parameters: readonly (readonly [string, string])[]): string {
  const names = [...new Set(parameters.map(([name]) => name))].sort()
  const pieces = names.flatMap((name) => {
    const values = new Set(parameters.filter(([other]) => other === name).map(([, value]) => value))
    return [...values].sort().map((value) => name + value)
  })
  return createHmac('sha1', token)
    .update([url, ...pieces].join(''), 'utf8')
    .digest('base64')
}

/** A request as Twilio makes it: `to` is where it arrives, `url` what Twilio was told. */
export function post(
  to: string,
  token: string,
  url: string,
  fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
): Request {
  const parameters = Array.isArray(fields) ? fields : Object.entries(fields)
  return new Request(to, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Twilio-Signature': sign(token, url, parameters),
    },
    body: new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString(),
  })
}
