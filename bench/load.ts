import { type ChildProcess, fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { signature } from '../src/sms/twilio/signature.ts'
import { freePort } from '../test/server/crash/server.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../test/sms/fixtures.ts'
import { phoneOf, precinctOf } from '../test/sms/small-caucus.ts'

/** A night's load on one server: chairs who each send three texts, so many at a time, each waiting for her answer. */

export interface Usage {
  /** Resident memory, bytes. */
  readonly memory: number
  /** Processor time of the server since it started, microseconds: what noise of the disk and of other work moves least. */
  readonly cpu: number
}

export interface Served {
  readonly port: number
  usage(): Promise<Usage>
  stop(): void
}

export async function startServer(kind: 'whole' | 'floor', db: string, precincts: number, stored = 0): Promise<Served> {
  const port = await freePort()
  const script = fileURLToPath(new URL('load-server.ts', import.meta.url))
  const child: ChildProcess = fork(script, [kind, String(port), db, String(precincts), String(stored)])
  await new Promise((resolve) => child.once('message', resolve))
  return {
    port,
    usage: () =>
      new Promise((resolve) => {
        child.once('message', (message) => {
          const { memory, cpu } = message as { memory: number; cpu: NodeJS.CpuUsage }
          resolve({ memory, cpu: cpu.user + cpu.system })
        })
        child.send('usage')
      }),
    stop: () => void child.kill(),
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** One signed text. Resolves with the status and the TwiML. */
export function send(port: number, sid: string, from: string, body: string): Promise<{ status: number; xml: string }> {
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
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, xml }))
    })
    call.on('error', reject)
    call.end(new URLSearchParams(form).toString())
  })
}

export interface Measured {
  readonly texts: number
  readonly seconds: number
  /** Milliseconds, sorted. */
  readonly latencies: readonly number[]
  readonly receipts: number
}

let sids = 0
const sid = () => `SM${(sids++).toString(16).padStart(32, '0')}`

/**
 * What a chair counts: no two precincts the same out of 10,000, as in a real night. (With one room for all, most of the
 * work is pointing each out to headquarters as the twin of every other.)
 */
function countsOf(n: number): { readonly first: string; readonly final: string } {
  const [a = 0, b = 0, c = 0, d = 0] = String(n).padStart(4, '0').slice(-4).split('').map(Number)
  const [sanders, buttigieg, biden, warren] = [55 + a, 38 + b, 5 + d, 24 + c]
  const first = `A ${sanders + buttigieg + biden + warren} I Sanders ${sanders} Buttigieg ${buttigieg} Biden ${biden} Warren ${warren}`
  return { first, final: `F Sanders ${sanders} Buttigieg ${buttigieg} Warren ${warren + biden}` }
}

/** The chairs `from` to `to` report, `wide` at a time; with `strangers`, so many texts of strangers for each of theirs. */
export async function night(port: number, from: number, to: number, wide: number, strangers = 0): Promise<Measured> {
  const latencies: number[] = []
  let receipts = 0
  let next = from
  const timed = async (phone: string, body: string) => {
    const crowd = Array.from({ length: strangers }, (_, n) =>
      send(port, sid(), `+1202555${String((sids + n) % 10_000).padStart(4, '0')}`, 'who won? how do i vote'),
    )
    const start = performance.now()
    const { status, xml } = await send(port, sid(), phone, body)
    latencies.push(performance.now() - start)
    await Promise.all(crowd)
    if (status !== 200) throw new Error(`status ${status}`)
    return xml
  }
  const chairs = async () => {
    while (next < to) {
      const n = next++
      const { first, final } = countsOf(n)
      await timed(phoneOf(n), `${precinctOf(n)} ${first}`)
      const code = /OK (\d{4})/.exec(await timed(phoneOf(n), final))?.[1]
      if ((await timed(phoneOf(n), `OK ${code}`)).includes('Recorded')) receipts++
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: wide }, chairs))
  const seconds = (performance.now() - start) / 1000
  return { texts: latencies.length * (1 + strangers), seconds, latencies: latencies.sort((a, b) => a - b), receipts }
}

/** The same, with the server's processor time: microseconds a text. */
export async function costly(server: Served, from: number, to: number, wide: number) {
  const before = await server.usage()
  const measured = await night(server.port, from, to, wide)
  return { ...measured, cpu: ((await server.usage()).cpu - before.cpu) / measured.texts }
}

/** Resolves when the server has nothing more to do by itself: after a start its publisher reads the whole log, once. */
export async function atRest(server: Served): Promise<void> {
  for (;;) {
    const before = (await server.usage()).cpu
    await new Promise((resolve) => setTimeout(resolve, 2000))
    if ((await server.usage()).cpu - before < 50_000) return
  }
}

export const percentile = ({ latencies }: Measured, share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
