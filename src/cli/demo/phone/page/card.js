// The chair's card: whose it is, and texts to tap.

import { element, find } from './dom.js'
import { measure } from './keypad.js'

export function showCard(chair) {
  find('chair').value = chair.precinct
  find('card-code').textContent = chair.precinct
  find('card-county').textContent = chair.county
  find('card-delegates').textContent = String(chair.delegates)
}

/** Shows the texts of the night; first, the text that the last reply asks for. */
export function showExamples(chair, thread) {
  const reply = thread.at(-1)?.reply ?? ''
  const asked = /\b(KEEP|OK) \d{6,8}\b/.exec(reply)?.[0] ?? /\b(?:TOSS|WON) (?!y\b|and\b)[A-Z]\w+/.exec(reply)?.[0]
  const next = asked === undefined ? [] : [{ text: asked, about: 'what the reply asks for', next: true }]
  find('examples').replaceChildren(...next.map(chip), ...chair.examples.slice(0, 2).map(chip))
  find('others').replaceChildren(...chair.examples.slice(2).map(chip))
  const sent = new Set(thread.map(({ body }) => body))
  const due = next[0] ?? chair.examples.slice(0, 2).find(({ text }) => !sent.has(text))
  // On a narrow screen the card is below the phone: the one text that is due stands above it.
  find('ready').replaceChildren(...(due === undefined ? [] : [chip({ ...due, next: true })]))
}

function chip({ text, about, next }) {
  const item = element('li', next ? 'next' : '')
  const button = element('button')
  button.type = 'button'
  button.append(element('b', '', text), element('small', '', about))
  button.addEventListener('click', () => take(text))
  item.append(button)
  return item
}

function take(text) {
  find('text').value = text
  measure()
  find('send').focus({ preventScroll: true })
  const narrow = matchMedia('(max-width: 46rem)').matches
  if (narrow) document.querySelector('.handset').scrollIntoView({ behavior: 'smooth' })
}
