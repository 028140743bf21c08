import { describe, expect, it } from 'vitest'
import { withAdmissionControl } from '../../../src/bot/handle/admission-control.ts'
import type { Inbound, TextAnswer } from '../../../src/bot/ports.ts'
import { redactError } from '../../../src/sms/redacted-error.ts'

/** A bot that answers when it is told to. */
function slowBot() {
  const under: { readonly from: string; readonly finish: (answer: TextAnswer) => void; readonly fail: () => void }[] =
    []
  const handle = (text: Inbound) =>
    new Promise<TextAnswer>((finish, reject) => {
      under.push({ from: text.from, finish, fail: () => reject(new Error('no')) })
    })
  const settle = async (act: (one: (typeof under)[number]) => void) => {
    const one = under.shift()
    if (one) act(one)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const answer = (from: string) =>
    settle((one) => (one.from === from ? one.finish({ reply: from, repeated: false }) : one.fail()))
  return { handle, under: () => under.map(({ from }) => from), answer, fail: () => settle((one) => one.fail()) }
}
const text = (from: string) => ({ from }) as Inbound
const isChair = (from: string) => from.startsWith('chair')

describe('two lanes', () => {
  it('let chairs past any crowd, and the crowd in its own order', async () => {
    const bot = slowBot()
    const handle = withAdmissionControl(bot.handle, isChair, { strangers: 2, waiting: 100 })
    const crowd = ['a', 'b', 'c', 'd'].map((from) => handle(text(from)))
    const chair = handle(text('chair 1'))
    expect(bot.under()).toEqual(['a', 'b', 'chair 1'])
    await bot.answer('a')
    // A chair is under way: one stranger is enough.
    expect(bot.under()).toEqual(['b', 'chair 1'])
    await bot.answer('b')
    expect(bot.under()).toEqual(['chair 1', 'c'])
    await bot.answer('chair 1')
    expect(bot.under()).toEqual(['c', 'd'])
    await bot.answer('c')
    await bot.answer('d')
    expect((await Promise.all([...crowd, chair])).map(({ reply }) => reply)).toEqual(['a', 'b', 'c', 'd', 'chair 1'])
  })

  it('go on after a failure, and hand it on', async () => {
    const bot = slowBot()
    const handle = withAdmissionControl(bot.handle, isChair, { strangers: 1, waiting: 100 })
    const first = handle(text('a'))
    const second = handle(text('b'))
    const failed = expect(first).rejects.toThrow('no')
    await bot.fail()
    await failed
    await bot.answer('b')
    expect((await second).reply).toBe('b')
  })

  it('ask the carrier to come again rather than fill the memory', async () => {
    const bot = slowBot()
    const handle = withAdmissionControl(bot.handle, isChair, { strangers: 1, waiting: 2 })
    const kept = ['a', 'b', 'c'].map((from) => handle(text(from)))
    const refused = await handle(text('d')).catch((error: unknown) => redactError(error))
    expect(refused).toMatchObject({ temporary: true })
    expect(bot.under()).toEqual(['a'])
    for (const from of ['a', 'b', 'c']) await bot.answer(from)
    expect((await Promise.all(kept)).length).toBe(3)
  })
})
