import { Hono } from 'hono'
import { html, raw } from 'hono/html'

/** The keys as ITU-T E.161 letters them; phone.js knows what each types. */
const keys: readonly (readonly [string, string])[] = [
  ['1', '.,?'],
  ['2', 'abc'],
  ['3', 'def'],
  ['4', 'ghi'],
  ['5', 'jkl'],
  ['6', 'mno'],
  ['7', 'pqrs'],
  ['8', 'tuv'],
  ['9', 'wxyz'],
  ['*', '+='],
  ['0', 'space'],
  ['#', 'Abc 123'],
]

/** Send, clear, scroll, and the twelve keys. */
function keypad() {
  return html`<div class="soft">
<button type="button" id="send" class="softkey">Send</button>
<div class="rocker"><button type="button" id="up" aria-label="Scroll up"></button><button type="button" id="down" aria-label="Scroll down"></button></div>
<button type="button" id="clear" class="softkey">Clear</button>
</div>
<div class="keys" id="keys" role="group" aria-label="Keypad">${keys.map(
    ([digit, letters]) =>
      html`<button type="button" data-key="${digit}"><b>${digit}</b> <small>${letters}</small></button>`,
  )}</div>`
}

/** The page, with everything that needs no script; page/phone.js fills in the rest. */
function page({ caucus, chairs, links }: PhonePageDeps) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The phone – ${caucus.name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/phone/phone.css">
<script type="module" src="/phone/phone.js"></script>
</head>
<body>
<header class="top">
<p class="brand">Caucusline</p>
<nav aria-label="Elsewhere">${links.map(([address, name]) => html`<a href="${address}">${name}</a>`)}</nav>
</header>
<main>
<h1 class="unseen">A chair’s phone, the card, and the board</h1>
<noscript><p class="noscript">This page needs its script to dial. The results are on the <a href="/">public page</a>.</p></noscript>
${card(chairs, caucus.number)}
${phone(caucus)}
${board(chairs)}
</main>
<footer><p>A demonstration: the rooms are invented, most head counts are those of single Iowa precincts in 2020. Every text goes through the signed webhook of the real server.</p></footer>
<script type="application/json" id="chairs">${raw(forScript(chairs))}</script>
</body>
</html>`
}

/** JSON that no HTML parser can take for an end of the element. */
const forScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

function card(chairs: readonly DemoChair[], number: string) {
  return html`<section class="card" aria-labelledby="card-title">
<div class="slip">
<h2 id="card-title">Chair’s card</h2>
<label class="who">You are the chair of
<select id="chair">${chairs.map((chair) => html`<option value="${chair.precinct}">${chair.precinct} ${chair.name}</option>`)}</select></label>
<dl>
<div><dt>Text to</dt><dd>${asDialed(number)}</dd></div>
<div><dt>Precinct</dt><dd id="card-code"></dd></div>
<div><dt>County</dt><dd id="card-county"></dd></div>
<div><dt>Delegates</dt><dd id="card-delegates"></dd></div>
</dl>
<h3>Tap to type it, then send</h3>
<ol id="examples" class="examples"></ol>
<h3>And if…</h3>
<ul id="others" class="examples"></ul>
</div>
</section>`
}

function phone({ number, timezone }: PhonePageDeps['caucus']) {
  return html`<section class="handset" aria-labelledby="phone-title">
<h2 id="phone-title" class="unseen">Phone</h2>
<ul id="ready" class="examples ready"></ul>
<div class="body">
<div class="ear" aria-hidden="true"></div>
<p class="maker" aria-hidden="true">caucusline</p>
<div class="glass">
<div class="lcd">
<p class="bar" aria-hidden="true"><span class="bars"></span><span id="clock" data-timezone="${timezone}"></span><span class="battery"></span></p>
<p class="to">${asDialed(number)}</p>
<div id="thread" class="thread" role="log" aria-label="Messages" tabindex="0"></div>
<div class="write">
<label for="text" class="unseen">Text message</label>
<textarea id="text" rows="1" maxlength="480" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="Write a text"></textarea>
<p class="foot"><span id="mode">Abc</span><span id="left" aria-live="off">160/1</span></p>
</div>
</div>
</div>
${keypad()}
</div>
<p class="hint">Tap the keys, or just type and press Enter.</p>
</section>`
}

function board(chairs: readonly DemoChair[]) {
  const counties = [...new Set(chairs.map(({ county }) => county))]
  return html`<section class="board" aria-labelledby="board-title">
<div class="boardhead">
<div><h2 id="board-title">The board</h2>
<p id="progress" class="progress" role="status"><b>0</b> of ${chairs.length} precincts reported</p></div>
<button id="night" type="button" aria-pressed="false">Let the night run</button>
</div>
<div class="meter" aria-hidden="true"><span id="meter"></span></div>
<div id="totals" class="totals"></div>
${counties.map(
  (county) => html`<h3>${county} County</h3>
<ul class="lines">${chairs
    .filter((chair) => chair.county === county)
    .map(
      (chair) => html`<li id="line-${chair.precinct}" data-stage="silent">
<span class="code">${chair.precinct}</span><span class="room">${chair.name}</span>
<span class="stage"><span class="mark" aria-hidden="true"></span><span class="stage-word">not heard from</span></span>
<span class="won"></span></li>`,
    )}</ul>`,
)}
</section>`
}

/** Writes a North American number as cards print it; others stay as they are. */
const asDialed = (number: string): string => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')

/** A chair whose phone can be picked up in the browser. */
export interface DemoChair {
  readonly precinct: string
  readonly county: string
  readonly name: string
  /** E.164. */
  readonly phone: string
  readonly language: string
  /** Delegates to elect. */
  readonly delegates: number
  /** Texts that the chair may want to send, in the order of the night, each with a word on what it shows. */
  readonly examples: readonly { readonly text: string; readonly about: string }[]
}

/** One precinct as the board beside the phone shows it. */
export interface BoardLine {
  readonly precinct: string
  readonly stage: 'silent' | 'initial' | 'awaiting' | 'approved' | 'held'
  /** Delegates of a recorded report; null before there is one. */
  readonly delegates: Readonly<Record<string, number>> | null
}

export interface ThreadText {
  /** Null when we texted first. */
  readonly body: string | null
  /** Null when nothing was answered. */
  readonly reply: string | null
}

/** What the phone in the browser needs of the demonstration. */
interface PhonePageDeps {
  readonly caucus: { readonly name: string; readonly number: string; readonly timezone: string }
  readonly chairs: readonly DemoChair[]
  /** Texts our number from that phone, through the carrier, signed; resolves with the answer. */
  readonly text: (from: string, body: string) => Promise<string | null>
  readonly thread: (from: string) => readonly ThreadText[]
  readonly board: () => Promise<readonly BoardLine[]>
  /** The other chairs report by themselves while this is on. */
  readonly night: { readonly on: () => boolean; readonly set: (on: boolean) => void }
  /** The page's style (all of it in phone.css) and scripts by file name. They are files so that the page needs nothing inline. */
  readonly assets: Readonly<Record<string, string>>
  /** Other pages to look at: `[address, name]`. */
  readonly links: readonly (readonly [string, string])[]
}

/** Characters in a text: more than a feature phone can send in one go. */
const longest = 480

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

/** `/phone`: a feature phone in the browser, its chair's card, and the board filling in. Only in the demonstration. */
export function phoneRoutes(deps: PhonePageDeps): Hono {
  const app = new Hono()
  const chairPhones = new Set(deps.chairs.map(({ phone }) => phone))
  app.get('/phone', (c) => {
    c.header('Content-Security-Policy', policy)
    return c.html(page(deps))
  })
  for (const [name, text] of Object.entries(deps.assets))
    app.get(`/phone/${name}`, (c) => c.body(text, 200, asset(name.endsWith('.css') ? 'text/css' : 'text/javascript')))
  app.get('/phone/state', async (c) => {
    const from = c.req.query('from') ?? ''
    c.header('Cache-Control', 'no-store')
    return c.json({ thread: deps.thread(from), board: await deps.board(), night: deps.night.on() })
  })
  // JSON only: another site's form cannot send it without a preflight request.
  app.use('/phone/*', async (c, next) => {
    if (c.req.method === 'POST' && c.req.header('content-type') !== 'application/json')
      return c.json({ error: 'JSON only' }, 415)
    return await next()
  })
  app.post('/phone/text', async (c) => {
    const sent: unknown = await c.req.json().catch(() => null)
    if (!isText(sent) || !chairPhones.has(sent.from) || sent.body.length > longest)
      return c.json({ error: 'no such phone, or no text' }, 400)
    return c.json({ reply: await deps.text(sent.from, sent.body) })
  })
  app.post('/phone/night', async (c) => {
    const sent: unknown = await c.req.json().catch(() => null)
    deps.night.set(typeof sent === 'object' && sent !== null && 'on' in sent && sent.on === true)
    return c.json({ night: deps.night.on() })
  })
  return app
}

const asset = (type: string) => ({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' })

function isText(sent: unknown): sent is { from: string; body: string } {
  if (typeof sent !== 'object' || sent === null || !('from' in sent) || !('body' in sent)) return false
  return typeof sent.from === 'string' && typeof sent.body === 'string'
}
