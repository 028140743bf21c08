import { type Account, PUBLIC_URL, totpAt } from './assembly.ts'
import type { Rng } from './rng.ts'

/** A browser at headquarters: keeps its cookies, finds a form's hidden fields on the page before sending it. */
export interface Browser {
  readonly account: Account
  get(path: string): Promise<Page>
  /** Sends the form that stands on `from`, with these fields. */
  post(path: string, fields: Readonly<Record<string, string>>, from: string): Promise<Page>
  signIn(): Promise<boolean>
  /** A new password, chosen by the person; known to the browser whether or not the answer comes. */
  changePassword(next: string): Promise<Page>
}
export interface Page {
  readonly status: number
  readonly body: string
  readonly location: string | null
}

/** @param send throws where the process has died; the page then does not load */
export function browser(
  account: Account,
  send: (request: Request) => Promise<Response>,
  now: () => string,
  draw: Rng,
): Browser {
  const cookies = new Map<string, string>()
  /** The last first: after a change whose answer did not come, the person tries both. */
  let passwords = [account.password]
  const ask = async (path: string, init: RequestInit): Promise<Page> => {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) }
    const answer = await send(new Request(PUBLIC_URL + path, { ...init, headers }))
    for (const line of answer.headers.getSetCookie()) {
      const [key = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(key)
      else cookies.set(key, value)
    }
    return { status: answer.status, body: await answer.text(), location: answer.headers.get('location') }
  }
  const form = (path: string, fields: Readonly<Record<string, string>>): Promise<Page> =>
    ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: PUBLIC_URL,
        host: new URL(PUBLIC_URL).host,
      },
    })
  return {
    account,
    get: (path) => ask(path, {}),
    async post(path, fields, from) {
      const page = (await ask(from, {})).body
      const hidden = (field: string) => new RegExp(`name="${field}" value="([^"]*)"`).exec(page)?.[1] ?? ''
      const kept = Object.fromEntries(
        ['version', 'phase'].map((field) => [field, hidden(field)]).filter(([, value]) => value),
      )
      const action = Buffer.from(draw.bytes(8)).toString('hex')
      return form(path, { csrf: hidden('csrf'), action, ...kept, ...fields })
    },
    async signIn() {
      const { name, totp } = account
      const [password = ''] = passwords
      const answer = await form('/hq/sign-in', { name, password, code: totpAt(totp, now()), to: '/hq' })
      if (answer.status !== 303) passwords = [...passwords.slice(1), password]
      return answer.status === 303
    },
    async changePassword(next) {
      const [password = ''] = passwords
      passwords = [next, password]
      const code = totpAt(account.totp, now())
      const answer = await this.post('/hq/self/password', { password, next, code }, '/hq/self')
      if (answer.location?.includes('said=password')) passwords = [next]
      if (answer.location?.includes('said=wrong')) passwords = [password]
      return answer
    },
  }
}
