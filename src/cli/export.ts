import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { systemClock } from '../../deploy/clock.ts'
import { openSqlite } from '../db/better-sqlite3.ts'
import { resultsReader } from '../db/results-reader.ts'
import { publisher } from '../results/publish.ts'
import { resultsRoutes } from '../results/routes.ts'
import { createSeal } from '../seal/seal.ts'
import { createSigner } from '../seal/sign.ts'
import { ownSecret } from './caucus/own-secret.ts'
import { findSecret } from './caucus/secret.ts'
import { writeWhole } from './export/files.ts'
import { feeds, mirror } from './export/mirror.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several, wrongUsage } from './io.ts'
import { databaseFile } from './options.ts'

interface Options {
  readonly db?: string
  readonly out?: string
  readonly site?: string
  readonly url?: string
  readonly json?: true
}

/** `caucusline export`: what is published, as files; with --site as a web site that any host can serve. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('Write what is published to files: JSON, CSV, NIST, ledger, corrections; or the whole site.')
    .option('--out <folder>', 'the feeds as files')
    .option('--site <folder>', 'every page and feed, as a site for any web host (at the root of its name)')
    .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--url <address>', 'where the public finds it (otherwise PUBLIC_URL): stands in feeds')
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('caucusline export --out results', 'caucusline export --site public'))
    .action(exportFiles)
}

async function exportFiles(options: Options): Promise<void> {
  if (options.out === undefined && options.site === undefined)
    return wrongUsage('Say where to: --out FOLDER or --site FOLDER.')
  const file = databaseFile(options.db)
  if (!existsSync(file)) return answerNo(`There is no database ${file}.`)
  const secret = findSecret(file, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  const database = openSqlite(file)
  try {
    if (!(await ownSecret(database, secret.secret))) return
    const reader = resultsReader(database)
    const outcome = await publisher({ reader, clock: systemClock, signer: await createSigner(secret.secret) })()
    if (outcome.outcome === 'stopped') {
      const problems = outcome.problems.map(({ precinct, detail }) => `${precinct}: ${detail}`)
      answerNo('Publishing has stopped; what is written is the last good update.', ...problems)
    }
    const publicUrl = (options.url ?? process.env.PUBLIC_URL ?? 'http://localhost').replace(/\/$/, '')
    const app = resultsRoutes({ reader, clock: systemClock, seal: createSeal(secret.secret), publicUrl })
    const files = [
      ...(options.out === undefined ? [] : await writeWhole(options.out, await feeds(app))),
      ...(options.site === undefined ? [] : await writeWhole(options.site, await mirror(app))),
    ]
    if (options.json) printJson({ files: files.length, sequence: 'sequence' in outcome ? outcome.sequence : null })
    else
      print(`Wrote ${several(files.length, 'file')} to ${[options.out, options.site].filter(Boolean).join(' and ')}.`)
  } finally {
    await database.close()
  }
}
