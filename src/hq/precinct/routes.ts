import type { Gate } from '../access/gate.ts'
import type { Submission } from '../action.ts'
import { nothing } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import { precinctActions, precinctOf } from './actions.ts'
import type { ReturnedForm } from './forms.ts'
import { showPrecinct } from './pages.ts'
import { answerSecondActions, secondPersonRequest } from './second-person-requests.ts'

export function precinctRoutes(gate: Gate): void {
  gate.see('/hq/precincts/:id', 'precinct.see', (visit) => showPrecinct(visit, precinctOf(visit)))
  gate.preview('/hq/precincts/:id/preview', precinctActions, 'precinct.enter', async (submission) => {
    const { deps, fields } = submission
    const id = precinctOf(submission)
    const [as, text] = [fields.text('as') === 'propose' ? 'propose' : 'enter', fields.text('text')] as const
    const preview = await deps.actions.preview(id, text)
    return showPrecinct(submission, id, nothing, 200, { text, reason: fields.text('reason'), as, preview })
  })
  gate.act(precinctActions, (submission, note, status) =>
    showPrecinct(submission, precinctOf(submission), note, status, returnedForm(submission)),
  )
  gate.act(answerSecondActions, async (submission, note, status) => {
    const request = await secondPersonRequest(submission)
    return request
      ? showPrecinct(submission, request.precinct, note, status)
      : submission.c.html(missing('such request'), 404)
  })
  gate.see('/hq/pictures/:seq/:n', 'pictures.see', async ({ c, deps }) => {
    const picture = await deps.reader.picture(Number(c.req.param('seq')), Number(c.req.param('n')))
    if (!picture || !/^image\/(jpeg|png|gif|webp)$/.test(picture.type)) return c.html(missing('such picture'), 404)
    if (deps.picture === null) return c.html(missing('carrier to fetch the picture from'), 404)
    const fetched = await deps.picture(picture.url)
    if (!fetched.ok) return c.html(missing('such picture at the carrier any more'), 404)
    return c.body(await fetched.arrayBuffer(), 200, { 'Content-Type': picture.type })
  })
}

/** The text of the form, so that nobody types it again; null if the form has none, or none was typed. */
function returnedForm({ c, fields }: Submission): ReturnedForm | null {
  const [text, reason] = [fields.text('text'), fields.text('reason')]
  const as = (['enter', 'propose', 'hold', 'release'] as const).find((name) => c.req.path.endsWith(`/${name}`))
  return as === undefined || text + reason === '' ? null : { text, reason, as, preview: null }
}
