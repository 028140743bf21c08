import { describe, expect, it } from 'vitest'
import { perSenderQueue } from '../../../src/bot/handle/per-sender-queue.ts'
import type { Inbound, TextAnswer } from '../../../src/bot/ports.ts'
import { redactError } from '../../../src/sms/redacted-error.ts'

const text = (from: string, body: string) => ({ from, body }) as Inbound

/** A bot that writes down when it begins and ends; the body says how many turns of the event loop it takes, or that it fails. */
function slowBot() {
  const happened: string[] = []
  const handle = async ({ from, body }: Inbound): Promise<TextAnswer> => {
    happened.push(`${from} ${body} begins`)
    for (let turn = 0; turn < Number.parseInt(body, 10); turn++) await new Promise((resolve) => setImmediate(resolve))
    happened.push(`${from} ${body} ends`)
    if (body.endsWith('fails')) throw new Error(`${body}`)
    return { reply: body, repeated: false }
  }
  return { handle, happened }
}

describe('the texts of one phone', () => {
  it('are handled one after the other as they came, while another phone is not kept waiting', async () => {
    const { handle, happened } = slowBot()
    const line = perSenderQueue(handle, 10)
    const all = [text('A', '5'), text('A', '1'), text('B', '0'), text('A', '0')].map(line)
    expect((await Promise.all(all)).map(({ reply }) => reply)).toEqual(['5', '1', '0', '0'])
    const of = (from: string) => happened.filter((what) => what.startsWith(from))
    expect(of('A')).toEqual(['A 5 begins', 'A 5 ends', 'A 1 begins', 'A 1 ends', 'A 0 begins', 'A 0 ends'])
    expect(happened.indexOf('B 0 ends')).toBeLessThan(happened.indexOf('A 5 ends'))
  })

  it('go on after one that failed, and only its own sender hears of it', async () => {
    const { handle } = slowBot()
    const line = perSenderQueue(handle, 10)
    const settled = await Promise.allSettled([text('A', '1 fails'), text('A', '2')].map(line))
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })

  it('that are too many are refused for now, and taken again later', async () => {
    const { handle } = slowBot()
    const line = perSenderQueue(handle, 2)
    const settled = await Promise.allSettled(['1', '1', '1'].map((body) => line(text('A', body))))
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    const [, , refused] = settled
    expect(refused?.status === 'rejected' && redactError(refused.reason).temporary).toBe(true)
    expect((await line(text('A', '0'))).reply).toBe('0')
  })
})
