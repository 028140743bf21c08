import { html } from 'hono/html'
import { precinctId } from '../../bot/ids.ts'
import type { Actions, Submission, Visit } from '../action.ts'
import { type Html, noteBox } from '../page/parts.ts'
import type { RosterEntry } from '../ports.ts'
import { applyRosterChange } from './apply-change.ts'
import { differences, type RosterDifference, type WantedLine } from './differences.ts'
import { issuePin } from './issue-pin.ts'
import type { RosterProblem, UploadedLine } from './ports.ts'

/** An uploaded roster against what is there. */
export interface RosterComparison {
  readonly problems: readonly RosterProblem[]
  readonly changes: readonly {
    readonly id: UploadedLine['precinct']
    readonly line: UploadedLine
    /** Null: the precinct is new. */
    readonly place: RosterEntry | null
    readonly differences: readonly RosterDifference[]
  }[]
  /** Precincts that are not in the file. */
  readonly absent: readonly string[]
  readonly text: string
}

export async function compareRoster({ deps, board }: Visit, text: string): Promise<RosterComparison> {
  const read = await deps.roster?.read(new TextEncoder().encode(text))
  if (!read) return { problems: [], changes: [], absent: [], text }
  const { precincts } = await board()
  const changes = []
  for (const line of read.value) {
    const place = precincts.has(line.precinct) ? await deps.reader.precinct(line.precinct) : null
    const changed = differences(place, line)
    if (changed.length > 0) changes.push({ id: line.precinct, line, place, differences: changed })
  }
  const named = new Set(read.value.map(({ precinct }) => precinct))
  return { problems: read.problems, changes, absent: [...precincts.keys()].filter((id) => !named.has(id)), text }
}

/** Their forms stand on the roster's page. */
export const rosterActions = {
  'roster.import': {
    path: '/hq/roster/apply',
    role: 'supervisor',
    reason: 'Say why. Nothing was changed.',
    perform: async (submission) => {
      const { deps, me, fields, action, reason } = submission
      const { problems, changes } = await compareRoster(submission, fields.text('roster'))
      if (problems.length > 0) return { refused: 'Say why. Nothing was changed.' }
      for (const { id, place, line } of changes)
        await applyRosterChange(deps, {
          id,
          place,
          to: line,
          reason,
          by: me.account.id,
          action: `${action}-${id}`,
          expected: null,
        })
      return { goTo: `/hq/roster?changed=${changes.length}` }
    },
  },
} satisfies Actions

async function precinctOf({ c, deps }: Submission): Promise<RosterEntry | null> {
  const id = precinctId(c.req.param('id') ?? '')
  return id === null ? null : deps.reader.precinct(id)
}

/** Their forms stand on the roster's page of one precinct. */
export const rosterLineActions = {
  'roster.change': {
    path: '/hq/roster/:id',
    role: 'supervisor',
    reason: 'Say why: the reason is part of the record. Nothing was changed.',
    done: 'Changed, with an event for each field.',
    perform: async (submission) => {
      const { deps, me, fields, action, reason } = submission
      const place = await precinctOf(submission)
      if (!place) return { missing: 'such precinct' }
      const { id } = place
      const to = await wantedLine(submission)
      if (typeof to === 'string') return { refused: `${to} Nothing was changed.` }
      const expected = Number(fields.text('version'))
      const change = { id, place, to, reason, by: me.account.id, action, expected }
      return (await applyRosterChange(deps, change)) === 'conflict'
        ? { refused: 'Somebody changed this precinct since you looked. Nothing was changed.' }
        : { goTo: `/hq/roster/${id}` }
    },
  },
  'roster.pin': {
    path: '/hq/roster/:id/pin',
    role: 'admin',
    reason: 'Say why: the reason is part of the record. No PIN was issued.',
    perform: async (submission) => {
      const { deps, me, fields, action, reason, page } = submission
      const place = await precinctOf(submission)
      if (!place) return { missing: 'such precinct' }
      const expected = Number(fields.text('version'))
      const issued = await issuePin(deps, { precinct: place.id, reason, by: me.account.id, action, expected })
      // Never by a redirect: the number would have to be kept somewhere in between.
      return issued
        ? page({ title: place.id, path: '/hq/roster', body: issuedPage(place, issued) })
        : {
            refused:
              'This form was sent before, or somebody changed this precinct since you looked. No PIN was issued.',
          }
    },
  },
} satisfies Actions

/** The one page that ever shows it. */
const issuedPage = (place: RosterEntry, { pin, card }: { readonly pin: string; readonly card: number }): Html =>
  html`<h1>${place.id}: a new PIN</h1>${noteBox('good', html`<p>Issued for card ${card} of ${place.id}. Nobody can look it up in this console again: read it out now, twice.</p>`)}<div class="sheet"><p><code class="big">${place.id} PIN ${pin}</code></p><p>The chair texts this from the other phone, once. The PIN on the old card serves no more.</p></div><p><a href="/hq/roster/${place.id}">Back to ${place.id} in the roster</a></p>`

/** @returns what is wrong, in words, or the line that is wanted. */
async function wantedLine({ deps: { roster }, fields }: Submission): Promise<WantedLine | string> {
  const delegates = fields.text('delegates')
  if (!/^[1-9]\d{0,3}$/.test(delegates)) return 'Delegates to elect is a whole number such as 7.'
  if (fields.text('name') === '' || fields.text('county') === '') return 'Name and county must be there.'
  const phones: WantedLine['phone'][] = []
  for (const field of ['phone', 'backup']) {
    const text = fields.text(field)
    const phone = text === '' || roster === null ? null : await roster.phone(text)
    if (text !== '' && phone === null) return `${text} is no number that can be texted.`
    phones.push(phone)
  }
  const language = fields.text('language') === 'es' ? 'es' : 'en'
  const [phone = null, backupPhone = null] = phones
  return {
    name: fields.text('name'),
    county: fields.text('county'),
    district: fields.text('district'),
    delegates: Number(delegates),
    language,
    chair: fields.text('chair') || null,
    phone,
    backupPhone,
  }
}
