import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start } from '../command.ts'

interface State {
  readonly thread: readonly { readonly body: string | null; readonly reply: string | null }[]
  readonly board: readonly { readonly precinct: string; readonly stage: string }[]
  readonly night: boolean
}

describe('the demonstration', { timeout: 60_000 }, () => {
  let child: ChildProcess
  let url = ''
  const from = '+15155550101'
  const post = (path: string, body: unknown, type = 'application/json') =>
    fetch(url + path, { method: 'POST', headers: { 'Content-Type': type }, body: JSON.stringify(body) })
  const text = async (body: string) =>
    ((await (await post('/phone/text', { from, body })).json()) as { reply: string }).reply
  const state = async () => (await (await fetch(`${url}/phone/state?from=${encodeURIComponent(from)}`)).json()) as State
  const stageOf = async (precinct: string) => (await state()).board.find((line) => line.precinct === precinct)?.stage

  beforeAll(async () => {
    child = start(['demo', '--port', '0', '--json'])
    const [line] = child.stdout === null ? [''] : await once(createInterface({ input: child.stdout }), 'line')
    url = (JSON.parse(line as string) as { results: string }).results
  })
  afterAll(async () => {
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  })

  it('takes a chair through the night, and the board and the public results follow', async () => {
    expect(await stageOf('P0412')).toBe('silent')
    expect(await text('A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')).toContain('17 needed')
    expect(await stageOf('P0412')).toBe('initial')
    const proposed = await text('F Sanders 45 Buttigieg 38 Warren 30')
    expect(await stageOf('P0412')).toBe('awaiting')
    expect(await text(/OK \d{6,8}/.exec(proposed)?.[0] ?? '')).toContain('Recorded P0412 report 1')
    expect((await state()).thread).toHaveLength(3)
    expect(await stageOf('P0412')).toBe('approved')
    await expect
      .poll(async () => await (await fetch(`${url}/results.json`)).text(), { timeout: 10_000 })
      .toContain('"Warren"')
    expect((await fetch(`${url}/precincts/P0412`)).status).toBe(200)
  })

  it('serves the page with its own scripts only, and no inline one', async () => {
    const page = await fetch(`${url}/phone`)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const html = await page.text()
    const named = [...html.matchAll(/(?:src|href)="(\/phone\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(named).toEqual(['/phone/phone.css', '/phone/phone.js'])
    for (const path of [...named, '/phone/keypad.js', '/phone/board.js', '/phone/card.js', '/phone/dom.js'])
      expect((await fetch(url + path)).status, path).toBe(200)
    expect(html).not.toMatch(/<script(?! type="(module|application\/json)")/)
  })

  it('texts only from its own chairs’ phones, and only on JSON that another site cannot send', async () => {
    expect((await post('/phone/text', { from: '+15155559999', body: 'HOW' })).status).toBe(400)
    expect((await post('/phone/text', { from, body: 'x'.repeat(481) })).status).toBe(400)
    expect((await post('/phone/text', { from, body: 'HOW' }, 'text/plain')).status).toBe(415)
    const forged = await fetch(`${url}/sms/twilio`, {
      method: 'POST',
      body: new URLSearchParams({ MessageSid: 'SM1', From: from, Body: 'HOW' }),
    })
    expect(forged.status).toBe(403)
  })

  it('lets the other chairs report by themselves, until it is paused', async () => {
    expect((await state()).night).toBe(false)
    expect(await (await post('/phone/night', { on: true })).json()).toEqual({ night: true })
    const others = async () =>
      (await state()).board.filter(({ precinct, stage }) => precinct !== 'P0412' && stage !== 'silent').length
    await expect.poll(others, { timeout: 20_000 }).toBeGreaterThan(0)
    expect(await (await post('/phone/night', { on: false })).json()).toEqual({ night: false })
  })
})
