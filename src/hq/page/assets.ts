import { createHash } from 'node:crypto'
import { consoleCss } from './console.css.ts'
import { consoleJs } from './console.js.ts'

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10)

/** The addresses name what is in the files, so that browsers may keep them for good. */
export const hashes = { style: short(consoleCss), script: short(consoleJs) }

export const assets: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  [`/hq/style-${hashes.style}.css`]: { type: 'text/css; charset=utf-8', text: consoleCss },
  [`/hq/hq-${hashes.script}.js`]: { type: 'text/javascript; charset=utf-8', text: consoleJs },
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
