import { html } from 'hono/html'
import type { Stored } from '../../bot/event.ts'
import type { Person } from '../../bot/ids.ts'
import { maskCodes } from '../../bot/say/mask-codes.ts'
import { clockTime, type Html, nothing, phoneWords } from '../page/parts.ts'
import type { OutgoingLine, TextLine } from '../ports.ts'
import { eventSentence } from './event-sentences.ts'
import { actorName, type PrecinctView } from './precinct-view.ts'

/** Every text in and out, and every act, in the order of time, the newest first. */
export function timeline(view: PrecinctView, mayCall: boolean): Html {
  const lines = [
    ...view.texts
      .filter(({ kind }) => kind !== 'hq')
      .map((text) => ({ at: text.at, body: textLine(text, view, mayCall) })),
    ...view.outgoing.map((text) => ({ at: text.at, body: outgoingLine(text, view) })),
    ...[...view.events, ...view.hqEvents].map((stored) => ({ at: stored.at, body: eventLine(stored, view) })),
  ].sort((a, b) => b.at.localeCompare(a.at))
  if (lines.length === 0) return html`<p class="soft">Nothing was said or done yet.</p>`
  return html`<ol class="talk">${lines.map(
    ({ at, body }) =>
      html`<li><time datetime="${at}">${clockTime(at, view.timezone, view.now)}</time><div>${body}</div></li>`,
  )}</ol>`
}

function textLine(text: TextLine, view: PrecinctView, mayCall: boolean): Html {
  const from = view.names.get(text.person) ?? `a phone that is not this precinct’s, ${phoneWords(text.phone, mayCall)}`
  return html`<div class="who">From ${from}</div><span class="bubble">${text.body === null ? 'erased' : maskCodes(text.body)}</span>${text.pictures.map(
    (picture) =>
      html` <a href="/hq/pictures/${picture.seq}/${picture.n}">Picture ${picture.n + 1} of the worksheet</a>`,
  )}${
    text.reply
      ? html`<div class="who">Answered</div><span class="bubble out">${maskCodes(text.reply)}</span>`
      : html`<div class="who">No answer was sent.</div>`
  }`
}

const states: Readonly<Record<OutgoingLine['state'], string>> = {
  waiting: 'waits to be sent',
  leased: 'is being sent',
  sent: 'sent',
  failed: 'could not be sent',
  dropped: 'was not sent any more',
}

const outgoingLine = (text: OutgoingLine, view: PrecinctView): Html =>
  html`<div class="who">To ${view.names.get(text.person) ?? 'another phone'}, ${states[text.state]}${text.delivery ? `, ${text.delivery}` : ''}${text.error ? ` (${text.error})` : ''}</div><span class="bubble out">${maskCodes(text.body)}</span>`

function eventLine({ event, actor }: Stored, { names }: PrecinctView): Html {
  const nameOf = (person: Person): string => names.get(person) ?? 'another account'
  return html`<span class="event"><strong>${actorName(names, actor)}</strong> ${eventSentence(event, nameOf)}</span>${nothing}`
}
