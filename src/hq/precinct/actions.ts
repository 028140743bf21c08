import type { ConsoleEvent } from '../../bot/event.ts'
import type { HqActions } from '../../bot/handle/hq-actions.ts'
import type { Done, HqAct } from '../../bot/hq-ports.ts'
import { type PrecinctId, precinctId, reportingPhaseOf } from '../../bot/ids.ts'
import type { Action, Actions, Outcome, Submission, Visit } from '../action.ts'
import { enteredBy, loadPrecinctView } from './precinct-view.ts'
import { expectedVersionOf, refusalWords, refusedNow } from './refusal-note.ts'
import { askSecondActions } from './second-person-requests.ts'

const REASON = 'Say why: the reason is part of the record.'

export const precinctOf = ({ c }: Visit): PrecinctId =>
  precinctId((c.req.param('id') ?? '').toUpperCase()) ?? ('P0' as PrecinctId)

/** An action on the record. It carries what was looked at, so that nobody's work is lost in silence. */
function onRecord(
  perform: (actions: HqActions, act: HqAct, submission: Submission) => Promise<Done>,
): Action['perform'] {
  return async (submission) => {
    const { deps, me, fields, action } = submission
    const precinct = precinctOf(submission)
    const act = { action, by: me.account.id, precinct, expectedVersion: expectedVersionOf(fields) }
    const done = await perform(deps.actions, act, submission)
    return done.ok ? { goTo: `/hq/precincts/${precinct}` } : refusedNow(submission, done, precinct)
  }
}

/** Beside the record, in a stream of the precinct's own. */
async function recordBeside(submission: Submission, event: ConsoleEvent): Promise<Outcome> {
  const id = precinctOf(submission)
  if ((await submission.deps.reader.precinct(id)) === null) return { missing: 'such precinct' }
  await submission.record(`hq/precinct/${id}`, { events: [event] })
  return { goTo: `/hq/precincts/${id}` }
}

/** Their forms stand on the page of a precinct. */
export const precinctActions = {
  'precinct.enter': {
    path: '/hq/precincts/:id/enter',
    role: 'operator',
    done: 'Recorded as called in. A complete report counts when the chair replies to the code on their phone, or when somebody else here reads it back to them.',
    perform: onRecord((actions, act, { fields }) => actions.enter(act, fields.text('text'))),
  },
  'precinct.read_back': {
    path: '/hq/precincts/:id/read-back',
    role: 'operator',
    secondPerson: {
      // Who entered what was looked at does not change; the act is refused where it is not what is there.
      authors: async (submission) => {
        const view = await loadPrecinctView(submission, precinctOf(submission))
        return view
          ? enteredBy(view).map((author) => view.accounts.find((account) => account.id === author) ?? null)
          : []
      },
      refusal: refusalWords.same_person,
    },
    done: 'Recorded. The numbers were read back to the chair; the next publication shows them.',
    perform: onRecord(async (actions, act, { fields }) =>
      fields.text('read') === 'yes'
        ? actions.readBack(act, Number(fields.text('revision')))
        : { ok: false, reason: 'nothing_pending', detail: '' },
    ),
  },
  'precinct.propose': {
    path: '/hq/precincts/:id/propose',
    role: 'operator',
    reason: REASON,
    done: 'Proposed. The chair has a text with the change and a code; it counts when they approve it.',
    perform: onRecord((actions, act, { fields, reason }) => actions.propose(act, fields.text('text'), reason)),
  },
  'precinct.withdraw': {
    path: '/hq/precincts/:id/withdraw',
    role: 'operator',
    done: 'The proposal is withdrawn. The report on record stands.',
    perform: onRecord((actions, act) => actions.withdraw(act)),
  },
  'precinct.hold': {
    path: '/hq/precincts/:id/hold',
    role: 'operator',
    reason: REASON,
    done: 'Held. The next publication leaves this report out until it is released.',
    perform: onRecord((actions, act, { reason }) => actions.hold(act, reason)),
  },
  'precinct.note': {
    path: '/hq/precincts/:id/note',
    role: 'operator',
    done: 'Noted. Everybody sees it on this page.',
    perform: (submission) => {
      const note = submission.fields.text('note').slice(0, 300)
      return note === ''
        ? { refused: 'Write something to note.' }
        : recordBeside(submission, { type: 'PrecinctNoted', data: { note } })
    },
  },
  'precinct.call': {
    path: '/hq/precincts/:id/call',
    role: 'operator',
    done: 'The call is on the record.',
    perform: async (submission) => {
      const { fields, setting } = submission
      const phase = reportingPhaseOf((await setting()).phase)
      const outcome = fields.text('outcome').slice(0, 40) || 'reached'
      const note = fields.text('note').slice(0, 300)
      return recordBeside(submission, { type: 'ChairCalled', data: { phase, outcome, note } })
    },
  },
  ...askSecondActions,
} satisfies Actions
