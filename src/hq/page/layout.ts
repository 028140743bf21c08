import { html } from 'hono/html'
import type { Phase } from '../../bot/ids.ts'
import { may, type ViewName, views } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import { hashes } from './assets.ts'
import { type Html, hidden } from './parts.ts'

/** What every page of the console stands in. */
interface Frame {
  readonly title: string
  readonly me: Session
  readonly phase: Phase
  readonly caucus: string
  /** Open items of the queue. */
  readonly open: number
  /** The address of the part of the console that this page belongs to. */
  readonly path: string
  readonly now: string
  readonly body: Html
  /** For the sign-out form. */
  readonly action: string
}

const parts: readonly (readonly [path: string, words: string, view: ViewName])[] = [
  ['/hq', 'Board', 'board.see'],
  ['/hq/queue', 'Queue', 'queue.see'],
  ['/hq/reminders', 'Reminders', 'reminders.see'],
  ['/hq/calls', 'Calls', 'calls.see'],
  ['/hq/readiness', 'Readiness', 'readiness.see'],
  ['/hq/log', 'Log', 'log.see'],
  ['/hq/roster', 'Roster', 'roster.see'],
  ['/hq/phase', 'Phase', 'phase.see'],
  ['/hq/accounts', 'Accounts', 'accounts.see'],
]

const phaseWords: Readonly<Record<Phase, string>> = {
  setup: 'Setup. Chairs can check in; no reports are taken.',
  practice: 'Practice. Other candidates; nothing of this is a result.',
  live: 'Live. What chairs approve is recorded and published.',
  closed: 'Closed. Texts are kept and queued; nothing more is recorded.',
}

export function consolePage(frame: Frame): Html {
  const { me, phase, body, path } = frame
  const shown = parts.filter(([, , view]) => may(me.account.role, views[view]))
  return html`<!doctype html>
<html lang="en"><head>${head(frame.title, frame.now)}</head><body>
<a class="skip" href="#main">To the content</a>
<header class="top"><div class="bar"><a class="name" href="/hq">${frame.caucus}</a>
<nav aria-label="Console"><ul>${shown.map(
    ([to, words]) =>
      html`<li><a href="${to}"${to === path ? html` aria-current="page"` : ''}>${words}${
        to === '/hq/queue'
          ? html` <span class="count${frame.open === 0 ? ' none' : ''}"><span data-queue>${frame.open}</span></span>`
          : ''
      }</a></li>`,
  )}</ul></nav>
<div class="me"><a href="/hq/self">${me.account.name}</a><span>${me.account.role}</span>
<form method="post" action="/hq/sign-out">${hidden({ csrf: me.csrf, action: frame.action })}<button class="plain">Sign out</button></form></div></div>
</header>
<div class="phase ${phase}" role="region" aria-label="Phase"><p><strong>${phaseWords[phase].split('.')[0]}.</strong>${phaseWords[phase].slice(phaseWords[phase].indexOf('.') + 1)}</p></div>
<main id="main" tabindex="-1">${body}</main>
</body></html>`
}

/** A page for who is not signed in: no navigation, no figure, no name. */
export const outside = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en"><head>${head(title, null)}</head><body><main id="main" class="narrow">${body}</main></body></html>`

const head = (title: string, now: string | null): Html => html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Caucusline HQ</title>
<meta name="robots" content="noindex"><link rel="icon" href="data:,">${now === null ? '' : html`<meta name="now" content="${now}">`}
<link rel="stylesheet" href="/hq/style-${hashes.style}.css"><script defer src="/hq/hq-${hashes.script}.js"></script>`
