import type { HqActions } from '../../bot/handle/hq-actions.ts'
import { refuseIfChanged } from '../../bot/handle/precinct-context.ts'
import type { Done, HqAct, HqRefusal } from '../../bot/hq-ports.ts'
import { type Person, type PrecinctId, precinctId } from '../../bot/ids.ts'
import { releaseRefusal } from '../../bot/report/hq-commands.ts'
import type { Action, Actions, Submission } from '../action.ts'
import type { SecondRow, Write } from '../ports.ts'
import { newItem } from '../queue/items.ts'
import { loadPrecinctView, type PrecinctView } from './precinct-view.ts'
import { expectedVersionOf, refusalNote, refusalWords, refusedNow } from './refusal-note.ts'

/** What one person may not do alone: one asks, with a reason; another agrees, and then it is done by both. */

export const secondPersonRequest = ({ c, deps }: Submission): Promise<SecondRow | null> =>
  deps.reader.second(c.req.param('request') ?? '')

type RequestKindName = SecondRow['kind']

interface RequestKind {
  /** What somebody asks for, behind their name. */
  readonly asks: string
  /** On the button of whoever agrees, behind "Agree: ". */
  readonly agree: (precinct: PrecinctId) => string
  /** Why there is nothing to ask for; null where there is. */
  readonly refusal: (view: PrecinctView) => HqRefusal | null
  /** Does it, by both. */
  readonly perform: (actions: HqActions, act: HqAct, second: Person, reason: string) => Promise<Done>
}

export const requestKinds: Readonly<Record<RequestKindName, RequestKind>> = {
  override: {
    asks: 'asks to record a correction without the chair',
    agree: (precinct) => `record ${precinct} without the chair`,
    refusal: ({ state }) => (state.correction ? null : 'nothing_pending'),
    perform: (actions, act, second, reason) => actions.override(act, second, reason),
  },
  release: {
    asks: 'asks to release a held report',
    agree: (precinct) => `release ${precinct}`,
    refusal: ({ state }) => releaseRefusal(state),
    perform: (actions, act, second, reason) => actions.release(act, second, reason),
  },
}

/** Whether what a request is about has not changed since. Its `revision` is the version of the stream, not of the counts. */
export const isCurrent = (request: SecondRow, { state }: Pick<PrecinctView, 'state'>): boolean =>
  request.revision === state.version

/** Asks, on the precinct's page, for a second person. Asking again closes requests made for older counts. */
const askForSecondPerson =
  (kind: RequestKindName): Action['perform'] =>
  async (submission) => {
    const { c, deps, me, fields, reason, now, record } = submission
    const precinct = precinctId(c.req.param('id') ?? '')
    const view = precinct && (await loadPrecinctView(submission, precinct))
    if (!view) return { missing: 'such precinct' }
    const changed = refuseIfChanged(view, expectedVersionOf(fields))
    if (changed) return { refused: refusalNote(changed, view) }
    const why = requestKinds[kind].refusal(view)
    if (why !== null) return { refused: refusalWords[why] }
    if (view.seconds.some((request) => isCurrent(request, view)))
      return { refused: 'Somebody has asked for this already. A second person can agree below.' }
    const { version } = view.state
    const id = deps.vault.id()
    const at = now()
    const detail = `${me.account.name} ${requestKinds[kind].asks}: ${reason}`
    const request: SecondRow = {
      id,
      kind,
      phase: view.phase,
      precinct,
      revision: version,
      madeBy: me.account.id,
      reason,
      at,
      second: null,
      outcome: null,
      endedAt: null,
    }
    await record(`hq/second/${id}`, {
      expected: 0,
      events: [{ type: 'SecondAsked', data: { kind, revision: version, reason } }],
      writes: [
        ...view.seconds.flatMap(({ id: overtaken }): readonly Write[] => [
          { table: 'seconds', id: overtaken, set: { outcome: 'refused', endedAt: at } },
          { table: 'queue', id: `second/${overtaken}`, set: { outcome: 'overtaken by newer counts', endedAt: at } },
        ]),
        { table: 'seconds', insert: request },
        newItem({ id: `second/${id}`, kind: 'second', phase: view.setting.phase, precinct, at, detail }),
      ],
    })
    return { goTo: `/hq/precincts/${precinct}` }
  }

/** What a supervisor may do only with a second person. */
export const askSecondActions = {
  'precinct.override': {
    path: '/hq/precincts/:id/override',
    role: 'supervisor',
    reason: 'Say why: the public page shows the reason.',
    done: 'Asked. Nothing is recorded until a second person agrees; it waits in the queue of everybody here.',
    perform: askForSecondPerson('override'),
  },
  'precinct.release': {
    path: '/hq/precincts/:id/release',
    role: 'supervisor',
    reason: 'Say why: the public page shows the reason.',
    done: 'Asked. The report stays held until a second person agrees; it waits in the queue of everybody here.',
    perform: askForSecondPerson('release'),
  },
} satisfies Actions

/** Answers such a request. */
export const answerSecondActions = {
  'second.answer': {
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
      override: 'Recorded without the chair’s answer, by two persons. The public page says so.',
      release: 'Released, by two persons. The next publication shows this report.',
      refused: 'Not agreed. Nothing was recorded; everything stands as it was.',
    },
    perform: async (submission) => {
      const { deps, me, fields, reason } = submission
      const request = await secondPersonRequest(submission)
      if (!request) return { missing: 'such request' }
      if (request.outcome !== null) return { refused: refusalWords.nothing_pending }
      const agrees = fields.text('answer') === 'given'
      if (!agrees && reason === '') return { refused: 'Say why you do not agree: the one who asked must know.' }
      const { precinct } = request
      // Checked before it is closed, so that a request that is seen to come too late stays open.
      const expectedVersion = { phase: request.phase, version: request.revision }
      const view = await loadPrecinctView(submission, precinct)
      const changed = agrees && view ? refuseIfChanged(view, expectedVersion) : null
      if (view && changed) return { refused: refusalNote(changed, view) }
      if (!(await closeRequest(submission, request, agrees))) return { refused: refusalWords.nothing_pending }
      const goTo = `/hq/precincts/${precinct}`
      if (!agrees) return { goTo, done: 'refused' }
      const act = { action: request.id, by: request.madeBy, precinct, expectedVersion }
      const done = await requestKinds[request.kind].perform(deps.actions, act, me.account.id, request.reason)
      return done.ok ? { goTo, done: request.kind } : refusedNow(submission, done, precinct)
    },
  },
} satisfies Actions

/** Closed before anything is done: of two who agree at once, one does it. False if somebody else closed the request. */
async function closeRequest(
  { me, reason, now, record }: Submission,
  { id }: SecondRow,
  agrees: boolean,
): Promise<boolean> {
  const by = me.account.id
  const ended = { endedAt: now() }
  const recorded = await record(`hq/second/${id}`, {
    expected: 1,
    events: [agrees ? { type: 'SecondGiven', data: { by } } : { type: 'SecondRefused', data: { by, reason } }],
    writes: [
      { table: 'seconds', id, set: { second: by, outcome: agrees ? 'given' : 'refused', ...ended } },
      { table: 'queue', id: `second/${id}`, set: { outcome: agrees ? 'agreed' : 'not agreed', ...ended } },
    ],
  })
  return recorded !== 'conflict'
}
