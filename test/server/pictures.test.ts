import jpeg from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { redrawInThread } from '../../src/server/pictures/client.ts'
import { createRedraw, MAX_PIXELS_NODE } from '../../src/server/pictures/redraw.ts'
import { picturesContract, samples } from './pictures-contract.ts'

picturesContract('on Node', createRedraw(MAX_PIXELS_NODE))

it('no picture is redrawn that is larger than allowed', async () => {
  for (const picture of [samples.photo(), samples.drawing()]) {
    expect(await createRedraw(24 * 16)(picture)).not.toBe(null)
    expect(await createRedraw(24 * 16 - 1)(picture)).toBe(null)
  }
})

describe('pictures in a thread of their own', () => {
  const photo = new Uint8Array(
    jpeg.encode({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).fill(99) }, 80).data,
  )

  it('are redrawn there, also several at once, and what is no picture ends nothing', async () => {
    const redraw = redrawInThread()
    const drawn = await Promise.all([redraw(photo), redraw(Uint8Array.of(1, 2, 3)), redraw(photo)])
    expect(drawn.map((one) => one?.type ?? null)).toEqual(['image/jpeg', null, 'image/jpeg'])
  })

  it('are given up when the thread dies, and the next one is redrawn', async () => {
    const dying = redrawInThread(new URL('data:text/javascript,process.exit(1)'))
    expect(await Promise.all([dying(photo), dying(photo)])).toEqual([null, null])
  })

  it('are refused when too many wait', async () => {
    const redraw = redrawInThread(new URL('data:text/javascript,'))
    const all = await Promise.all(Array.from({ length: 40 }, () => redraw(photo)))
    expect(all.every((one) => one === null)).toBe(true)
  })
})
