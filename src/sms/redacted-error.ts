/** The part of an error that may stand in a log or go to a probe. */
interface RedactedError {
  readonly name: string
  readonly cause: string
  /** The first places in our code, `file:line`, separated by spaces. */
  readonly at: string
  /** The disk is full, the database is locked: the same request may succeed later. */
  readonly temporary: boolean
}

const TEMPORARY =
  /SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN)|ENOSPC|is full|is locked|cannot be written|overloaded|D1_ERROR.*(reset|timeout)/i

/**
 * An error without the data that it may quote. Only the innermost cause is kept: the database layer's own messages hold
 * the bound values, and those are phones and PINs. Quoted parts and every longer number are left out.
 */
export function redactError(error: unknown): RedactedError {
  const inner = innermost(error)
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : ''
  const text = `${code} ${inner.message}`.trim()
  return {
    name: inner.name,
    cause: text
      .replace(/(["'`]).*?\1/gs, '…')
      .replace(/\+?\d{4,}/g, '#')
      .slice(0, 200),
    at: places(inner.stack ?? ''),
    temporary: TEMPORARY.test(text),
  }
}

/** Causes can form a ring; ten are more than anybody nests. */
function innermost(error: unknown): Error {
  let at = error instanceof Error ? error : new Error('not an Error')
  for (let depth = 0; depth < 10 && at.cause instanceof Error; depth++) at = at.cause
  return at
}

function places(stack: string): string {
  const found = [...stack.matchAll(/([\w.-]+\.(?:ts|js|mjs)):(\d+):\d+\)?$/gm)]
  return found
    .slice(0, 4)
    .map(([, file, line]) => `${file}:${line}`)
    .join(' ')
}
