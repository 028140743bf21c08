import jpeg from 'jpeg-js'

const QUALITY = 80
/** Progressive pictures of real cameras have about ten; each costs a walk over all pixels, however empty it is. */
const MOST_SCANS = 30
const START_OF_SCAN = 0xda

/** @throws where it is no whole picture, or more than `most` pixels. */
export function redrawJpeg(bytes: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  if (scans(bytes) > MOST_SCANS) throw new Error('too many scans')
  // Tolerant, the decoder would fill up what is missing with grey: half a worksheet is worse than none.
  const limits = { maxResolutionInMP: most / 1e6, maxMemoryUsageInMB: 64 + (most * 24) / 1e6 }
  const drawn = jpeg.decode(bytes, { useTArray: true, tolerantDecoding: false, ...limits })
  const { width, height, data } = drawn
  const turned = 'exifBuffer' in drawn && drawn.exifBuffer instanceof Uint8Array ? orientation(drawn.exifBuffer) : 1
  const exif = turned > 1 ? { exifBuffer: onlyOrientation(turned) } : {}
  return new Uint8Array(jpeg.encode({ width, height, data, ...exif }, QUALITY).data)
}

/** In compressed data every FF is followed by 00, so this counts marks of scans, and at most a few of an embedded thumbnail. */
function scans(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === START_OF_SCAN) count++
  return count
}

const HEAD = [...'Exif\0\0'].map((mark) => mark.charCodeAt(0))
const ORIENTATION = 0x0112

/** How the camera was held, 1 to 8 (Exif 2.3, tag 0112): the one thing of a photograph's notes that is kept. 1 if unknown. */
function orientation(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength)
  // The decoder takes `Exif\0` away, and leaves the second zero.
  const tiff = 1
  if (exif.length < tiff + 8) return 1
  const little = view.getUint16(tiff) === 0x4949
  const list = tiff + view.getUint32(tiff + 4, little)
  if (list + 2 > exif.length) return 1
  for (let n = 0, at = list + 2; n < view.getUint16(list, little) && at + 12 <= exif.length; n++, at += 12) {
    if (view.getUint16(at, little) !== ORIENTATION) continue
    const value = view.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** Notes that say nothing but how to turn it: one entry, big endian. */
const onlyOrientation = (value: number): Uint8Array =>
  Uint8Array.from([...HEAD, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0])
