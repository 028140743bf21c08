/**
 * A text in the one script that the lexer knows: small ASCII letters and digits, one unit for each unit that was kept.
 * `unreadable` marks what looks like part of a number or a word and is not one (½, ², €, struck-out letters).
 */
export interface NormalText {
  readonly text: string
  /** The place in the sent text of the unit at `i`; null if nothing moved. */
  readonly from: readonly number[] | null
  /** A pictograph that is not plain good humour: no approval passes beside it. */
  readonly doubtfulPicture: boolean
}

const unreadable = '\\'

const ascii = /^[\t\n\r\x20-\x7e]*$/

/** A text in the lexer's script without its places: for names of the configuration. */
export const plainText = (text: string): string => normalize(text).text

/**
 * The text in plain letters: every script's digits become 0-9, accents fall, marks that nobody sees go away, pictures and
 * foreign punctuation part words. Total.
 */
export function normalize(sent: string): NormalText {
  if (ascii.test(sent)) return { text: sent.toLowerCase(), from: null, doubtfulPicture: false }
  const from: number[] = []
  let text = ''
  let doubtfulPicture = false
  let at = 0
  for (const character of sent) {
    const plain = plainForm(character, text)
    if (plain === picture) doubtfulPicture ||= !cheerful.test(character)
    const replacement = plain === picture ? ' ' : plain
    for (let i = 0; i < replacement.length; i++) from.push(at)
    text += replacement
    at += character.length
  }
  from.push(at)
  return { text, from, doubtfulPicture }
}

const picture = '\u0001'
const cheerful = /[👍👌🙏🎉😀😁😃😄😊🙂☺✅✔☑❤💙💪🙌👏\p{Emoji_Modifier}\p{Regional_Indicator}]/u

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  '♥': 'h',
  '♠': 's',
  '♦': 'd',
  '♣': 'c',
}

const plainForms = new Map<string, string>()

function plainForm(character: string, before: string): string {
  if (/\p{M}/u.test(character)) return mark(character, before)
  const suit = letters[character]
  if (suit !== undefined && /\p{So}/u.test(character))
    return /(?:^|[^a-z0-9])(?:[2-9jqka]|10)$/.test(before) ? suit : picture
  const seen = plainForms.get(character)
  if (seen !== undefined) return seen
  const plain = fold(character)
  if (plainForms.size < 4096) plainForms.set(character, plain)
  return plain
}

/** Accents fall. What strikes out a letter, or sits on a digit, changes what is meant; the keycap around a digit does not. */
function mark(character: string, before: string): string {
  if (/[\u0334-\u0338\u20d0-\u20e2\u20e4-\u20f0]/u.test(character)) return unreadable
  if (/[\ufe00-\ufe0f\u20e3\u{e0100}-\u{e01ef}]/u.test(character)) return ''
  return /\d$/.test(before) ? unreadable : ''
}

function fold(character: string): string {
  const small = character.toLowerCase()
  if (/^[\t\n\r\x20-\x7e]$/.test(small)) return small
  if (/\p{Nd}/u.test(character)) return String(digitValue(character))
  if (/[\p{N}º]/u.test(character)) return unreadable
  if (/[\u2028\u2029]/.test(character)) return '\n'
  if (/[\p{Z}\u0085]/u.test(character)) return ' '
  // What turns the direction of writing shows "54" as "45".
  if (/[\u202d\u202e]/.test(character)) return unreadable
  if (/\p{Cf}/u.test(character)) return ''
  if (/\p{Cc}/u.test(character)) return ' '
  if (/[\p{Pd}\u2212]/u.test(character)) return '-'
  if (/[\u2018\u2019\u201b\u02bc\u00b4]/.test(character)) return "'"
  if (/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033]/.test(character)) return '"'
  if (/\p{L}/u.test(character)) return letter(small)
  if (/[\u2190-\u21ff\u27f0-\u27ff]/.test(character)) return ' '
  if (/[\p{Extended_Pictographic}\p{So}\p{Sk}\p{Regional_Indicator}]/u.test(character)) return picture
  const compatible = character.normalize('NFKC')
  if (/^[\x20-\x7e]$/.test(compatible)) return compatible
  return /\p{P}/u.test(character) ? ' ' : unreadable
}

function letter(small: string): string {
  const listed = letters[small]
  if (listed !== undefined) return listed
  const base = small.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return /^[a-z]+$/.test(base) ? base : small
}

/** Unicode keeps each script's ten digits together, in order; the mathematical ones are five runs of ten. */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) ?? 0
  if (point >= 0x1d7ce && point <= 0x1d7ff) return (point - 0x1d7ce) % 10
  let zero = point
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return point - zero
}
