import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Caucus } from '../../bot/caucus.ts'
import { type PrecinctId, rosterStream, type StreamId } from '../../bot/ids.ts'
import { cardPin, currentCard } from '../../bot/phone/card-pin.ts'
import { electsNobody } from '../../bot/report/assess.ts'
import { statement } from '../../db/connection/sql.ts'
import { EVENT_COLUMNS, storedOf } from '../../db/event-store/event-row.ts'
import type { RosterLine } from '../../files/roster.ts'
import { issuePin } from '../../hq/roster/issue-pin.ts'
import { countsOnce } from '../../math/rules.ts'
import { headquarters } from '../caucus/headquarters.ts'
import { storedCaucus } from '../caucus/stored-caucus.ts'
import { loadWithInit, type OpenCaucus, withCaucus } from '../caucus/with-caucus.ts'
import { example } from '../help.ts'
import { answerNo, print, printJson, printNote, several, wrongUsage } from '../io.ts'
import { dbOption } from '../options.ts'
import { type Card, cardsHtml, cardText } from './print.ts'

interface Options {
  readonly db?: string
  readonly html?: string
  readonly newPin?: true
  readonly reason?: string
  readonly json?: true
}

/** `caucusline card`: what a chair holds in the hand on the night. */
export function registerCard(program: Command): void {
  program
    .command('card')
    .description(
      'Print the chairs’ cards: the number, the precinct’s code, what to text and when, the PIN for another phone.',
    )
    .argument('[precincts...]', 'only these precincts (otherwise all)')
    .option(...dbOption)
    .option('--html <file>', 'write them to a page that prints, two cards on a sheet')
    .option('--new-pin', 'first issue a new PIN for this one precinct: the one on its old card serves no more')
    .option('--reason <why>', 'why a new PIN: it is part of the record')
    .option('--json', 'print one JSON object a card')
    .addHelpText(
      'after',
      example(
        'caucusline card P0412',
        'caucusline card --html cards.html',
        'caucusline card P0412 --new-pin --reason "lost the card"',
      ),
    )
    .action(card)
}

async function card(precincts: readonly string[], options: Options): Promise<void> {
  const wanted = new Set(precincts.map((code) => code.toUpperCase()))
  if (options.newPin && (wanted.size !== 1 || !options.reason?.trim()))
    return wrongUsage('A new PIN is for one precinct, with a reason: caucusline card P0412 --new-pin --reason "…"')
  await withCaucus(options.db, (caucus) => printCards(caucus, wanted, options), loadWithInit)
}

async function printCards(open: OpenCaucus, wanted: ReadonlySet<string>, options: Options): Promise<void> {
  const stored = await storedCaucus(open.database)
  if (stored === null) return answerNo(`${open.file} holds no caucus. Load one with caucusline init.`)
  const { caucus } = stored
  const lines = stored.roster.filter(({ precinct }) => wanted.size === 0 || wanted.has(precinct))
  const unknown = [...wanted].filter((code) => !lines.some(({ precinct }) => precinct === code))
  if (unknown.length > 0) return answerNo(`The roster has no ${unknown.join(', ')}.`)
  if (options.newPin && !(await issue(open, lines[0]?.precinct, options.reason ?? ''))) return
  const pinOf = await currentPins(open)
  const cards = lines.map((line) => cardOf(caucus, line, pinOf(line.precinct)))
  show(caucus.name, cards, options)
  warnOfUsedPins(cards.flatMap(({ pin, precinct }) => (pin === null ? [precinct] : [])))
}

/** @returns whether a new PIN was issued; if not, that is said. */
async function issue(open: OpenCaucus, precinct: PrecinctId | undefined, reason: string): Promise<boolean> {
  if (precinct === undefined) return false
  const issued = await issuePin(headquarters(open), {
    precinct,
    reason: reason.trim().slice(0, 200),
    by: null,
    action: `cli-${randomUUID()}`,
    expected: null,
  })
  if (issued === null) answerNo(`Somebody changed ${precinct} at this moment: no PIN was issued. Try again.`)
  else printNote(`A new PIN for ${precinct}: the one on the card before it serves no more.`)
  return issued !== null
}

function warnOfUsedPins(precincts: readonly string[]): void {
  const list = `${precincts.slice(0, 5).join(', ')}${precincts.length > 5 ? ', …' : ''}`
  if (precincts.length > 0)
    printNote(
      `Without a PIN, since it was used: ${list}. A new one: caucusline card ${precincts[0]} --new-pin --reason "…"`,
    )
}

/** @returns for each precinct the PIN on the last card that was issued; null when it was used. */
async function currentPins({ database, keys }: OpenCaucus): Promise<(precinct: PrecinctId) => string | null> {
  const [events = [], unused = []] = await database.batchRead([
    statement(
      `select ${EVENT_COLUMNS} from events
       where stream > 'roster/' and stream < 'roster0' and type = 'PinIssued' order by stream, version`,
    ),
    statement('select hash from pins where used_at is null'),
  ])
  const issued = Map.groupBy(events, ({ stream }) => String(stream) as StreamId)
  const unusedHashes = new Set(unused.map(({ hash }) => String(hash)))
  return (precinct) => {
    const card = currentCard((issued.get(rosterStream(precinct)) ?? []).map(storedOf))
    const pin = cardPin(keys, precinct, card)
    return unusedHashes.has(keys.pinHash(precinct, pin)) ? pin : null
  }
}

const cardOf = (caucus: Caucus, line: RosterLine, pin: string | null): Card => ({
  caucus: caucus.name,
  date: dateIn(caucus.date, line.language),
  precinct: line.precinct,
  place: line.name,
  county: line.county,
  delegates: electsNobody(caucus.rules) ? null : line.delegates,
  once: countsOnce(caucus.rules),
  number: asDialed(caucus.phone),
  call: caucus.hqPhone === null ? null : asDialed(caucus.hqPhone),
  pin,
  names: caucus.vocabulary.candidates.slice(0, 3).map(({ name }) => name),
  language: line.language,
})

function show(caucus: string, cards: readonly Card[], { html, json }: Options): void {
  if (html !== undefined) {
    // The page carries PINs, so that only its owner may read it, as with the database.
    writeFileSync(html, cardsHtml(caucus, cards), { mode: 0o600 })
    printNote(`${several(cards.length, 'card')} in ${html}. They carry PINs: hand them out, do not post them.`)
  } else for (const card of cards) json ? printJson(card) : print(cardText(card))
}

const asDialed = (number: string): string => {
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
