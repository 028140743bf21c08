/**
 * Approval codes and PINs are nobody's business but the chair's: whoever reads the console could approve in her name.
 * They are masked wherever a text is shown; where it is not certain that a number is one, it is masked too.
 */
const DOTS = '••••'

/** Around these words four digits are a code: ours in both languages, and what chairs write for them. */
const WORDS = `(?:ok|0k|okay|yes|yep|y|si|sí|s|keep|guardar|guarda|conservar|mantener|codigo|código|code)`
const AFTER = new RegExp(String.raw`(\b${WORDS}[\s:.,#"'-]*)([0-9OolI]{4})(?![0-9])`, 'giu')
const BEFORE = new RegExp(String.raw`(^|[^\p{L}\p{N}])(\d{4})(?=[\s.,"'-]*${WORDS}\b)`, 'giu')
const PIN = /(\bpin\b[^\d]{0,12})(\d[\d\s-]{2,14}\d)/giu
/** A text that is nothing but one number of code length, with courtesies around it. */
const ALONE = /^([^\p{L}\p{N}]*)(\d{4})([^\p{L}\p{N}]*(?:thanks|thank you|gracias)?[^\p{L}\p{N}]*)$/iu

/** @returns the text with approval codes and PINs masked. Counts, precinct codes and times stay. */
export function maskText(text: string): string {
  return text
    .replace(PIN, (_, word: string) => `${word}${DOTS}${DOTS}`)
    .replace(AFTER, (_, word: string) => `${word}${DOTS}`)
    .replace(BEFORE, (_, before: string) => `${before}${DOTS}`)
    .replace(ALONE, (_, before: string, __: string, after: string) => `${before}${DOTS}${after}`)
}

/** `(515) 555-0142`; other countries' as they are. For viewers only the end is shown. */
export function phoneWords(phone: string | null, whole: boolean): string {
  if (phone === null) return 'erased'
  if (!whole) return `••• ${phone.slice(-4)}`
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  return american ? `(${american[1]}) ${american[2]}-${american[3]}` : phone
}
