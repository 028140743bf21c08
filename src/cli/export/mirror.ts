import type { Hono } from 'hono'

/** The public routes' own answers, as files: so a mirror cannot differ from the live pages. */

/** All feeds, by their file name. */
export async function feeds(app: Hono): Promise<ReadonlyMap<string, string>> {
  const names = ['results.json', 'results.csv', 'results.nist.json', 'ledger.jsonl', 'corrections.atom', 'openapi.json']
  return new Map(await Promise.all(names.map(async (name) => [name, await bodyOf(app, `/${name}`)] as const)))
}

/**
 * Every page and feed. Pages become `…/index.html`, which every host serves under the page's address. Pages that say what
 * is published come last, the first page at the very end: whoever follows a link finds what it speaks of.
 */
export async function mirror(app: Hono): Promise<ReadonlyMap<string, string>> {
  const paths: string[] = JSON.parse(await bodyOf(app, '/paths.json'))
  const files = new Map<string, string>()
  for (const path of [...paths].reverse()) files.set(fileOf(path), await bodyOf(app, path))
  return files
}

const fileOf = (path: string): string =>
  /\.\w+$/.test(path) ? path.slice(1) : `${path.slice(1)}/index.html`.replace(/^\//, '')

async function bodyOf(app: Hono, path: string): Promise<string> {
  const answer = await app.request(path)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return answer.text()
}
