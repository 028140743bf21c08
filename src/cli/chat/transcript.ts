import type { LogEntry } from '../../db/event-store/record-reader.ts'
import type { RosterLine } from '../../files/roster.ts'

/** One text, what was answered, and what it left on the record. */
export interface ChatTurn {
  readonly from: string
  readonly body: string
  /** '' where nothing was answered. */
  readonly reply: string
  readonly events: readonly LogEntry[]
}

/**
 * A conversation in the form of the golden transcripts: who is there, what is texted, the reply, the events; people by
 * the end of their number, so that a person can read who is meant.
 */
export function transcript(
  title: string,
  roster: readonly RosterLine[],
  turns: readonly ChatTurn[],
  person: (phone: string) => string,
): string {
  const phones = new Set(turns.map(({ from }) => from))
  const there = roster.filter(({ phone, backupPhone }) => phones.has(phone ?? '') || phones.has(backupPhone ?? ''))
  const text = [`# ${title}`, ...there.map(setting), '', ...turns.flatMap(linesOf), ''].join('\n')
  return [...phones].reduce((all, phone) => all.replaceAll(person(phone), `@${phone.slice(-4)}`), text)
}

const setting = ({ precinct, county, name, delegates, phone, backupPhone, language }: RosterLine): string =>
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
