import { html } from 'hono/html'
import type { Language } from '../../bot/event.ts'
import { type CardFacts, type CardLine, cardWords } from './words.ts'

export interface Card extends CardFacts {
  readonly language: Language
}

/** A card for the terminal, or for a mail. */
export function cardText(card: Card): string {
  const words = cardWords(card, card.language)
  const width = Math.max(...[...words.steps, ...words.also].map(({ when }) => when.length))
  const line = ({ when, text }: CardLine) => `   ${when.padEnd(width)}  ${text}`
  return [
    `${words.title} · ${card.caucus}, ${card.date}`,
    words.where,
    '',
    words.textTo,
    ...words.steps.map((step, index) => `${index + 1}. ${line(step).slice(3)}`),
    '',
    ...words.also.map(line),
    ...(words.call === null ? [] : ['', words.call]),
    '',
  ].join('\n')
}

/** Cards to print, in large print, two on a sheet; no script, nothing from elsewhere. */
export function cardsHtml(caucus: string, cards: readonly Card[]): string {
  return String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Cards – ${caucus}</title>
<style>
body { margin: 1rem; font: 14pt/1.35 ui-sans-serif, system-ui, sans-serif; color: #000; background: #fff }
article { max-width: 48rem; margin: 0 auto 2rem; padding: 1.2rem 1.5rem; border: 2px solid #000; border-radius: 0.6rem; break-inside: avoid }
h1 { margin: 0; font-size: 1.5em } p { margin: 0.2rem 0 } .about { font-size: 0.9em }
.number { margin: 0.6rem 0; font-size: 1.5em; font-weight: 700 }
ol, dl { margin: 0.5rem 0; padding: 0 } ol { padding-left: 1.6rem } li { margin: 0.35rem 0 }
code { display: block; font: 700 1.05em ui-monospace, "DejaVu Sans Mono", monospace }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.15rem 1.2rem } dd { margin: 0 } dd code { display: inline }
@page { margin: 1.2cm } @media print { body { margin: 0 } article { min-height: 11.5cm; margin: 0 0 0.8cm } }
</style></head>
<body>${cards.map(article)}</body></html>`)
}

function article(card: Card) {
  const words = cardWords(card, card.language)
  return html`<article lang="${card.language}">
<h1>${words.where}</h1>
<p class="about">${words.title} · ${card.caucus}, ${card.date}</p>
<p class="number">${words.textTo}</p>
<ol>${words.steps.map(({ when, text }) => html`<li>${when}: <code>${text}</code></li>`)}</ol>
<dl>${words.also.map(({ when, text }) => html`<dt>${when}</dt><dd><code>${text}</code></dd>`)}</dl>
${words.call === null ? '' : html`<p><strong>${words.call}</strong></p>`}
</article>`
}
