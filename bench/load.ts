import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { SqliteDatabase } from '../src/db/connection/better-sqlite3.ts'
import { signature } from '../src/sms/twilio/signature.ts'
import { freePort } from '../test/server/crash/server.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../test/sms/fixtures.ts'
import { phoneOf, precinctOf } from '../test/sms/small-caucus.ts'
import { atEnd, sleep, temporaryFile } from './harness.ts'

/** A night's load on one server: chairs who each send three texts, so many at a time, each waiting for the answer. */

interface Usage {
  /** Resident memory, bytes. */
  readonly memory: number
  /** Processor time since the start, microseconds: the disk and other work on the machine move it least. */
  readonly cpu: number
}

export interface LoadedServer {
  readonly port: number
  /** False for the floor, which answers without a record. */
  readonly records: boolean
  usage(): Promise<Usage>
}

/** Starts `load-server.ts` in a process of its own, on a new database of so many precincts; it ends with the benchmark. */
export async function startServer(kind: 'whole' | 'floor', precincts: number, stored = 0): Promise<LoadedServer> {
  const port = await freePort()
  const script = fileURLToPath(new URL('load-server.ts', import.meta.url))
  const file = temporaryFile(`${kind}-${stored}.db`)
  const child: ChildProcess = fork(script, [kind, String(port), file, String(precincts), String(stored)])
  atEnd(async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit')
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (child.exitCode !== null) throw new Error('the server did not start')
  return {
    port,
    records: kind === 'whole',
    async usage() {
      child.send('usage')
      const [{ memory, cpu }] = (await once(child, 'message')) as [{ memory: number; cpu: NodeJS.CpuUsage }]
      return { memory, cpu: cpu.user + cpu.system }
    },
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Sends one signed text. @returns the TwiML; null when the status is not 200. */
export function send(port: number, sid: string, from: string, body: string): Promise<string | null> {
  const form = {
    MessageSid: sid,
    AccountSid: ACCOUNT,
    From: from,
    To: OUR_NUMBER,
    Body: body,
    NumMedia: '0',
    NumSegments: '1',
  }
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Signature': signature(TOKEN, `http://127.0.0.1:${port}/sms/twilio`, form),
  }
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: '127.0.0.1', port, path: '/sms/twilio', method: 'POST', headers }, (answer) => {
      let xml = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece) => (xml += piece))
      answer.on('end', () => resolve(answer.statusCode === 200 ? xml : null))
    })
    call.on('error', reject)
    call.end(new URLSearchParams(form).toString())
  })
}

let sids = 0
export const nextSid = (): string => `SM${(sids++).toString(16).padStart(32, '0')}`

/**
 * A chair's counts: no two precincts of 10,000 have the same, as in a real night. With one room for all, most of the work
 * would be to point each out to headquarters as a duplicate of every other.
 */
export function countsOf(n: number): { readonly first: string; readonly final: string } {
  const [a = 0, b = 0, c = 0, d = 0] = String(n).padStart(4, '0').slice(-4).split('').map(Number)
  const [sanders, buttigieg, biden, warren] = [55 + a, 38 + b, 5 + d, 24 + c]
  const first = `A ${sanders + buttigieg + biden + warren} I Sanders ${sanders} Buttigieg ${buttigieg} Biden ${biden} Warren ${warren}`
  return { first, final: `F Sanders ${sanders} Buttigieg ${buttigieg} Warren ${warren + biden}` }
}

export const codeIn = (xml: string | null | undefined): string | undefined => /OK (\d{6,8})/.exec(xml ?? '')?.[1]

export interface Load {
  /** Texts a second. */
  readonly rate: number
  /** Milliseconds to each answer. */
  readonly latencies: readonly number[]
  /** Microseconds of the server's processor a text. */
  readonly cpu: number
}

/**
 * Lets the chairs of one round report, `wide` at a time: round 0 the first `precincts` of them, and so on.
 * @throws when a text is refused, or a report is not recorded.
 */
export async function reportRound(server: LoadedServer, round: number, precincts: number, wide: number): Promise<Load> {
  const latencies: number[] = []
  let recorded = 0
  let next = round * precincts
  const end = next + precincts
  const text = async (phone: string, body: string) => {
    const start = performance.now()
    const xml = await send(server.port, nextSid(), phone, body)
    latencies.push(performance.now() - start)
    if (xml === null) throw new Error('a text was refused')
    return xml
  }
  const chair = async () => {
    while (next < end) {
      const n = next++
      const { first, final } = countsOf(n)
      await text(phoneOf(n), `${precinctOf(n)} ${first}`)
      const code = codeIn(await text(phoneOf(n), final))
      if ((await text(phoneOf(n), `OK ${code}`)).includes('Recorded')) recorded++
    }
  }
  const before = (await server.usage()).cpu
  const start = performance.now()
  await Promise.all(Array.from({ length: wide }, chair))
  const seconds = (performance.now() - start) / 1000
  const cpu = ((await server.usage()).cpu - before) / latencies.length
  if (server.records && recorded !== precincts) throw new Error(`${recorded} of ${precincts} reports were recorded`)
  return { rate: latencies.length / seconds, latencies, cpu }
}

/** Waits until the server does nothing by itself: after a start its publisher reads the whole log, once. */
export async function atRest(server: LoadedServer): Promise<void> {
  for (let busy = true; busy; ) {
    const before = (await server.usage()).cpu
    await sleep(2000)
    busy = (await server.usage()).cpu - before >= 50_000
  }
}

/** Puts texts that nobody sent straight into the tables, each with an event of a practice. */
export function seedTexts({ client }: SqliteDatabase, count: number): void {
  const inbox = client.prepare(
    "insert into inbox (sid, carrier, person, at, kind, answered) values (?, 'seed', ?, ?, 'report', 1)",
  )
  const text = client.prepare('insert into texts (seq, body, reply) values (?, ?, ?)')
  const event = client.prepare(
    "insert into events (stream, version, type, data, at, actor, cause, hash) values (?, ?, 'AttendanceReported', '{\"count\":113}', ?, 'system', ?, ?)",
  )
  const at = '2020-02-04T01:41:00.000Z'
  const words = ['P0412 I Sanders 45 Buttigieg 38 Biden 10 Warren 20', 'P0412 first count: 113 present. 17 needed.']
  client.transaction(() => {
    for (let n = 0; n < count; n++) {
      const person = `p_${(n % 100_000).toString(16).padStart(16, 'f')}`
      text.run(inbox.run(`SEED${n}`, person, at).lastInsertRowid, ...words)
      event.run(`practice/Z${n % 50_000}`, 1 + Math.floor(n / 50_000), at, `SEED${n}`, 'f'.repeat(64))
    }
  })()
}
