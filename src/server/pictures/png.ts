import { convertIndexedToRgb, decode, encode } from 'fast-png'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]
/** What a picture is made of; everything else (texts, profiles, animation) is left out before it is decoded. */
const PARTS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])
/** Values to a pixel, by the header's colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** @throws where it is no whole picture, or more than `most` pixels. */
export async function redrawPng(bytes: Uint8Array, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = chunksOf(bytes)
  const [header] = chunks
  const view = header && new DataView(header.data.buffer, header.data.byteOffset, header.data.byteLength)
  if (header?.type !== 'IHDR' || view?.byteLength !== 13) throw new Error('no header')
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  const [bits, interlaced] = [view.getUint8(8) * (CHANNELS[view.getUint8(9)] ?? Number.NaN), view.getUint8(12) === 1]
  if (!(width > 0 && height > 0 && width * height <= most)) throw new Error('too many pixels')
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  // Packed data can unpack to a thousand times its size, and the decoder would hold all of it.
  if (!(await unpacksTo(packed, sizeOf(width, height, bits, interlaced)))) throw new Error('not the size it says')
  const file = new Blob([Uint8Array.from(SIGNATURE), ...chunks.map(({ whole }) => whole as Uint8Array<ArrayBuffer>)])
  const drawn = decode(new Uint8Array(await file.arrayBuffer()), { checkCrc: true })
  const { data, depth, channels } = drawn
  const rgb = drawn.palette && convertIndexedToRgb(drawn)
  if (!rgb) return new Uint8Array(encode({ width, height, data, depth, channels }))
  return new Uint8Array(encode({ width, height, data: rgb, depth: 8, channels: rgb.length / (width * height) }))
}

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
  /** With its length, name and check sum. */
  readonly whole: Uint8Array
}

/** The parts up to the end mark; what follows it is somebody's luggage. */
function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) throw new Error('no PNG')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const end = at + 12 + length
    if (end > bytes.length) break
    if (PARTS.has(type)) chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) })
    if (type === 'IEND') return chunks
    at = end
  }
  throw new Error('the end is missing')
}

/** Bytes of all rows, each with its filter's; interlaced ones are seven small pictures (PNG 1.2, section 2.6). */
function sizeOf(width: number, height: number, bits: number, interlaced: boolean): number {
  const rows = (w: number, h: number) => (w > 0 && h > 0 ? h * (1 + Math.ceil((w * bits) / 8)) : 0)
  if (!interlaced) return rows(width, height)
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const
  return passes.reduce(
    (sum, [x, y, dx, dy]) => sum + rows(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  )
}

/** Unpacks without keeping, and stops at the first byte too many. */
async function unpacksTo(packed: readonly Uint8Array[], size: number): Promise<boolean> {
  const reader = new Blob(packed as Uint8Array<ArrayBuffer>[])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'))
    .getReader()
  let seen = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return seen === size
    seen += value.length
    if (seen > size) {
      await reader.cancel()
      return false
    }
  }
}
