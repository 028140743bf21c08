import { existsSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { openSqlite } from '../db/better-sqlite3.ts'
import { createSeal } from '../seal/seal.ts'
import { type Card, cardsHtml, cardText } from './card/print.ts'
import { cardPin } from './caucus/pin.ts'
import { rosterOf } from './caucus/roster.ts'
import { findSecret } from './caucus/secret.ts'
import { example } from './help.ts'
import { answerNo, note, print, printJson, several } from './io.ts'
import { databaseFile } from './options.ts'

interface Options {
  readonly db?: string
  readonly html?: string
  readonly json?: true
}

/** `caucusline card`: what a chair holds in her hand on the night. */
export function registerCard(program: Command): void {
  program
    .command('card')
    .description(
      'Print the chairs’ cards: the number, the precinct’s code, what to text and when, the PIN for another phone.',
    )
    .argument('[precincts...]', 'only these precincts (otherwise all)')
    .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--html <file>', 'write them to a page that prints, two cards on a sheet')
    .option('--json', 'print one JSON object a card')
    .addHelpText('after', example('caucusline card P0412', 'caucusline card --html cards.html'))
    .action(card)
}

async function card(precincts: readonly string[], options: Options): Promise<void> {
  const db = databaseFile(options.db)
  if (!existsSync(db)) return answerNo(`There is no database ${db}. Load a caucus with caucusline init.`)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  const database = openSqlite(db)
  const loaded = await rosterOf(database)
  await database.close()
  if (loaded === null) return answerNo(`${db} holds no caucus. Load one with caucusline init.`)
  const wanted = new Set(precincts.map((code) => code.toUpperCase()))
  const unknown = [...wanted].filter((code) => !loaded.roster.some(({ precinct }) => precinct === code))
  if (unknown.length > 0) return answerNo(`The roster has no ${unknown.join(', ')}.`)
  const seal = createSeal(secret.secret)
  const { caucus, roster } = loaded
  const cards = roster
    .filter(({ precinct }) => wanted.size === 0 || wanted.has(precinct))
    .map(
      (line): Card => ({
        caucus: caucus.name,
        date: dateIn(caucus.date, line.language),
        precinct: line.precinct,
        place: line.name,
        county: line.county,
        delegates: line.delegates,
        number: shown(caucus.phone),
        call: caucus.hqPhone === null ? null : shown(caucus.hqPhone),
        pin: cardPin(seal, line.precinct),
        names: caucus.vocabulary.candidates.slice(0, 3).map(({ name }) => name),
        language: line.language,
      }),
    )
  show(caucus.name, cards, options)
}

function show(caucus: string, cards: readonly Card[], { html, json }: Options): void {
  if (html !== undefined) {
    // PINs are on it: for its owner's eyes, like the database.
    writeFileSync(html, cardsHtml(caucus, cards), { mode: 0o600 })
    note(`${several(cards.length, 'card')} in ${html}. They carry PINs: hand them out, do not post them.`)
  } else for (const one of cards) json ? printJson(one) : print(cardText(one))
}

const shown = (number: string): string => {
  const parsed = parsePhoneNumberFromString(number)
  return parsed?.countryCallingCode === '1' ? parsed.formatNational() : (parsed?.formatInternational() ?? number)
}

const dateIn = (date: string, language: string): string =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString(language, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
