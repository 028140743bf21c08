import type { Intent, Reason, Repair, Tallies, Unclear } from '../../grammar/intent.ts'

/** Says how a text was understood, or why the bot would ask, line by line for a person at a terminal. */
export function describeIntent(text: string, intent: Intent): string {
  const precinct = intent.precinct === null ? [] : [row('precinct', intent.precinct)]
  return [row('text', text), row('read as', headline(intent)), ...precinct, ...details(intent)].join('\n')
}

const row = (label: string, what: string): string => `${`${label}:`.padEnd(13)}${what}`

function headline(intent: Intent): string {
  switch (intent.kind) {
    case 'report':
      return intent.more ? 'the rest of a report' : 'a report'
    case 'fix':
      return 'a change to what was sent last'
    case 'toss':
      return 'the outcome of a game of chance'
    case 'approve':
      return `approval of the report with code ${intent.code}`
    case 'keep':
      return `keep the report with code ${intent.code} as it is, for HQ`
    case 'reject':
      return 'no, that is not right'
    case 'status':
      return 'what is recorded, and what is missing?'
    case 'last':
      return 'repeat the last reply'
    case 'guide':
      return 'how does it work?'
    case 'ready':
      return 'checked in, ready'
    case 'pin':
      return 'the PIN of a borrowed phone'
    case 'language':
      return intent.language === 'es' ? 'replies in Spanish' : 'replies in English'
    case 'precinct':
      return 'a precinct code alone, as the answer to "which precinct?"'
    case 'unclear':
      return `not clear, so the bot asks: ${why(intent)}`
    default:
      return intent satisfies never
  }
}

function details(intent: Intent): string[] {
  switch (intent.kind) {
    case 'report':
    case 'fix': {
      const { attendance, initial, final, groups, delegates, toss, repairs } = intent
      const attendanceRows = attendance === null ? [] : [row('attendance', String(attendance))]
      const lists = { initial, final, groups, delegates }
      const checksum =
        intent.kind === 'report' && intent.checksum
          ? [row('total', `said ${intent.checksum.said}, but the list adds up to ${intent.checksum.sum}`)]
          : []
      return [
        ...attendanceRows,
        ...Object.entries(lists).flatMap(([label, list]) => listed(label, list)),
        ...checksum,
        ...(toss ? [row('toss', toss.winners.join(', '))] : []),
        ...repaired(repairs),
      ]
    }
    case 'toss':
      return [
        row(
          'winner',
          intent.winners.map((name) => (intent.cards?.[name] ? `${name} ${intent.cards[name]}` : name)).join(', '),
        ),
        ...repaired(intent.repairs),
      ]
    case 'unclear':
      return listed('kept', intent.groups)
    default:
      return []
  }
}

function listed(label: string, list: Tallies | null): string[] {
  if (list === null) return []
  const sum = list.reduce((total, { count }) => total + count, 0)
  return [row(label, `${list.map(({ group, count }) => `${group} ${count}`).join(', ')} (${sum} in all)`)]
}

const repaired = (repairs: readonly Repair[]): string[] =>
  repairs.map(({ from, to }) => row('repaired', `"${from}" was read as ${to}`))

function why({ reason, word, suggestions }: Unclear): string {
  const quoted = word === '' ? '' : `: "${word}"`
  const meant = suggestions.length > 0 ? `; ${suggestions.join(' or ')}?` : ''
  return `${because[reason]}${quoted}${reason === 'two_names' || reason === 'unknown_name' ? meant : ''}`
}

const because: Readonly<Record<Reason, string>> = {
  empty: 'it says nothing',
  which_alignment: 'this list can be the initial or the final alignment',
  which_order: 'it is not certain which name each number belongs to',
  no_list: 'nothing follows to say what is meant',
  several_precincts: 'two precincts stand in one text',
  quoted: 'this is one of our own replies, quoted, or a reaction to it',
  unknown_name: 'no candidate has this name',
  two_names: 'this can be more than one candidate',
  no_number: 'a name stands without its number',
  no_name: 'a number stands without its name',
  bad_number: 'this is not a whole number of people that can be relied on',
  twice: 'this is said twice, and differently',
  cut: 'the text may have lost its end on the way',
  mixed: 'an approval must stand alone',
  no_code: 'the code is missing',
  several_texts: 'these do not belong in one text',
  carrier_word: 'phone companies keep this word for themselves',
  unreadable: 'this cannot be placed',
}
