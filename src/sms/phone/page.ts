import { html, raw } from 'hono/html'
import type { DemoChair, PhonePageDeps } from '../phone-page.ts'
import { keypad } from './keypad.ts'

/** The page as it is sent; phone.js then fills it in. Everything that can be said without script is in it. */
export function page({ caucus, chairs, links }: PhonePageDeps) {
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
<h1 class="unseen">A chair’s phone, her card, and the board</h1>
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
<div><dt>Text to</dt><dd>${shown(number)}</dd></div>
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
<p class="to">${shown(number)}</p>
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

/** A North American number as it is printed on cards; others stay as they are. */
const shown = (number: string): string => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')
