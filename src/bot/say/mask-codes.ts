/**
 * Approval codes and PINs are nobody's business but the chair's: whoever reads one could approve in the chair's name. A
 * number that may be one is masked too. Codes have four to eight digits, perhaps in groups (`482 163`).
 */

/** Four to eight digits together, or a code of six or eight in groups of the same length. */
function digits(digit: string): string {
  const gap = String.raw`[\s.,'-]{1,2}`
  return `${digit}{3}${gap}${digit}{3}|${digit}{4}${gap}${digit}{4}|${digit}{2}(?:${gap}${digit}{2}){2,3}|${digit}{4,8}`
}

/** Next to these words such a number is a code: ours in both languages, and what chairs write for them. */
const words = `(?:ok|0k|okay|yes|yep|y|si|sí|s|keep|guardar|guarda|conservar|mantener|codigo|código|code)`
const afterWord = new RegExp(String.raw`(\b${words}[\s:.,#"'-]*)(${digits('[0-9OolI]')})(?![0-9])`, 'giu')
const beforeWord = new RegExp(String.raw`(^|[^\p{L}\p{N}])(${digits(String.raw`\d`)})(?=[\s.,"'-]*${words}\b)`, 'giu')
const pin = /(\bpin\b[^\d]{0,12})(\d[\d\s-]{2,14}\d)/giu
/** A text that is nothing but one number of code length, with courtesies around it and perhaps a precinct's code before it. */
const alone = new RegExp(
  String.raw`^([^\p{L}\p{N}]*(?:\p{L}{0,3} ?\d{1,6}[^\p{L}\p{N}]+)?)(${digits(String.raw`\d`)})([^\p{L}\p{N}]*(?:thanks|thank you|gracias)?[^\p{L}\p{N}]*)$`,
  'iu',
)

const mask = '••••'

/**
 * For any text that is shown, whoever wrote it.
 * @returns the text with approval codes and PINs masked; counts, precinct codes and times stay where they are no codes
 * @example maskCodes('482163 ok') // '•••• ok'
 */
export function maskCodes(text: string): string {
  return text
    .replace(pin, (_, word: string) => `${word}${mask}${mask}`)
    .replace(afterWord, (_, word: string) => `${word}${mask}`)
    .replace(beforeWord, (_, before: string) => `${before}${mask}`)
    .replace(alone, (_, before: string, __: string, after: string) => `${before}${mask}${after}`)
}

/**
 * For a reply of ours that is stored: a code stands behind OK or KEEP and nowhere else, so that its counts all stay (the
 * rule above would take the 1112 of "con 1112 y ahora tiene 1113" for a code).
 * @example maskReplyCode('Reply OK 482163 if right') // 'Reply OK **** if right'
 */
export const maskReplyCode = (reply: string): string => reply.replace(/\b(OK|KEEP) \d{4,8}\b/g, '$1 ****')
