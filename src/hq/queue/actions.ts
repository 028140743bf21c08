import type { ConsoleEvent } from '../../bot/event.ts'
import { type Person, precinctId } from '../../bot/ids.ts'
import { type Actions, notRecorded, type Outcome, type Submission } from '../action.ts'
import type { QueueRow } from '../ports.ts'
import { commonOutcomes, kindOf, kindsByHand, newItem } from './items.ts'

const refused = (why: string): Outcome => ({
  refused: `${why} Nothing of yours was recorded; this is how it stands now.`,
})
export const itemPath = (id: string): string => `/hq/queue/item?id=${encodeURIComponent(id)}`
const noteOf = ({ fields }: Submission): string => fields.text('note').slice(0, 300)

/** One event of one item, where nobody acted on it since. @returns false where somebody did. */
async function recordOn(
  { deps, record }: Submission,
  { id }: QueueRow,
  event: ConsoleEvent,
  set: Partial<QueueRow> | null,
  expected?: number,
): Promise<boolean> {
  const stream = `hq/queue/${id}` as const
  const recorded = await record(stream, {
    expected: expected ?? (await deps.reader.version(stream)),
    events: [event],
    writes: set === null ? [] : [{ table: 'queue', id, set }],
  })
  return recorded !== 'conflict'
}

/** Their forms stand on the queue's page. */
export const queueActions = {
  /** What no text brought: a campaign's objection, a precinct that meets tomorrow. */
  'queue.open': {
    path: '/hq/queue/open',
    role: 'operator',
    done: 'It is in the queue.',
    perform: async ({ deps, fields, now, record, setting }) => {
      const kind = kindsByHand.find((byHand) => byHand === fields.text('kind'))
      const detail = fields.text('detail').slice(0, 500)
      const code = fields.text('precinct').toUpperCase()
      const precinct = code === '' ? null : precinctId(code)
      if (code !== '' && (precinct === null || (await deps.reader.precinct(precinct)) === null))
        return refused(`There is no precinct ${code}.`)
      if (kind === undefined || detail === '') return refused('Say what it is about.')
      const { phase } = await setting()
      const id = `hand/${deps.vault.id()}`
      const recorded = await record(`hq/queue/${id}`, {
        expected: 0,
        events: [{ type: 'QueueOpened', data: { item: id, kind, precinct, detail } }],
        writes: [newItem({ id, kind, phase, precinct, at: now(), detail })],
      })
      return recorded === 'conflict' ? refused(notRecorded.conflict) : { goTo: '/hq/queue' }
    },
  },
  'queue.take': {
    path: '/hq/queue/take',
    role: 'operator',
    perform: async (submission) => {
      const { deps, me, fields, now } = submission
      const item = await deps.reader.item(fields.text('id'))
      if (!item || item.outcome !== null) return refused('This item was ended meanwhile.')
      // The form says who had it when it was looked at: a take-over is never by accident.
      const event = { type: 'QueueTaken', data: { item: item.id, from: item.owner as Person | null } } as const
      return (item.owner ?? '') === fields.text('owner') &&
        (await recordOn(submission, item, event, { owner: me.account.id, takenAt: now() }))
        ? { goTo: itemPath(item.id) }
        : refused('Somebody else took this item a moment ago.')
    },
  },
  'queue.return': {
    path: '/hq/queue/return',
    role: 'operator',
    done: 'Given back. Anybody may take it.',
    perform: async (submission) => {
      const item = await submission.deps.reader.item(submission.fields.text('id'))
      if (item?.owner !== submission.me.account.id || item.outcome !== null)
        return refused('This item is not with you any more.')
      const event = { type: 'QueueReturned', data: { item: item.id, why: 'given back' } } as const
      await recordOn(submission, item, event, { owner: null, takenAt: null })
      return { goTo: '/hq/queue' }
    },
  },
} satisfies Actions

/** Their forms stand on the page of an item. */
export const itemActions = {
  'queue.note': {
    path: '/hq/queue/note',
    role: 'operator',
    done: 'Noted.',
    perform: async (submission) => {
      const item = await submission.deps.reader.item(submission.fields.text('id'))
      const note = noteOf(submission)
      if (!item || note === '') return refused('There was nothing to note.')
      // A note contradicts nobody: it goes after whatever came first.
      const event = { type: 'QueueNoted', data: { item: item.id, note } } as const
      return (await recordOn(submission, item, event, null))
        ? { goTo: itemPath(item.id) }
        : refused(notRecorded.conflict)
    },
  },
  'queue.end': {
    path: '/hq/queue/end',
    role: 'operator',
    done: 'Ended, with its outcome on the record.',
    perform: async (submission) => {
      const { deps, me, fields, now } = submission
      const item = await deps.reader.item(fields.text('id'))
      if (!item) return { missing: 'such item' }
      const outcome = fields.text('outcome')
      if (![...kindOf(item.kind).outcomes, ...commonOutcomes].includes(outcome))
        return refused('Choose an outcome: nothing leaves the queue without one.')
      if (item.outcome !== null) return refused('Somebody ended this item meanwhile.')
      const event = { type: 'QueueEnded', data: { item: item.id, outcome, note: noteOf(submission) } } as const
      const set = { outcome, endedAt: now(), owner: item.owner ?? me.account.id }
      return (await recordOn(submission, item, event, set, Number(fields.text('version'))))
        ? { goTo: '/hq/queue' }
        : refused('Somebody acted on this item since you opened it: see below, then end it if that still holds.')
    },
  },
} satisfies Actions
