import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { example } from '../help.ts'
import { print, printJson, printNote, wrongUsage } from '../io.ts'
import { type ChatLine, freshLine, openedLine } from './line.ts'
import { readTypedLine, talker } from './talk.ts'
import { type ChatTurn, transcript } from './transcript.ts'

interface Options {
  readonly phone?: string
  readonly save?: string
  readonly config?: string
  readonly roster?: string
  readonly counties?: string
  readonly db?: string
  readonly json?: true
}

/** `caucusline chat`: the phone in a terminal. */
export function registerChat(program: Command): void {
  program
    .command('chat')
    .description('The phone in the terminal: text a demonstration caucus, or your own, and read its replies.')
    .option('--phone <number>', "the phone you text from (otherwise the roster's first)")
    .option('--save <file>', 'write the conversation as a transcript when it ends')
    .option('--config <file>', 'caucus.json of another caucus, with --roster')
    .option('--roster <file>', 'roster.csv')
    .option('--counties <file>', 'counties.csv')
    .option('--db <file>', 'a database that init made and that was never live')
    .option('--json', 'print one JSON object a text')
    .addHelpText(
      'after',
      `${example('caucusline chat', 'caucusline chat --save night.txt', "printf 'HOW\\n?\\n' | caucusline chat --phone '(515) 555-0102'")}

A line such as "+15155550102 > F Sanders 45" comes from that phone; so a transcript can be played again.`,
    )
    .action(chat)
}

async function chat(options: Options): Promise<void> {
  if ((options.config === undefined) !== (options.roster === undefined))
    return wrongUsage('Give --config and --roster together.', 'See caucusline chat --help')
  if (options.db !== undefined && options.config !== undefined)
    return wrongUsage('Give --db, or --config and --roster; not both.', 'See caucusline chat --help')
  const line = options.db === undefined ? await freshLine(options) : await openedLine(options.db)
  if (line === null) return
  try {
    const from = phoneOf(options.phone, line)
    if (from === null) return wrongUsage(`"${options.phone ?? ''}" is not a phone number.`)
    const turns = await converse(line, from, options.json === true)
    if (options.save === undefined) return
    const title = `${line.caucus.name}, texted in a terminal.`
    writeFileSync(options.save, transcript(title, line.roster, turns, line.open.keys.person))
  } finally {
    await line.close()
  }
}

function phoneOf(given: string | undefined, { roster }: ChatLine): string | null {
  if (given === undefined) return roster.find(({ phone }) => phone !== null)?.phone ?? null
  return parsePhoneNumberFromString(given, 'US')?.number ?? null
}

/** Converses until the input ends. A terminal gets a prompt; for a pipe both sides are written out. */
async function converse(line: ChatLine, from: string, json: boolean): Promise<readonly ChatTurn[]> {
  const talk = talker(line.open, line.caucus.phone)
  const terminal = process.stdin.isTTY === true
  const bound = line.roster.filter(({ phone, backupPhone }) => phone === from || backupPhone === from)
  const precincts = bound.map(({ precinct, county, name }) => `${precinct} ${name}, ${county} County`).join('; ')
  printNote(
    `${line.caucus.name}. You text from ${from}, ${precincts === '' ? 'a phone nobody knows' : `the chair of ${precincts}`}. Text HOW for the guide.`,
  )
  if (terminal) printNote('Ctrl-D ends it.')
  const input = createInterface({
    input: process.stdin,
    ...(terminal && { output: process.stderr, prompt: `${from} > ` }),
  })
  if (terminal) input.prompt()
  const turns: ChatTurn[] = []
  for await (const typed of input) {
    const read = readTypedLine(typed)
    if (read.kind === 'text') {
      const turn = await talk(read.from ?? from, read.body.replaceAll('\\n', '\n'))
      turns.push(turn)
      show(turn, json, terminal)
    }
    if (terminal) input.prompt()
  }
  return turns
}

function show({ from, body, reply, events }: ChatTurn, json: boolean, terminal: boolean): void {
  if (json) {
    const recorded = events.map(({ stream, version, event }) => ({ stream, version, ...event }))
    printJson({ from, text: body, reply, events: recorded })
    return
  }
  if (!terminal) print(`${from} > ${body}`)
  print(`    < ${reply === '' ? '(no answer)' : reply}`)
}
