// The phone in the browser, served as it is. ../routes.ts writes the page that it fills in.

import { showBoard } from './board.js'
import { showCard, showExamples } from './card.js'
import { element, find } from './dom.js'
import { clear, flashLetter, hold, measure, press } from './keypad.js'

const chairs = JSON.parse(find('chairs').textContent)
const box = find('text')
const wanted = new URLSearchParams(location.search).get('precinct')
let chair = chairs.find(({ precinct }) => precinct === wanted) ?? chairs[0]
let thread = []
let sending = null
let shown = ''

async function send() {
  const body = box.value.trim()
  if (body === '' || sending !== null) return
  sending = { from: chair.phone, body }
  box.value = ''
  measure()
  showThread()
  try {
    await post('/phone/text', sending)
  } catch {
    // The thread shows that no answer came.
  }
  sending = null
  await refresh()
}

async function post(address, body) {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
}

async function refresh() {
  const asked = chair.phone
  const state = await fetch(`/phone/state?from=${encodeURIComponent(asked)}`).then(
    (response) => response.json(),
    () => null,
  )
  if (state === null || asked !== chair.phone) return
  thread = state.thread
  showThread()
  showBoard(state.board)
  const night = find('night')
  night.setAttribute('aria-pressed', String(state.night))
  night.textContent = state.night ? 'Pause the night' : 'Let the night run'
}

function showThread() {
  const waiting = sending?.from === chair.phone ? [{ body: sending.body, waiting: true, reply: null }] : []
  const texts = [...thread, ...waiting]
  const key = JSON.stringify([chair.phone, texts])
  if (key === shown) return
  shown = key
  const number = document.querySelector('.to').textContent
  const empty = texts.length > 0 ? [] : [element('p', 'empty', `No messages. Text HOW to ${number} for the guide.`)]
  const log = find('thread')
  log.replaceChildren(...empty, ...texts.flatMap(bubbles))
  log.scrollTop = log.scrollHeight
  showExamples(chair, texts)
}

const bubbles = ({ body, reply, waiting }) => [
  ...(body === null ? [] : [element('p', 'out', body)]),
  ...(waiting ? [element('p', 'wait', 'Sending…')] : []),
  ...(reply === null ? [] : [element('p', 'in', reply)]),
]

let held = null
find('keys').addEventListener('pointerdown', (event) => {
  const key = event.target.closest('[data-key]')?.dataset.key
  if (key === undefined) return
  event.preventDefault()
  press(key)
  held = setTimeout(() => hold(key), 550)
})
for (const end of ['pointerup', 'pointerleave', 'pointercancel'])
  find('keys').addEventListener(end, () => clearTimeout(held))
// A click without a pointer comes from the keyboard or a screen reader.
find('keys').addEventListener('click', (event) => {
  const key = event.target.closest('[data-key]')?.dataset.key
  if (key !== undefined && event.detail === 0) press(key)
})
find('send').addEventListener('click', send)
find('clear').addEventListener('click', clear)
find('up').addEventListener('click', () => find('thread').scrollBy({ top: -60 }))
find('down').addEventListener('click', () => find('thread').scrollBy({ top: 60 }))
box.addEventListener('input', measure)
box.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') {
    event.preventDefault()
    void send()
  } else if (event.key.length === 1) flashLetter(event.key)
})
find('chair').addEventListener('change', (event) => {
  chair = chairs.find(({ precinct }) => precinct === event.target.value) ?? chair
  history.replaceState(null, '', `?precinct=${chair.precinct}`)
  thread = []
  showCard(chair)
  showThread()
  void refresh()
})
find('night').addEventListener('click', async () => {
  await post('/phone/night', { on: find('night').getAttribute('aria-pressed') !== 'true' })
  await refresh()
})

/** Shows the time in the caucus' timezone, as the bot writes it. */
function tick() {
  const timeZone = find('clock').dataset.timezone
  find('clock').textContent = new Date().toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit' })
}
tick()
showCard(chair)
showExamples(chair, [])
measure()
void refresh()
setInterval(tick, 10_000)
setInterval(() => {
  if (!document.hidden) void refresh()
}, 1500)
if (matchMedia('(hover: hover)').matches) box.focus({ preventScroll: true })
