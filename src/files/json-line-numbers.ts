/** Strings, brackets and commas, and what stands between them. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

interface OpenValue {
  readonly path: string
  /** The key of an object, or the place in an array, that comes next. */
  at: string | number
}

/**
 * The line on which each value of a JSON text begins, by its path (`candidates.0.code`): JSON.parse does not tell.
 * @param text JSON, parsed before
 */
export function jsonLineNumbers(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  const open: OpenValue[] = []
  const pathHere = (): string => {
    const inner = open.at(-1)
    return inner === undefined ? '' : inner.path === '' ? String(inner.at) : `${inner.path}.${inner.at}`
  }
  let [line, seen, key] = [1, 0, '']
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    line += text.slice(seen, index).split('\n').length - 1
    seen = index
    const inner = open.at(-1)
    if (token === '}' || token === ']') open.pop()
    else if (token === ',') {
      if (typeof inner?.at === 'number') inner.at += 1
    } else if (token === ':') {
      if (inner) inner.at = key
    } else if (typeof inner?.at === 'string' && token.startsWith('"') && /^\s*:/.test(text.slice(index + token.length)))
      key = String(JSON.parse(token))
    else {
      const path = pathHere()
      lines.set(path, line)
      if (token === '{') open.push({ path, at: '' })
      if (token === '[') open.push({ path, at: 0 })
    }
  }
  return lines
}
