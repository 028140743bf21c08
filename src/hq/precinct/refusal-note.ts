import { html } from 'hono/html'
import type { PrecinctEvent, Stored } from '../../bot/event.ts'
import type { ExpectedVersion, HqRefusal, Refused } from '../../bot/hq-ports.ts'
import type { Person, PrecinctId } from '../../bot/ids.ts'
import type { FormFields, Outcome, Visit } from '../action.ts'
import { clockTime, type Html } from '../page/parts.ts'
import { eventSentence } from './event-sentences.ts'
import { actorName, loadPrecinctView, type PrecinctView } from './precinct-view.ts'

/** What somebody looked at, what came since, and why nothing was done. */

export const refusalWords: Readonly<Record<HqRefusal, string>> = {
  changed: 'Somebody acted on this precinct since you looked. Nothing of yours was recorded. This came meanwhile:',
  other_phase:
    'The caucus has gone to another phase since you looked, so nothing of yours was recorded. Below is how it stands in this one.',
  conflict:
    'Others keep acting on this precinct at this moment. Nothing of yours was recorded. Look at what is new below, then send it again if it still holds.',
  no_report: 'There is no complete report to do that with.',
  not_held: 'This report is not held.',
  already_held: 'This report is held already.',
  unclear: 'This could not be read, so nothing was recorded.',
  no_change: 'These are the numbers that are there already, or they do not add up to a change. Nothing was recorded.',
  same_person:
    'This needs another person than the one who entered it, whose account is not of the same making. Ask a colleague.',
  stale: 'The counts have changed since you looked. Nothing was recorded. Read the new ones back.',
  wrong_phase: 'In this phase nothing is recorded.',
  nothing_pending: 'Nothing waits for this any more.',
}

/** As the form says. One that says nothing of the kind looked at nothing, and is refused wherever something is there. */
export function expectedVersionOf(fields: FormFields): ExpectedVersion {
  const version = fields.text('version')
  return {
    phase: fields.text('phase') === 'practice' ? 'practice' : 'live',
    version: /^\d{1,9}$/.test(version) ? Number(version) : -1,
  }
}

/** More than this is read on the page itself. */
const MOST = 5

/** Why it was not done. Of what has changed, who did what and when: that decides whether it is sent again. */
export function refusalNote({ reason, detail, meanwhile = [] }: Refused, view: PrecinctView): Html {
  if (reason !== 'changed') return html`<p>${refusalWords[reason]}${detail === '' ? '' : html` <q>${detail}</q>`}</p>`
  const since = sentences(meanwhile, view)
  const left = since.length - MOST
  return html`<p>${refusalWords.changed}</p><ul>${left > 0 ? html`<li>${left} more before that, see below.</li>` : ''}${since.slice(-MOST).map((sentence) => html`<li>${sentence}</li>`)}</ul><p>Send it again if it still holds.</p>`
}

/** Why it was not done, by what is there now. */
export async function refusedNow(visit: Visit, refused: Refused, id: PrecinctId): Promise<Outcome> {
  const view = await loadPrecinctView(visit, id)
  return view ? { refused: refusalNote(refused, view) } : { missing: 'such precinct' }
}

/** One a text or act: "7:31:02 PM, Chair 1, the chair: reported an attendance of 113; reported …". */
function sentences(events: readonly Stored<PrecinctEvent>[], view: PrecinctView): readonly string[] {
  const { names, timezone, now } = view
  const nameOf = (person: Person): string => names.get(person) ?? 'another account'
  return [...Map.groupBy(events, ({ cause }) => cause).values()].map((together) => {
    const [first] = together
    const at = clockTime(first?.at ?? now, timezone, now)
    const words = together.map(({ event }) => eventSentence(event, nameOf)).join('; ')
    return `${at}, ${actorName(names, first?.actor ?? 'system')}: ${words}.`
  })
}
