import { randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Caucus } from '../../bot/caucus.ts'
import type { PrecinctId } from '../../bot/ids.ts'
import { electsNobody } from '../../bot/report/assess.ts'
import { openSqlite, type SqliteDatabase } from '../../db/connection/better-sqlite3.ts'
import { consoleReader } from '../../db/console/reader.ts'
import { consoleStore } from '../../db/console/store.ts'
import type { RosterLine } from '../../files/roster.ts'
import { issuePin } from '../../hq/roster/issue-pin.ts'
import { createKeys, type KeyedSecret } from '../../keys/keys.ts'
import { countsOnce } from '../../math/rules.ts'
import { systemClock } from '../../server/clock.ts'
import { cardsOf, type PrecinctCard } from '../caucus/cards.ts'
import { ownSecret } from '../caucus/own-secret.ts'
import { rosterOf } from '../caucus/roster.ts'
import { findSecret } from '../caucus/secret.ts'
import { example } from '../help.ts'
import { answerNo, print, printJson, printNote, several, wrongUsage } from '../io.ts'
import { databaseFile } from '../options.ts'
import { type Card, cardsHtml, cardText } from './print.ts'

interface Options {
  readonly db?: string
  readonly html?: string
  readonly newPin?: true
  readonly reason?: string
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
    .option('--new-pin', 'first issue a new PIN for this one precinct: the one on its old card serves no more')
    .option('--reason <why>', 'why a new PIN: it is part of the record')
    .option('--json', 'print one JSON object a card')
    .addHelpText(
      'after',
      example(
        'caucusline card P0412',
        'caucusline card --html cards.html',
        'caucusline card P0412 --new-pin --reason "lost her card"',
      ),
    )
    .action(card)
}

async function card(precincts: readonly string[], options: Options): Promise<void> {
  const wanted = new Set(precincts.map((code) => code.toUpperCase()))
  if (options.newPin && (wanted.size !== 1 || !options.reason?.trim()))
    return wrongUsage('A new PIN is for one precinct, with a reason: caucusline card P0412 --new-pin --reason "…"')
  const db = databaseFile(options.db)
  if (!existsSync(db)) return answerNo(`There is no database ${db}. Load a caucus with caucusline init.`)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  const keys = createKeys(secret.secret)
  const database = openSqlite(db)
  try {
    if (!(await ownSecret(database, secret.secret))) return
    const loaded = await rosterOf(database)
    if (loaded === null) return answerNo(`${db} holds no caucus. Load one with caucusline init.`)
    const lines = loaded.roster.filter(({ precinct }) => wanted.size === 0 || wanted.has(precinct))
    const unknown = [...wanted].filter((code) => !lines.some(({ precinct }) => precinct === code))
    if (unknown.length > 0) return answerNo(`The roster has no ${unknown.join(', ')}.`)
    if (options.newPin && !(await issue(database, keys, lines[0]?.precinct, options.reason ?? ''))) return
    const pins = await cardsOf(database, keys)
    show(
      loaded.caucus.name,
      lines.map((line) => cardOf(loaded.caucus, line, pins(line.precinct))),
      options,
    )
    warn(lines.map(({ precinct }) => precinct).filter((precinct) => pins(precinct).pin === null))
  } finally {
    await database.close()
  }
}

/** @returns false where it was not done, which is then said. */
async function issue(
  database: SqliteDatabase,
  keys: KeyedSecret,
  precinct: PrecinctId | undefined,
  reason: string,
): Promise<boolean> {
  if (precinct === undefined) return false
  const deps = { reader: consoleReader(database), store: consoleStore(database, keys), keys, clock: systemClock }
  const wish = {
    precinct,
    reason: reason.trim().slice(0, 200),
    by: null,
    action: `cli-${randomUUID()}`,
    expected: null,
  }
  const issued = await issuePin(deps, wish)
  if (issued === null) answerNo(`Somebody changed ${precinct} at this moment: no PIN was issued. Try again.`)
  else printNote(`A new PIN for ${precinct}: the one on the card before it serves no more.`)
  return issued !== null
}

function warn(spent: readonly PrecinctId[]): void {
  const named = `${spent.slice(0, 5).join(', ')}${spent.length > 5 ? ', …' : ''}`
  if (spent.length > 0)
    printNote(
      `Without a PIN, since it was used: ${named}. A new one: caucusline card ${spent[0]} --new-pin --reason "…"`,
    )
}

const cardOf = (caucus: Caucus, line: RosterLine, { pin }: PrecinctCard): Card => ({
  caucus: caucus.name,
  date: dateIn(caucus.date, line.language),
  precinct: line.precinct,
  place: line.name,
  county: line.county,
  delegates: electsNobody(caucus.rules) ? null : line.delegates,
  once: countsOnce(caucus.rules),
  number: shown(caucus.phone),
  call: caucus.hqPhone === null ? null : shown(caucus.hqPhone),
  pin,
  names: caucus.vocabulary.candidates.slice(0, 3).map(({ name }) => name),
  language: line.language,
})

function show(caucus: string, cards: readonly Card[], { html, json }: Options): void {
  if (html !== undefined) {
    // PINs are on it: for its owner's eyes, like the database.
    writeFileSync(html, cardsHtml(caucus, cards), { mode: 0o600 })
    printNote(`${several(cards.length, 'card')} in ${html}. They carry PINs: hand them out, do not post them.`)
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
