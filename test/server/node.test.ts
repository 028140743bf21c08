import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../src/environment.ts'
import { startNode } from '../../src/server/node.ts'
import { simulatedCarrier } from '../../src/sms/simulated/carrier.ts'
import { ACCOUNT, logbook, OUR_NUMBER, TOKEN } from '../sms/fixtures.ts'
import { loadSmall, phoneOf, precinctOf, SECRET } from '../sms/small-caucus.ts'

const folder = mkdtempSync(join(tmpdir(), 'caucusline-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(where: string, name: string, thread: true | URL = true) {
  const beside = where === 'beside the main thread'
  const file = join(folder, `${name} ${where}.db`)
  const database = openSqlite(file)
  await loadSmall(database, 10)
  const publicUrl = 'http://127.0.0.1:9'
  const read = readEnvironment(
    {
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_FROM: OUR_NUMBER,
      PUBLIC_URL: publicUrl,
      PORT: '0',
      CAUCUSLINE_DB: file,
      TWILIO_API_BASE: publicUrl,
    },
    'test',
  )
  if (!read.ok) throw new Error(read.problems.join())
  const { log, lines } = logbook()
  const running = await startNode({
    database,
    environment: read.environment,
    secret: SECRET,
    log,
    hostname: '127.0.0.1',
    ...(beside && { botThread: thread }),
  })
  const here = `http://127.0.0.1:${running.port}`
  const send = async (request: Request) =>
    fetch(request.url.replace(publicUrl, here), {
      method: 'POST',
      headers: request.headers,
      body: await request.text(),
    })
  return { ...running, file, here, lines, send, publicUrl }
}

describe.each(['in the main thread', 'beside the main thread'])('the server on Node with its bot %s', (where) => {
  it('carries the reports of a room full of unreliable phones, and stops with all of it on disk', async () => {
    const { stop, file, send, publicUrl, here, lines } = await start(where, 'night')
    const carrier = simulatedCarrier({
      publicUrl,
      authToken: TOKEN,
      accountSid: ACCOUNT,
      number: OUR_NUMBER,
      post: send,
      clock: { now: () => new Date().toISOString() },
      faults: { repeats: 2, late: 4, lost: 0.2, delay: 2 },
      retries: 20,
      seed: 11,
    })
    const chair = async (n: number) => {
      const from = phoneOf(n)
      await carrier.text(from, `${precinctOf(n)} I Sanders 45 Buttigieg 38 Biden 10 Warren 20`)
      const proposal = await carrier.text(from, 'F Sanders 45 Buttigieg 38 Warren 30')
      const code = /OK (\d{6,8})/.exec(proposal.reply ?? '')?.[1]
      return (await carrier.text(from, `OK ${code}`)).reply
    }
    const receipts = await Promise.all([...Array(10).keys()].map(chair))
    await carrier.finish()
    expect(receipts.every((receipt) => receipt?.startsWith('Recorded'))).toBe(true)
    expect(carrier.differing).toEqual([])
    const metrics = await (await fetch(`${here}/metrics`)).text()
    expect(metrics).toContain('caucusline_texts_in_total 30\n')
    await stop()
    await expect(fetch(`${here}/healthz`)).rejects.toThrow()
    const again = openSqlite(file)
    expect(again.client.prepare("select count(*) from reports where stage = 'approved'").pluck().get()).toBe(10)
    expect(again.client.prepare('select count(*) from inbox').pluck().get()).toBe(30)
    await again.close()
    // There is no carrier's list behind this address; nothing else may have gone wrong.
    expect(lines.filter(({ level, fields }) => level === 'error' && fields.task !== 'reconcile')).toEqual([])
  })

  it('finishes a text that is under way when it is told to stop', async () => {
    const { stop, file, send, publicUrl } = await start(where, 'stopping')
    const carrier = simulatedCarrier({
      publicUrl,
      authToken: TOKEN,
      accountSid: ACCOUNT,
      number: OUR_NUMBER,
      post: send,
      clock: { now: () => new Date().toISOString() },
      retries: 0,
    })
    const texts = [...Array(10).keys()].map((n) => carrier.text(phoneOf(n), `${precinctOf(n)} A 113`))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await stop()
    const delivered = (await Promise.all(texts)).filter((one) => one.delivered)
    const again = openSqlite(file)
    const kept = again.client.prepare('select sid from inbox').pluck().all()
    await again.close()
    expect(delivered.filter(({ sid }) => !kept.includes(sid))).toEqual([])
  })
})

describe('the server whose bot’s thread has ended by itself', () => {
  it('says so, and stops without waiting for it', async () => {
    const falling = new URL('crash/falling.ts', import.meta.url)
    const { lost, stop, lines, here } = await start('beside the main thread', 'lost', falling)
    const answered = fetch(`${here}/readyz`)
    expect((await lost).message).toContain('fell over')
    expect((await answered).status).toBeGreaterThanOrEqual(500)
    await stop(500)
    expect(lines.at(-1)?.message).toBe('stopped')
    await expect(fetch(`${here}/healthz`)).rejects.toThrow()
  })
})
