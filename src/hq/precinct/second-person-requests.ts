import { refuseIfChanged } from '../../bot/handle/precinct-context.ts'
import { precinctId } from '../../bot/ids.ts'
import type { Gate } from '../access/gate.ts'
import { areTwoPersons } from '../access/two-persons.ts'
import type { ConsoleContext } from '../console-context.ts'
import { missing } from '../page/refusals.ts'
import { refusalWords } from './action-outcomes.ts'
import { expectedVersionOf, refusalNote } from './changed-since.ts'
import { problem } from './forms.ts'
import { show } from './pages.ts'
import { loadPrecinctView } from './precinct-view.ts'

/** What one person may not do alone: one asks, with a reason; another agrees, and then it is done by both. */
export function secondRoutes(gate: Gate, desk: ConsoleContext): void {
  const { reader, store, actions, vault } = desk.deps
  gate.do('/hq/precincts/:id/override', 'precinct.override', async (c, me, form) => {
    const id = precinctId(c.req.param('id') ?? '')
    const view = id && (await loadPrecinctView(desk, id))
    if (!view) return c.html(missing('such precinct'), 404)
    const failed = (words: string) => show(desk, c, me, view.place.id, problem(words, ''), { status: 409 })
    const moved = refuseIfChanged(view, expectedVersionOf(form))
    if (moved) return show(desk, c, me, view.place.id, (now) => refusalNote(moved, now), { status: 409 })
    if (!view.state.correction) return failed(refusalWords.nothing_pending)
    const reason = form.text('reason').slice(0, 200)
    if (reason === '') return failed('Say why: the public page shows the reason.')
    if (view.seconds.length > 0) return failed('Somebody has asked for this already. A second person can agree below.')
    const { version } = view.state
    const request = vault.id()
    const insert = {
      id: request,
      kind: 'override',
      phase: view.phase,
      precinct: view.place.id,
      revision: version,
      madeBy: me.account.id,
      reason,
      at: desk.now(),
      second: null,
      outcome: null,
      endedAt: null,
    } as const
    await store.act({
      stream: `hq/second/${request}`,
      expected: 0,
      events: [{ type: 'SecondAsked', data: { kind: 'override', revision: version, reason } }],
      by: me.account.id,
      at: desk.now(),
      action: form.text('action'),
      writes: [
        { table: 'seconds', insert },
        {
          table: 'queue',
          insert: {
            id: `second/${request}`,
            kind: 'second',
            phase: view.setting.phase,
            precinct: view.place.id,
            person: null,
            at: desk.now(),
            detail: `${me.account.name} asks to record a correction without the chair: ${reason}`,
            owner: null,
            takenAt: null,
            outcome: null,
            endedAt: null,
          },
        },
      ],
    })
    return c.redirect(`/hq/precincts/${view.place.id}?done=ask_override`, 303)
  })
  gate.do('/hq/seconds/:request', 'second.give', async (c, me, form) => {
    const asked = await reader.second(c.req.param('request') ?? '')
    if (!asked) return c.html(missing('such request'), 404)
    const fail = (words: string) => show(desk, c, me, asked.precinct, problem(words, ''), { status: 409 })
    if (asked.outcome !== null) return fail(refusalWords.nothing_pending)
    const author = await reader.account(asked.madeBy)
    if (!author || !areTwoPersons(author, me.account)) return fail(refusalWords.same_person)
    const answer = form.text('answer')
    const agrees = answer === 'given'
    const reason = form.text('reason').slice(0, 200)
    if (answer !== 'given' && reason === '') return fail('Say why you do not agree: the one who asked must know.')
    // Before it is claimed, so that the request stays open where it can be seen to come too late.
    const seen = { phase: asked.phase, version: asked.revision }
    const view = await loadPrecinctView(desk, asked.precinct)
    const moved = agrees && view ? refuseIfChanged(view, seen) : null
    if (moved) return show(desk, c, me, asked.precinct, (now) => refusalNote(moved, now), { status: 409 })
    // The answer is claimed first: of two who agree at once, one does.
    const claimed = await store.act({
      stream: `hq/second/${asked.id}`,
      expected: 1,
      events: [
        agrees
          ? { type: 'SecondGiven', data: { by: me.account.id } }
          : { type: 'SecondRefused', data: { by: me.account.id, reason } },
      ],
      by: me.account.id,
      at: desk.now(),
      action: form.text('action'),
      writes: [
        {
          table: 'seconds',
          id: asked.id,
          set: { second: me.account.id, outcome: agrees ? 'given' : 'refused', endedAt: desk.now() },
        },
        {
          table: 'queue',
          id: `second/${asked.id}`,
          set: { outcome: agrees ? 'agreed' : 'not agreed', endedAt: desk.now() },
        },
      ],
    })
    if (claimed === 'conflict') return fail(refusalWords.nothing_pending)
    if (!agrees) return c.redirect(`/hq/precincts/${asked.precinct}?done=refuse_override`, 303)
    const act = { action: asked.id, by: asked.madeBy, precinct: asked.precinct, expectedVersion: seen }
    const done = await actions.override(act, me.account.id, asked.reason)
    return done.ok
      ? c.redirect(`/hq/precincts/${asked.precinct}?done=override`, 303)
      : show(desk, c, me, asked.precinct, (now) => refusalNote(done, now), { status: 409 })
  })
}
