import { refuseIfChanged } from '../../bot/handle/precinct-context.ts'
import { precinctId } from '../../bot/ids.ts'
import type { Actions, Submission } from '../action.ts'
import type { SecondRow } from '../ports.ts'
import { newItem } from '../queue/items.ts'
import { loadPrecinctView } from './precinct-view.ts'
import { expectedVersionOf, refusalNote, refusalWords, refusedNow } from './refusal-note.ts'

/** What one person may not do alone: one asks, with a reason; another agrees, and then it is done by both. */

export const secondPersonRequest = ({ c, deps }: Submission): Promise<SecondRow | null> =>
  deps.reader.second(c.req.param('request') ?? '')

/** Asks, on the precinct's page, for a second person to record a correction without the chair. */
export const askSecondActions = {
  'precinct.override': {
    path: '/hq/precincts/:id/override',
    role: 'supervisor',
    reason: 'Say why: the public page shows the reason.',
    done: 'Asked. Nothing is recorded until a second person agrees; it waits in the queue of everybody here.',
    perform: async (submission) => {
      const { c, deps, me, fields, reason, now, record } = submission
      const precinct = precinctId(c.req.param('id') ?? '')
      const view = precinct && (await loadPrecinctView(submission, precinct))
      if (!view) return { missing: 'such precinct' }
      const changed = refuseIfChanged(view, expectedVersionOf(fields))
      if (changed) return { refused: refusalNote(changed, view) }
      if (!view.state.correction) return { refused: refusalWords.nothing_pending }
      if (view.seconds.length > 0)
        return { refused: 'Somebody has asked for this already. A second person can agree below.' }
      const { version } = view.state
      const id = deps.vault.id()
      const request: SecondRow = {
        id,
        kind: 'override',
        phase: view.phase,
        precinct,
        revision: version,
        madeBy: me.account.id,
        reason,
        at: now(),
        second: null,
        outcome: null,
        endedAt: null,
      }
      const detail = `${me.account.name} asks to record a correction without the chair: ${reason}`
      const item = {
        id: `second/${id}`,
        kind: 'second',
        phase: view.setting.phase,
        precinct,
        at: now(),
        detail,
      } as const
      await record(`hq/second/${id}`, {
        expected: 0,
        events: [{ type: 'SecondAsked', data: { kind: 'override', revision: version, reason } }],
        writes: [{ table: 'seconds', insert: request }, newItem(item)],
      })
      return { goTo: `/hq/precincts/${precinct}` }
    },
  },
} satisfies Actions

/** Answers such a request. */
export const answerSecondActions = {
  'second.give': {
    path: '/hq/seconds/:request',
    role: 'operator',
    secondPerson: {
      authors: async (submission) => {
        const request = await secondPersonRequest(submission)
        return request?.outcome === null ? [await submission.deps.reader.account(request.madeBy)] : []
      },
      refusal: refusalWords.same_person,
    },
    done: {
      given: 'Recorded without the chair’s answer, by two persons. The public page says so.',
      refused: 'Not agreed. Nothing was recorded; the proposal to the chair still stands.',
    },
    perform: async (submission) => {
      const { deps, me, fields, reason } = submission
      const request = await secondPersonRequest(submission)
      if (!request) return { missing: 'such request' }
      if (request.outcome !== null) return { refused: refusalWords.nothing_pending }
      const agrees = fields.text('answer') === 'given'
      if (!agrees && reason === '') return { refused: 'Say why you do not agree: the one who asked must know.' }
      const { precinct } = request
      // Before it is claimed, so that the request stays open where it can be seen to come too late.
      const expectedVersion = { phase: request.phase, version: request.revision }
      const view = await loadPrecinctView(submission, precinct)
      const changed = agrees && view ? refuseIfChanged(view, expectedVersion) : null
      if (view && changed) return { refused: refusalNote(changed, view) }
      if (!(await claim(submission, request, agrees))) return { refused: refusalWords.nothing_pending }
      const goTo = `/hq/precincts/${precinct}`
      if (!agrees) return { goTo, done: 'refused' }
      const act = { action: request.id, by: request.madeBy, precinct, expectedVersion }
      const done = await deps.actions.override(act, me.account.id, request.reason)
      return done.ok ? { goTo, done: 'given' } : refusedNow(submission, done, precinct)
    },
  },
} satisfies Actions

/** The answer is claimed before anything is done: of two who agree at once, one does. */
async function claim({ me, reason, now, record }: Submission, { id }: SecondRow, agrees: boolean): Promise<boolean> {
  const by = me.account.id
  const ended = { endedAt: now() }
  const claimed = await record(`hq/second/${id}`, {
    expected: 1,
    events: [agrees ? { type: 'SecondGiven', data: { by } } : { type: 'SecondRefused', data: { by, reason } }],
    writes: [
      { table: 'seconds', id, set: { second: by, outcome: agrees ? 'given' : 'refused', ...ended } },
      { table: 'queue', id: `second/${id}`, set: { outcome: agrees ? 'agreed' : 'not agreed', ...ended } },
    ],
  })
  return claimed !== 'conflict'
}
