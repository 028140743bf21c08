import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { openSqlite } from '../db/connection/better-sqlite3.ts'
import { install } from '../db/event-store/install.ts'
import { recordReader } from '../db/event-store/record-reader.ts'
import { type Files, loadFiles, type Paths } from '../files/load.ts'
import { type Problem, problemSentence } from '../files/problem.ts'
import { createKeys } from '../keys/keys.ts'
import { installationOf } from './caucus/installation.ts'
import { findOrMakeSecret } from './caucus/secret.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, printNote, several } from './io.ts'
import { databaseFile, dbOption, jsonOption } from './options.ts'

type Options = Paths & { readonly db?: string; readonly json?: true }

/** `caucusline init`: loads a caucus into an empty database, or names every bad line and loads nothing. */
export function registerInit(program: Command): void {
  program
    .command('init')
    .description(
      'Load a caucus: its configuration, its roster, its counties. Every bad line is named, and then nothing is loaded.',
    )
    .requiredOption('--config <file>', 'caucus.json')
    .requiredOption('--roster <file>', 'roster.csv')
    .option('--counties <file>', 'counties.csv; without it there are no state delegate equivalents')
    .option(...dbOption)
    .option(...jsonOption)
    .addHelpText('after', example('caucusline init --config caucus.json --roster roster.csv --counties counties.csv'))
    .action(init)
}

async function init(options: Options): Promise<void> {
  const loading = loadFiles(options)
  if (!loading.ok) return listProblems(loading.problems, options)
  const db = databaseFile(options.db)
  mkdirSync(dirname(db), { recursive: true })
  const database = openSqlite(db)
  try {
    const reader = recordReader(database)
    if ((await reader.phase()) !== null)
      return refuseLoading(options, `${db} holds a caucus already. Give another file with --db.`)
    const secret = findOrMakeSecret(db, process.env.CAUCUSLINE_SECRET)
    if (!secret.ok) return refuseLoading(options, secret.problem)
    const keys = createKeys(secret.secret)
    const installed = await install(database, keys, installationOf(loading.files, keys, new Date().toISOString()))
    if (!installed.ok) return refuseLoading(options, `${db} holds a caucus already (${installed.reason}).`)
    report(loading.files, loading.warnings, {
      ...options,
      db,
      ...(secret.made !== undefined && { secret: secret.made }),
    })
  } finally {
    await database.close()
  }
}

function listProblems(problems: readonly Problem[], { json }: Options): void {
  if (json) printJson({ loaded: false, problems })
  answerNo(
    ...(json ? [] : problems.map(problemSentence)),
    ...(json ? [] : ['', `${several(problems.length, 'mistake')}. Nothing was loaded.`]),
  )
}

function refuseLoading({ json }: Options, sentence: string): void {
  if (json)
    printJson({ loaded: false, problems: [{ file: null, line: null, column: null, word: null, fix: sentence }] })
  answerNo(...(json ? [] : [sentence]))
}

interface Loaded {
  readonly db: string
  /** The file of the secret, if it was made just now. */
  readonly secret?: string
  readonly json?: true
}

function report(files: Files, warnings: readonly Problem[], loaded: Loaded): void {
  const phones = new Set(
    files.roster.flatMap(({ phone, backupPhone }) => [phone, backupPhone]).filter((p) => p !== null),
  ).size
  if (loaded.json) {
    const { roster, counties } = files
    const figures = { precincts: roster.length, counties: counties.length, phones }
    printJson({ loaded: true, db: loaded.db, ...figures, secret: loaded.secret ?? null, warnings })
    return
  }
  for (const warning of warnings) printNote(`Look at this: ${problemSentence(warning)}`)
  for (const line of [...summary(files, phones, loaded), '', ...nextSteps(loaded.db)]) print(line)
}

function summary({ caucus, roster, counties }: Files, phones: number, { db, secret }: Loaded): string[] {
  const delegates = roster.reduce((sum, line) => sum + line.delegates, 0)
  const inCounties = counties.length > 0 ? ` in ${several(counties.length, 'county', 'counties')}` : ''
  const figures = [
    several(roster.length, 'precinct') + inCounties,
    several(delegates, 'delegate'),
    several(phones, 'phone'),
  ]
  return [
    `${caucus.name}, ${caucus.date}: ${figures.join(', ')}.`,
    `Rules ${caucus.rules.name}. Chairs text ${caucus.phone}. Loaded into ${db}.`,
    ...(counties.length > 0 ? [] : ['Without --counties there are no state delegate equivalents.']),
    ...(secret === undefined
      ? []
      : [
          `The secret of the approval codes was made: ${secret}. Keep a copy apart from the database; a backup needs both.`,
        ]),
  ]
}

const nextSteps = (db: string): string[] => [
  'Next:',
  `  caucusline user add NAME --role admin --db ${db}   the first account of headquarters’ console`,
  `  caucusline phase practice --db ${db}   chairs may try it, with the candidates of practice`,
  `  caucusline serve --db ${db}            webhooks and public pages`,
]
