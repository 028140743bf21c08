import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import type { Hono } from 'hono'
import { resultsReader } from '../db/publication/reader.ts'
import { createSigner } from '../keys/signatures.ts'
import { publisher } from '../results/publish/publish.ts'
import { resultsRoutes } from '../results/serve/routes.ts'
import { systemClock } from '../server/clock.ts'
import { withCaucus } from './caucus/with-caucus.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several, wrongUsage } from './io.ts'
import { dbOption, jsonOption } from './options.ts'

/**
 * Writes files into a folder. Each is written beside its place and then renamed, so that nobody reads half a file.
 * @returns the paths written.
 */
export async function writeWhole(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const written: string[] = []
  for (const [name, body] of files) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.part`, body)
    await rename(`${path}.part`, path)
    written.push(path)
  }
  return written
}

/** All feeds by their file name, as the public routes answer them: so a mirror cannot differ from the live pages. */
export async function feeds(app: Hono): Promise<ReadonlyMap<string, string>> {
  const names = ['results.json', 'results.csv', 'results.nist.json', 'ledger.jsonl', 'corrections.atom', 'openapi.json']
  return new Map(await Promise.all(names.map(async (name) => [name, await bodyOf(app, `/${name}`)] as const)))
}

/**
 * Every page and feed by its file name. A page becomes `…/index.html`, which every host serves under the page's address.
 * A page comes after the pages it links to, the first page at the very end: a link always finds its target.
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

interface Options {
  readonly db?: string
  readonly out?: string
  readonly site?: string
  readonly url?: string
  readonly json?: true
}

/** `caucusline export`: writes what is published to files; with --site, as a web site that any host can serve. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('Write what is published to files: JSON, CSV, NIST, ledger, corrections; or the whole site.')
    .option('--out <folder>', 'the feeds as files')
    .option('--site <folder>', 'every page and feed, as a site for any web host (at the root of its name)')
    .option(...dbOption)
    .option('--url <address>', 'where the public finds it (otherwise PUBLIC_URL): stands in feeds')
    .option(...jsonOption)
    .addHelpText('after', example('caucusline export --out results', 'caucusline export --site public'))
    .action(exportFiles)
}

async function exportFiles(options: Options): Promise<void> {
  if (options.out === undefined && options.site === undefined)
    return wrongUsage('Say where to: --out FOLDER or --site FOLDER.')
  await withCaucus(options.db, async ({ database, secret, keys }) => {
    const reader = resultsReader(database)
    const round = await publisher({ reader, clock: systemClock, signer: await createSigner(secret) })()
    if (round.outcome === 'stopped') {
      const problems = round.problems.map(({ precinct, detail }) => `${precinct}: ${detail}`)
      answerNo('Publishing has stopped; what is written is the last good update.', ...problems)
    }
    const publicUrl = (options.url ?? process.env.PUBLIC_URL ?? 'http://localhost').replace(/\/$/, '')
    const app = resultsRoutes({ reader, clock: systemClock, keys, publicUrl })
    const files = [
      ...(options.out === undefined ? [] : await writeWhole(options.out, await feeds(app))),
      ...(options.site === undefined ? [] : await writeWhole(options.site, await mirror(app))),
    ]
    if (options.json) printJson({ files: files.length, sequence: 'sequence' in round ? round.sequence : null })
    else
      print(`Wrote ${several(files.length, 'file')} to ${[options.out, options.site].filter(Boolean).join(' and ')}.`)
  })
}
