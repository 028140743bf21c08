/** Control characters but for tabs and line breaks, and the two non-characters: XML cannot hold them. */
const NOT_XML = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_XML, '')
    .replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? '')

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

/**
 * The answer to a webhook, as TwiML.
 * @param reply '' answers nothing.
 * @param callback where the delivery states of the reply go. On `<Message>` that is `action`: `statusCallback` is said
 * to be ignored there.
 */
export function twiml(reply: string, callback: string): string {
  if (reply === '') return `${HEAD}<Response/>`
  return `${HEAD}<Response><Message action="${escapeXml(callback)}" method="POST">${escapeXml(reply)}</Message></Response>`
}

const MESSAGE = /<Message(?:\s[^>]*?)?\saction="([^"]*)"[^>]*>([^<]*)<\/Message>/g
const MARKS = new Map(Object.entries(ESCAPES).map(([mark, escaped]) => [escaped, mark]))
const unescapeXml = (text: string): string => text.replace(/&\w+;/g, (escaped) => MARKS.get(escaped) ?? escaped)

/** What a carrier makes of our own TwiML: the texts to send, each with its callback. For the simulated carrier. */
export function readTwiml(xml: string): readonly { readonly body: string; readonly callback: string }[] {
  return [...xml.matchAll(MESSAGE)].map(([, callback = '', body = '']) => ({
    body: unescapeXml(body),
    callback: unescapeXml(callback),
  }))
}
