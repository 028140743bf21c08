import { html } from 'hono/html'
import type { Role } from '../rows.ts'
import { outside } from './layout.ts'
import type { Html } from './parts.ts'

/** Pages for what was not done: why, and what to do now. */

export const forbidden = (role: Role, least: Role): Html =>
  outside(
    'Not with this role',
    html`<h1>Not with this role</h1>
<p>This needs the role <strong>${least}</strong>; you are signed in as ${role}. Nothing was done.</p>
<p>Ask somebody with that role, or go <a href="/hq">back to the board</a>.</p>`,
  )

export const tooOld = (): Html =>
  outside(
    'Send it again',
    html`<h1>Please send it again</h1>
<p>This form was not made for your present session, so nothing was done. Go back, load the page anew, and send it again.</p>
<p><a href="/hq">To the board</a></p>`,
  )

export const missing = (what: string): Html =>
  outside('Not here', html`<h1>Not here</h1><p>There is no ${what}.</p><p><a href="/hq">To the board</a></p>`)
