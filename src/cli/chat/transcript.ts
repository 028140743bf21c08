import type { LogEntry } from '../../db/event-store/record-reader.ts'
import type { RosterLine } from '../../files/roster.ts'

/** One text, its reply, and the events it left on the record. */
export interface ChatTurn {
  readonly from: string
  readonly body: string
  /** '' when nothing was answered. */
  readonly reply: string
  readonly events: readonly LogEntry[]
}

/**
 * Writes a conversation in the form of the golden transcripts: the roster lines of those who text, each text, its reply,
 * its events. People are named by the end of their number, so that a reader knows who is meant.
 */
export function transcript(
  title: string,
  roster: readonly RosterLine[],
  turns: readonly ChatTurn[],
  person: (phone: string) => string,
): string {
  const phones = new Set(turns.map(({ from }) => from))
  const texting = roster.filter(({ phone, backupPhone }) => phones.has(phone ?? '') || phones.has(backupPhone ?? ''))
  const text = [`# ${title}`, ...texting.map(rosterLineOf), '', ...turns.flatMap(linesOf), ''].join('\n')
  return [...phones].reduce((named, phone) => named.replaceAll(person(phone), `@${phone.slice(-4)}`), text)
}

const rosterLineOf = ({ precinct, county, name, delegates, phone, backupPhone, language }: RosterLine): string =>
  [
    ':',
    precinct,
    county.replaceAll(' ', '-'),
    `"${name.replaceAll('"', "'")}"`,
    delegates,
    phone ?? backupPhone,
    ...(phone !== null && backupPhone !== null ? [backupPhone] : []),
    ...(language === 'es' ? ['es'] : []),
  ].join(' ')

const linesOf = ({ from, body, reply, events }: ChatTurn): string[] => [
  `${from} > ${body.replaceAll('\n', '\\n')}`,
  `    < ${reply === '' ? '(no answer)' : reply}`,
  ...events.map(
    ({ stream, version, event }) => `    = ${stream} ${version} ${event.type} ${JSON.stringify(event.data)}`,
  ),
]
