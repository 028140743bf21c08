import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'
import { outside } from '../page/layout.ts'
import { type Html, noteBox, nothing } from '../page/parts.ts'
import { SHORTEST_PASSWORD } from './enrol.ts'

/** Signing in, and the first visit of who was invited. */

export const signInPage = (to: string, wrong: Html | string | null): Html =>
  outside(
    'Sign in',
    html`<div class="sheet"><h1>Caucusline HQ</h1>${wrong === null ? nothing : noteBox('bad', wrong)}
<form method="post" action="/hq/sign-in"><input type="hidden" name="to" value="${to}">
<label for="name">Name</label><input class="full" id="name" name="name" autocomplete="username" autocapitalize="none" required autofocus>
<label for="password">Password</label><input class="full" id="password" name="password" type="password" autocomplete="current-password" required>
<label for="code">Code <span class="hint">six digits from your authenticator app, or a recovery code</span></label>
<input class="full code" id="code" name="code" autocomplete="one-time-code" inputmode="text" required maxlength="20">
<p class="acts"><button class="main">Sign in</button></p></form></div>
<p class="hint">No account? A supervisor’s colleague with the role admin can invite you. Results are on the <a href="/">public page</a>.</p>`,
  )

/** @param totp shown this once; the form sends it back, sealed, so that nothing is kept before the code was right. */
export const welcomePage = (of: {
  readonly token: string
  readonly name: string
  readonly uri: string
  readonly secret: string
  readonly sealed: string
  readonly wrong: string | null
}): Html =>
  outside(
    'Welcome',
    html`<div class="sheet"><h1>Welcome, ${of.name}</h1>${of.wrong === null ? nothing : noteBox('bad', of.wrong)}
<form method="post" action="/hq/welcome/${of.token}"><input type="hidden" name="sealed" value="${of.sealed}">
<h2>1. Choose a password</h2>
<label for="password">Password <span class="hint">at least ${SHORTEST_PASSWORD} characters; four words are easy to keep</span></label>
<input class="full" id="password" name="password" type="password" autocomplete="new-password" minlength="${SHORTEST_PASSWORD}" required>
<label for="again">The same again</label><input class="full" id="again" name="again" type="password" autocomplete="new-password" required>
<h2>2. Set up the second factor</h2>
<p>Scan this with an authenticator app on your phone.</p>
<div class="qr" role="img" aria-label="Square code for the authenticator app; the same stands below as text">${raw(renderSVG(of.uri, { border: 1 }).replaceAll(/ style="[^"]*"/g, ''))}</div>
<p class="hint">No camera? Type this key into the app: <code>${of.secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code></p>
<label for="code">The six digits it shows now</label><input class="full code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,7}" required>
<p class="acts"><button class="main">Finish</button></p></form></div>`,
  )

export const recoveryPage = (codes: readonly string[]): Html =>
  outside(
    'Recovery codes',
    html`<div class="sheet"><h1>Keep these codes</h1><p>Each lets you in once, in place of the six digits, if your phone is lost. They are shown only now: print this page, or write them down.</p>
<ul class="code">${codes.map((code) => html`<li>${code}</li>`)}</ul>
<p class="acts noprint"><a class="button" href="/hq/sign-in">I have them. Sign in</a></p></div>`,
  )
