import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { type BoardStage, stageNames } from '../board/board-stage.ts'

/** Small pieces of pages. Everything that comes from outside goes through `html`, which escapes it. */

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export const nothing = html``

/** A shape besides the colour, so that stages can be told apart without it. */
const shapes: Readonly<Record<BoardStage, Html>> = {
  never: html`<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2 2"/>`,
  checked_in: html`<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="2"/>`,
  initial: html`<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M6 1.5a4.5 4.5 0 0 0 0 9z" fill="currentColor"/>`,
  awaiting: html`<path d="M6 .8L11.2 6L6 11.2L.8 6z" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
  held: html`<rect x="1.2" y="1.2" width="9.6" height="9.6" fill="currentColor"/>`,
  approved: html`<circle cx="6" cy="6" r="5" fill="currentColor"/>`,
  published: html`<circle cx="6" cy="6" r="5.4" fill="currentColor"/><path d="M3 6.2l2.2 2.2l4-4.6" fill="none" stroke="var(--sheet)" stroke-width="1.7"/>`,
}

export const stageBadge = (stage: BoardStage): Html =>
  html`<span class="badge ${stage}"><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">${shapes[stage]}</svg>${stageNames[stage]}</span>`

/** `8 min`, counted on by the script; without it the age at which the page was made. */
export function age(at: string | null, now: string): Html {
  if (at === null) return html`<span class="soft">never</span>`
  return html`<time datetime="${at}" data-age title="${at}">${ageWords(at, now)}</time>`
}

function ageWords(at: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / 60_000))
  if (minutes < 1) return 'now'
  if (minutes < 60) return `${minutes} min`
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.floor(minutes / 1440)} d`
}

/** A formatter costs 30 microseconds to make, and a page of the log shows a thousand times: one is kept for each form. */
const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const format = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, format)
  return format
}

/** Local time of the caucus: `7:41:05 PM`, with the day where it is another one. */
export function clockTime(at: string, timezone: string, now: string): string {
  const days = formatter('en-CA', { timeZone: timezone })
  const other = days.format(new Date(at)) !== days.format(new Date(now))
  return formatter('en-US', {
    timeZone: timezone,
    hour: 'numeric',
    minute: '2-digit',
    ...(other ? { month: 'short', day: 'numeric' } : { second: '2-digit' }),
  })
    .format(new Date(at))
    .replaceAll(' ', ' ')
}

export const countWords = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? singular : plural}`

/** A form that acts: the session's token, and an id by which the same form sent twice acts once. */
export interface FormOf {
  readonly csrf: string
  readonly action: string
}
export const hidden = ({ csrf, action }: FormOf): Html =>
  html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="action" value="${action}">`

export const noteBox = (kind: 'calm' | 'warn' | 'bad' | 'good', body: Html | string): Html =>
  html`<div class="note ${kind}"${kind === 'bad' ? html` role="alert"` : ''}>${typeof body === 'string' ? html`<p>${body}</p>` : body}</div>`

/** Choices of a select; the chosen one is marked. */
export const options = (of: readonly (readonly [value: string, words: string])[], chosen: string): Html =>
  html`${of.map(([value, words]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${words}</option>`)}`

/**
 * The line in which the script says how fresh the page is. `whole`: any change loads the page's parts again; `watch`: a change of
 * that precinct is told, and nothing on the page moves under somebody's hands.
 */
export const liveLine = (mark: string, how: { readonly whole?: true; readonly watch?: string } = {}): Html =>
  html`<p class="live" data-live data-mark="${mark}"${how.whole ? html` data-whole` : ''}${how.watch ? html` data-watch="${how.watch}"` : ''}><span data-said role="status">Updated when you load the page.</span>
<noscript><a href="">Load again</a> for the present state.</noscript></p>`

/** `(515) 555-0142`; other countries' as they are. For viewers only the end is shown. */
export function phoneWords(phone: string | null, whole: boolean): string {
  if (phone === null) return 'erased'
  if (!whole) return `••• ${phone.slice(-4)}`
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  return american ? `(${american[1]}) ${american[2]}-${american[3]}` : phone
}
