import { html } from 'hono/html'

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
export function keypad() {
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
