import { html, raw } from 'hono/html'
import type { View } from '../view.ts'
import { dateWords, number, timeWords } from './format.ts'
import { publicCss } from './public.css.ts'

export type PageHtml = ReturnType<typeof html>

const sections = [
  ['/', 'Results'],
  ['/counties', 'Counties'],
  ['/corrections', 'Corrections'],
  ['/reading', 'How to read this'],
  ['/method', 'Method'],
  ['/check', 'Check it yourself'],
] as const

/** One public page. @param path its own address, so that the way to it is marked. */
export function publicPage(view: View, path: string, title: string, main: PageHtml): PageHtml {
  const { name, date } = view.setting.caucus
  const heading =
    path === '/' ? html`<h1>${name}</h1>` : html`<p class="soft"><a href="/">${name}</a></p><h1>${title}</h1>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${view.practice ? 'PRACTICE – ' : ''}${path === '/' ? name : `${title} – ${name}`}</title>
<link rel="alternate" type="application/atom+xml" title="Corrections" href="/corrections.atom">
<link rel="icon" href="data:,">
<style>${raw(publicCss)}</style>
<script src="/live.js" defer></script>
</head>
<body>
${practiceMark(view)}
<header>
<p class="kick">${view.practice ? 'Practice' : 'Unofficial results'} · ${dateWords(date)}</p>
${heading}
${status(view)}
<nav aria-label="Sections">${sections.map(([href, words]) => html`<a href="${href}"${href === path ? raw(' aria-current="page"') : ''}>${words}</a>`)}</nav>
</header>
<main>${main}</main>
${footer(view)}
</body>
</html>`
}

function practiceMark(view: View): PageHtml | string {
  return view.practice
    ? html`<p class="test" role="note">PRACTICE. Invented candidates, rehearsed numbers. Nothing here is a result.</p>`
    : ''
}

function status(view: View): PageHtml {
  const { last } = view
  if (last === null)
    return html`<p class="status" id="status">Nothing has been published yet. ${number(view.setting.places.length)} precincts will report.</p>`
  return html`<p class="status" id="status"><strong>${number(last.reported)} of ${number(last.of)} precincts</strong> published
<span class="soft">· update ${number(last.sequence)}, <time datetime="${last.at}">${timeWords(last.at, view)}</time></span></p>`
}

function footer(view: View): PageHtml {
  const { last } = view
  return html`<footer>
<p>Unofficial. Each number is the sum of reports that the chairs of precinct caucuses approved; each report can be followed to the events it rests on.</p>
<p>Take it away: <a href="/results.json">JSON</a> · <a href="/results.csv">CSV</a> · <a href="/results.nist.json">NIST 1500-100</a> · <a href="/ledger.jsonl">ledger</a> · <a href="/corrections.atom">corrections feed</a> · <a href="/openapi.json">API</a></p>
${last === null ? '' : html`<p>Root of update ${last.sequence}: <code>${last.root}</code>${last.signature ? ', signed' : ', not signed'}. <a href="/check">What is that?</a></p>`}
</footer>`
}
