/**
 * What fits into a text. GSM-7 after 3GPP TS 23.038: 160 characters in one segment, 153 a part when there are more;
 * characters of the extension table cost two. Anything outside it would turn the whole text into UCS-2 at 70.
 */

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extended = '^{}\\[~]|€'

/** ASCII that GSM-7 has in its basic table: nearly every text, known at one look. */
const everyday = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]*$/

/** Septets that one segment holds, in GSM-7. */
export const oneSegment = 160
const twoSegments = 306
/** Two parts hold 306 only where no two-septet character falls on the seam; one below is always safe. */
export const mostSeptets = twoSegments - 1

/** What a text costs in GSM-7 septets. Null where a character is outside the alphabet. */
export function septets(text: string): number | null {
  if (everyday.test(text)) return text.length
  let sum = 0
  for (const char of text) {
    if (basic.includes(char)) sum += 1
    else if (extended.includes(char)) sum += 2
    else return null
  }
  return sum
}

const plain: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\t': ' ',
}

/** Rewrites a text so that it stays in GSM-7: accents it lacks are dropped, the rest becomes "?". Shown, never compared. */
export function toGsm(text: string): string {
  if (everyday.test(text)) return text
  return [...text]
    .map((char) => (basic.includes(char) || extended.includes(char) ? char : (plain[char] ?? bare(char))))
    .join('')
}

function bare(char: string): string {
  const stripped = char.normalize('NFKD').replace(/\p{M}/gu, '')
  return stripped !== '' && [...stripped].every((c) => basic.includes(c)) ? stripped : '?'
}

/**
 * The first of `variants` (richest first) that fits one segment; else the first that fits two; else the shortest,
 * cut. Variants are tried in order, so put what may be lost last.
 * @param uncut what no cut may touch (a code), with the sentence it stands in
 */
export function fitted(variants: readonly string[], uncut = ''): string {
  return firstThatFits(oneSegment, variants) ?? firstThatFits(mostSeptets, variants) ?? cut(shortest(variants), uncut)
}

/** The first of `variants` that costs no more than so many septets, in GSM-7; undefined where none does. */
export function firstThatFits(most: number, variants: readonly string[]): string | undefined {
  for (const variant of variants) {
    const text = toGsm(variant)
    if (cost(text) <= most) return text
  }
  return undefined
}

const cost = (text: string): number => septets(text) ?? Number.POSITIVE_INFINITY

function shortest(variants: readonly string[]): string {
  const texts = variants.map(toGsm)
  return texts.reduce((a, b) => (cost(b) < cost(a) ? b : a), texts[0] ?? '')
}

function cut(text: string, uncut: string): string {
  const uncutAt = uncut === '' ? -1 : text.lastIndexOf(uncut)
  const end = uncutAt === -1 ? '' : text.slice(text.lastIndexOf('. ', uncutAt) + 1)
  let start = text.slice(0, text.length - end.length)
  while ((septets(`${start}...${end}`) ?? 0) > mostSeptets) start = start.slice(0, -1)
  return `${start}...${end}`
}
