import { deflateSync } from 'node:zlib'
import { decode as decodePng, encode as encodePng, type ImageData } from 'fast-png'
import jpeg from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import type { Redraw } from '../../src/sms/ports.ts'

const [WIDTH, HEIGHT] = [24, 16]
const bytesOf = (text: string) => Uint8Array.from([...text].map((mark) => mark.charCodeAt(0)))
const textOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
const joined = (...pieces: readonly (Uint8Array | readonly number[])[]) =>
  Uint8Array.from(pieces.flatMap((one) => [...one]))
const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]

/** Red grows to the right, green downwards. */
const rgba = Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, n) => {
  const [x, y] = [Math.floor(n / 4) % WIDTH, Math.floor(n / 4 / WIDTH)]
  return [x * 10, y * 15, 60, 255][n % 4] ?? 0
})
const photo = () => new Uint8Array(jpeg.encode({ width: WIDTH, height: HEIGHT, data: rgba }, 90).data)
const drawing = (image: Partial<ImageData> = {}) =>
  new Uint8Array(encodePng({ width: WIDTH, height: HEIGHT, data: rgba, channels: 4, depth: 8, ...image }))

/** A segment of a JPEG, put behind its first two bytes. */
const withSegment = (marker: number, content: Uint8Array) => {
  const length = content.length + 2
  return joined(photo().subarray(0, 2), [0xff, marker, length >> 8, length & 255], content, photo().subarray(2))
}
/** Camera's notes: how it was held, and a text that is nobody's business. */
const notes = (held: number) =>
  joined(
    bytesOf('Exif\0\0'),
    bytesOf('II*\0'),
    [8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, held, 0, 0, 0, 0, 0, 0, 0],
    bytesOf('SECRET-PLACE'),
  )

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
const crc = (bytes: Uint8Array) =>
  (bytes.reduce((c, byte) => (CRC[(c ^ byte) & 255] ?? 0) ^ (c >>> 8), 0xffffffff) ^ -1) >>> 0
const chunk = (type: string, data: Uint8Array) => {
  const body = joined(bytesOf(type), data)
  return joined(uint32(data.length), body, uint32(crc(body)))
}
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]
const header = (width: number, height: number) => chunk('IHDR', joined(uint32(width), uint32(height), [8, 0, 0, 0, 0]))
/** A PNG of grey that says one size and packs so many bytes. */
const packed = (width: number, height: number, bytes: number) =>
  joined(
    SIGNATURE,
    header(width, height),
    chunk('IDAT', deflateSync(new Uint8Array(bytes))),
    chunk('IEND', new Uint8Array()),
  )

export const samples = { photo, drawing }

