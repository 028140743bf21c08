/**
 * The strangers of strangers.ts in a process of their own, at a steady pace. Arguments: PORT, TEXTS A SECOND. A message
 * asks how many were sent; they end when the channel closes.
 */
import { send } from './load.ts'

const [port = 0, pace = 100] = process.argv.slice(2).map(Number)
const TICK_MS = 10
const run = Date.now().toString(16)
let sent = 0
let wrong = 0
let due = 0
setInterval(() => {
  due += (pace * TICK_MS) / 1000
  for (; due >= 1; due--) {
    const n = sent++
    const from = `+1202555${String(n % 10_000).padStart(4, '0')}`
    send(port, `SM${run}${n.toString(16).padStart(20, '0')}`, from, 'who won? how do i vote').then(
      (xml) => {
        if (xml === null || xml.includes('<Message')) wrong++
      },
      () => wrong++,
    )
  }
}, TICK_MS)
process.on('message', () => process.send?.({ sent, wrong }))
process.on('disconnect', () => process.exit())
