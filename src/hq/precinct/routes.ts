import type { Context } from 'hono'
import type { Done, HqAct } from '../../bot/hq-ports.ts'
import { type PrecinctId, precinctId, reportingPhaseOf } from '../../bot/ids.ts'
import type { Do, FormFields, Gate } from '../access/gate.ts'
import type { ActName } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import { areTwoPersons } from '../access/two-persons.ts'
import type { ConsoleContext } from '../console-context.ts'
import { type Html, noteBox, nothing } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import { type DoneKind, doneWords, isDone } from './action-outcomes.ts'
import { expectedVersionOf, refusalNote } from './changed-since.ts'
import { problem, type ReturnedForm } from './forms.ts'
import { show } from './pages.ts'
import { enteredBy, loadPrecinctView, type PrecinctView } from './precinct-view.ts'
import { secondRoutes } from './second-person-requests.ts'

const PATH = '/hq/precincts/:id'

export function precinctRoutes(gate: Gate, desk: ConsoleContext): void {
  const { actions } = desk.deps
  gate.see(PATH, 'precinct.see', (c, me) => {
    const done = c.req.query('done') ?? ''
    return show(desk, c, me, idOf(c), isDone(done) ? noteBox('good', doneWords[done]) : nothing)
  })
  gate.do(`${PATH}/preview`, 'precinct.enter', async (c, me, form) => {
    const as = form.text('as') === 'propose' ? 'propose' : 'enter'
    const text = form.text('text')
    const kept = { text, reason: form.text('reason'), as, preview: await actions.preview(idOf(c), text) } as const
    return show(desk, c, me, idOf(c), nothing, { kept })
  })
  acting(gate, desk, 'enter', 'precinct.enter', (act, form) => actions.enter(act, form.text('text')))
  acting(gate, desk, 'propose', 'precinct.propose', (act, form) =>
    actions.propose(act, form.text('text'), form.text('reason')),
  )
  acting(gate, desk, 'withdraw', 'precinct.withdraw', (act) => actions.withdraw(act))
  acting(gate, desk, 'hold', 'precinct.hold', (act, form) => actions.hold(act, form.text('reason')))
  acting(gate, desk, 'release', 'precinct.release', (act, form) => actions.release(act, null, form.text('reason')))
  acting(gate, desk, 'read-back', 'precinct.read_back', async (act, form, me) => {
    // Who entered what was looked at does not change; the act is refused where it is not what is there.
    const view = await loadPrecinctView(desk, act.precinct)
    const authors = view ? enteredBy(view).map((author) => view.accounts.find((account) => account.id === author)) : []
    if (authors.some((author) => !author || !areTwoPersons(author, me.account))) return refusal('same_person')
    if (form.text('read') !== 'yes') return refusal('nothing_pending')
    return actions.readBack(act, Number(form.text('revision')))
  })
  noting(gate, desk)
  secondRoutes(gate, desk)
}

const refusal = (reason: 'same_person' | 'nothing_pending'): Done => ({ ok: false, reason, detail: '' })
const needsReason: ReadonlySet<string> = new Set(['propose', 'hold', 'release'])

/** An act on the record. It carries what was looked at, so that nobody's work is lost in silence. */
function acting(
  gate: Gate,
  desk: ConsoleContext,
  what: string,
  name: ActName,
  run: (act: HqAct, form: FormFields, me: Session) => Promise<Done>,
): void {
  const handler: Do = async (c, me, form) => {
    const id = idOf(c)
    const kept: ReturnedForm = {
      text: form.text('text'),
      reason: form.text('reason'),
      as: what === 'propose' || what === 'hold' || what === 'release' ? what : 'enter',
      preview: null,
    }
    const failed = (told: Html | ((view: PrecinctView) => Html)) =>
      show(desk, c, me, id, told, { status: 409, ...(kept.text + kept.reason === '' ? {} : { kept }) })
    if (needsReason.has(what) && form.text('reason') === '')
      return failed(problem('Say why: the reason is part of the record.', ''))
    const done = await run(
      { action: form.text('action'), by: me.account.id, precinct: id, expectedVersion: expectedVersionOf(form) },
      form,
      me,
    )
    if (!done.ok) return failed((view) => refusalNote(done, view))
    return c.redirect(`/hq/precincts/${id}?done=${what.replace('-', '_')}`, 303)
  }
  gate.do(`${PATH}/${what}`, name, handler)
}

const idOf = (c: Context): PrecinctId => precinctId((c.req.param('id') ?? '').toUpperCase()) ?? ('P0' as PrecinctId)

/** Notes and calls: beside the record, in a stream of the precinct's own. */
function noting(gate: Gate, desk: ConsoleContext): void {
  const { reader, store } = desk.deps
  const put = async (
    c: Context,
    me: Session,
    form: FormFields,
    event: Parameters<typeof store.act>[0]['events'][number],
    done: DoneKind,
  ) => {
    const id = idOf(c)
    if ((await reader.precinct(id)) === null) return c.html(missing('such precinct'), 404)
    await store.act({
      stream: `hq/precinct/${id}`,
      expected: null,
      events: [event],
      by: me.account.id,
      at: desk.now(),
      action: form.text('action'),
      writes: [],
    })
    return c.redirect(`/hq/precincts/${id}?done=${done}`, 303)
  }
  gate.do(`${PATH}/note`, 'precinct.note', (c, me, form) =>
    form.text('note') === ''
      ? show(desk, c, me, idOf(c), problem('Write something to note.', ''), { status: 409 })
      : put(c, me, form, { type: 'PrecinctNoted', data: { note: form.text('note').slice(0, 300) } }, 'note'),
  )
  gate.do(`${PATH}/call`, 'precinct.call', async (c, me, form) => {
    const phase = reportingPhaseOf((await desk.setting()).phase)
    const outcome = form.text('outcome').slice(0, 40) || 'reached'
    return put(
      c,
      me,
      form,
      { type: 'ChairCalled', data: { phase, outcome, note: form.text('note').slice(0, 300) } },
      'call',
    )
  })
  gate.see('/hq/pictures/:seq/:n', 'pictures.see', async (c) => {
    const found = await reader.picture(Number(c.req.param('seq')), Number(c.req.param('n')))
    if (!found || !/^image\/(jpeg|png|gif|webp)$/.test(found.type)) return c.html(missing('such picture'), 404)
    if (desk.deps.picture === null) return c.html(missing('carrier to fetch the picture from'), 404)
    const fetched = await desk.deps.picture(found.url)
    if (!fetched.ok) return c.html(missing('such picture at the carrier any more'), 404)
    return c.body(await fetched.arrayBuffer(), 200, { 'Content-Type': found.type })
  })
}