/** What must hold of every way to redraw a picture, on every platform. */
export function picturesContract(name: string, redraw: Redraw): void {
  describe(`a picture that was redrawn ${name}`, () => {
    it('looks as before: a photograph', async () => {
      const drawn = await redraw(photo())
      expect(drawn?.type).toBe('image/jpeg')
      const { width, height, data } = jpeg.decode(drawn?.bytes ?? new Uint8Array(), { useTArray: true })
      expect([width, height]).toEqual([WIDTH, HEIGHT])
      expect(Math.max(...data.map((value, n) => Math.abs(value - (rgba[n] ?? 0))))).toBeLessThan(40)
    })

    it.each([
      ['in colour', {}],
      ['in grey', { data: rgba.subarray(0, WIDTH * HEIGHT), channels: 1 }],
      ['in 16 bits', { data: Uint16Array.from(rgba, (value) => value * 257), depth: 16 }],
    ] as const)('looks as before: a drawing %s', async (_, image) => {
      const drawn = await redraw(drawing(image))
      expect(drawn?.type).toBe('image/png')
      expect(decodePng(drawn?.bytes ?? new Uint8Array()).data).toEqual(decodePng(drawing(image)).data)
    })

    it('looks as before: a drawing of few colours, and one that is interlaced', async () => {
      const colours: [number, number, number][] = [
        [255, 0, 0],
        [0, 0, 255],
      ]
      const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, n) => n % 2)
      const drawn = await redraw(drawing({ data, channels: 1, palette: colours }))
      const seen = decodePng(drawn?.bytes ?? new Uint8Array())
      expect([...seen.data.subarray(0, 6)]).toEqual([255, 0, 0, 0, 0, 255])
      const woven = encodePng({ width: WIDTH, height: HEIGHT, data: rgba }, { interlace: 'Adam7' })
      expect(decodePng((await redraw(woven))?.bytes ?? new Uint8Array()).data).toEqual(rgba)
    })

    it('keeps nothing of its file but how the camera was held', async () => {
      const drawn = await redraw(joined(withSegment(0xe1, notes(6)), bytesOf('<script>SECRET</script>PK')))
      const text = textOf(drawn?.bytes ?? new Uint8Array())
      expect(text).not.toMatch(/SECRET|script/)
      expect(text.split('Exif').length).toBe(2)
      expect(textOf((await redraw(photo()))?.bytes ?? new Uint8Array())).not.toContain('Exif')
      const remark = await redraw(withSegment(0xfe, bytesOf('<script>SECRET</script>')))
      expect(textOf(remark?.bytes ?? new Uint8Array())).not.toMatch(/SECRET|script/)
    })

    it('is free of what else a PNG may carry: texts, profiles that unpack to gigabytes, a page after its end', async () => {
      const whole = drawing()
      const bomb = joined(bytesOf('p\0\0'), deflateSync(new Uint8Array(20_000_000)))
      const broken = chunk('iCCP', bytesOf('p\0\0this is no profile'))
      const luggage = joined(chunk('tEXt', bytesOf('Comment\0<script>SECRET')), chunk('iCCP', bomb), broken)
      const laden = joined(whole.subarray(0, 33), luggage, whole.subarray(33), bytesOf('<html><script>SECRET'))
      const drawn = await redraw(laden)
      expect(decodePng(drawn?.bytes ?? new Uint8Array()).data).toEqual(rgba)
      expect(textOf(drawn?.bytes ?? new Uint8Array())).not.toMatch(/SECRET|script|iCCP/)
    })
  })

  describe(`no picture ${name}`, () => {
    const sized = (side: number) => {
      const whole = photo()
      const at = textOf(whole).indexOf('\u00ff\u00c0') + 5
      return joined(whole.subarray(0, at), [side >> 8, side & 255, side >> 8, side & 255], whole.subarray(at + 4))
    }
    const scan = photo().subarray(textOf(photo()).indexOf('\u00ff\u00da'), -2)
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ['is a JPEG that says it has four thousand million pixels', sized(65_500)],
      ['is a PNG that says so', packed(65_500, 65_500, 1000)],
      ['is a small PNG that unpacks to forty megabytes', packed(100, 100, 40_000_000)],
      ['is a PNG with less in it than it says', packed(100, 100, 5000)],
      ['is a PNG without an area', packed(0, 100, 100)],
      [
        'is a JPEG with forty scans, each of which decodes',
        joined(photo().subarray(0, -2), ...Array<Uint8Array>(39).fill(scan), [0xff, 0xd9]),
      ],
      ['is a JPEG without its last mark', photo().subarray(0, -2)],
      ['is half a JPEG', photo().subarray(0, photo().length - 40)],
      ['is half a PNG', drawing().subarray(0, drawing().length - 20)],
      ['is a PNG with a wrong check sum', drawing().map((byte, n) => (n === 30 ? byte ^ 1 : byte))],
      ['is a GIF', bytesOf('GIF89a\u0001\0\u0001\0\0\0\0;')],
      ['is a WebP', bytesOf('RIFF\u0010\0\0\0WEBPVP8 ')],
      ['is a HEIC', bytesOf('\0\0\0\u0018ftypheic\0\0\0\0mif1heic')],
      ['is a vector graphic', bytesOf('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      [
        'is a page that begins like a JPEG',
        bytesOf('\u00ff\u00d8\u00ff\u00e0<!doctype html><script>alert(1)</script>'),
      ],
      ['is nothing', new Uint8Array()],
    ]
    it.each(cases)('%s', async (_, bytes) => expect(await redraw(bytes)).toBe(null))

    it('comes of damage but as a whole new file, and nothing ever throws', async () => {
      for (const whole of [photo(), drawing()])
        for (let at = 2; at < whole.length; at += 7) {
          const drawn = await redraw(whole.map((byte, n) => (n === at ? byte ^ 0x55 : byte)))
          expect(['image/jpeg', 'image/png', undefined]).toContain(drawn?.type)
        }
    })
  })
}
