import { createHash } from 'node:crypto'
import { script } from './script.ts'
import { consoleStylesheet } from './stylesheet.ts'

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10)

/** The addresses name what is in the files, so that browsers may keep them for good. */
export const hashes = { style: short(consoleStylesheet), script: short(script) }

export const assets: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  [`/hq/style-${hashes.style}.css`]: { type: 'text/css; charset=utf-8', text: consoleStylesheet },
  [`/hq/hq-${hashes.script}.js`]: { type: 'text/javascript; charset=utf-8', text: script },
}

/** The console brings all it needs itself: nothing from elsewhere, nothing in the pages' own text. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')
