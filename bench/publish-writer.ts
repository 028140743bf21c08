/** Writes reports at a steady pace into a file that another thread reads: see publish.ts. */
import { workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { type Report, reportWriter } from './reports.ts'

interface Task {
  readonly file: string
  readonly reports: readonly Report[]
  /** Reports in one transaction. */
  readonly atOnce: number
  /** Milliseconds from one transaction to the next. */
  readonly every: number
}

const { file, reports, atOnce, every } = workerData as Task
const client = new Sqlite(file, { timeout: 5000 })
client.pragma('synchronous = FULL')
const write = reportWriter(client)

const start = performance.now()
let written = 0
const timer = setInterval(() => {
  const due = Math.min(reports.length, Math.floor((performance.now() - start) / every) * atOnce)
  if (due > written) write(reports.slice(written, due))
  written = Math.max(written, due)
  if (written < reports.length) return
  clearInterval(timer)
  client.close()
}, every)
