/** Writes reports at a steady pace into a file that another thread reads: see publish.ts. */
import { workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { EVENT, type Report, ROW } from './reported.ts'

interface Task {
  readonly file: string
  readonly reports: readonly Report[]
  /** So many at once, every so many milliseconds. */
  readonly each: number
  readonly every: number
}

const { file, reports, each, every } = workerData as Task
const client = new Sqlite(file, { timeout: 5000 })
client.pragma('synchronous = FULL')
const event = client.prepare(EVENT)
const row = client.prepare(ROW)
const write = client.transaction((some: readonly Report[]) => {
  for (const one of some) {
    for (const values of one.events) event.run(...values)
    row.run(...one.row)
  }
})

const begun = performance.now()
let done = 0
const timer = setInterval(() => {
  const due = Math.min(reports.length, Math.floor((performance.now() - begun) / every) * each)
  if (due > done) write.immediate(reports.slice(done, due))
  done = Math.max(done, due)
  if (done < reports.length) return
  clearInterval(timer)
  client.close()
}, every)
