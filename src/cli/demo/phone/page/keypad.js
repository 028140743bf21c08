// The keypad: each key's letters in turn, as long as the taps follow one another.

import { find } from './dom.js'

const taps = {
  1: ".,?!1-'",
  2: 'abc2',
  3: 'def3',
  4: 'ghi4',
  5: 'jkl5',
  6: 'mno6',
  7: 'pqrs7',
  8: 'tuv8',
  9: 'wxyz9',
  0: ' 0',
  '*': '+=*',
}
/** Milliseconds after which the same key begins a new letter. */
const pause = 900
const modes = ['Abc', 'abc', '123']
const box = find('text')
const none = { key: '', at: 0, turn: 0 }
let mode = 0
let last = none

export function press(key) {
  flash(key)
  if (key === '#') {
    mode = (mode + 1) % modes.length
    find('mode').textContent = modes[mode]
    last = none
    return
  }
  const letters = modes[mode] === '123' && key !== '*' ? key : taps[key]
  const now = performance.now()
  const again = key === last.key && now - last.at < pause && letters.length > 1
  last = { key, at: now, turn: again ? last.turn + 1 : 0 }
  const letter = letters[last.turn % letters.length]
  if (again) box.value = box.value.slice(0, -1)
  const starts = box.value === '' || /\s$/.test(box.value)
  write(modes[mode] === 'Abc' && starts ? letter.toUpperCase() : letter)
}

/** A key held down gives its digit, as on any phone. */
export function hold(key) {
  if (key === '#') return
  if (last.key === key) box.value = box.value.slice(0, -1)
  last = none
  write(key)
}

export function clear() {
  box.value = box.value.slice(0, -1)
  last = none
  measure()
}

function write(letter) {
  if (box.value.length + letter.length <= box.maxLength) box.value += letter
  measure()
}

/** Characters left in this segment, and which segment it is, as phones show it. */
export function measure() {
  box.style.height = 'auto'
  box.style.height = `${box.scrollHeight}px`
  const parts = box.value.length <= 160 ? 1 : Math.ceil(box.value.length / 153)
  const room = parts === 1 ? 160 : parts * 153
  find('left').textContent = `${room - box.value.length}/${parts}`
  box.scrollTop = box.scrollHeight
}

/** Typing on a real keyboard lights the key that a thumb would press. */
export const flashLetter = (letter) =>
  flash(Object.keys(taps).find((key) => taps[key].includes(letter.toLowerCase())) ?? '#')

function flash(key) {
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  button?.classList.add('down')
  setTimeout(() => button?.classList.remove('down'), 120)
}
