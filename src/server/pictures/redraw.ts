import type { Redraw } from '../../sms/ports.ts'
import { redrawJpeg } from './jpeg.ts'
import { redrawPng } from './png.ts'

/**
 * A stranger's picture, decoded to its pixels and encoded anew: what else the file carried (places, names, a page or an
 * archive after its end, a profile that unpacks to gigabytes) is not in what comes out. What cannot be decoded whole,
 * is larger than `most`, or is neither JPEG nor PNG is refused.
 * @param most pixels. A photograph of 12 million takes two seconds and 700 MB while it is redrawn, one of 2 million 160 MB.
 */
export function createRedraw(most: number): Redraw {
  return async (bytes) => {
    try {
      if (bytes[0] === 0xff && bytes[1] === 0xd8) return { type: 'image/jpeg', bytes: redrawJpeg(bytes, most) }
      return { type: 'image/png', bytes: await redrawPng(bytes, most) }
    } catch {
      return null
    }
  }
}

/** A Worker has 128 MB in all, and texts that it is answering meanwhile: rather no picture than a text that has to be sent again. */
export const MAX_PIXELS_WORKER = 1_000_000
/** What phones of these years make, in a thread beside the one that answers texts. */
export const MAX_PIXELS_NODE = 12_600_000
