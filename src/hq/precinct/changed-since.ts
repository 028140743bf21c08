import { html } from 'hono/html'
import type { PrecinctEvent, Stored } from '../../bot/event.ts'
import type { ExpectedVersion, Refused } from '../../bot/hq-ports.ts'
import type { Person } from '../../bot/ids.ts'
import type { FormFields } from '../access/gate.ts'
import { clockTime, type Html, noteBox } from '../page/parts.ts'
import { refusalWords } from './action-outcomes.ts'
import { eventSentence } from './event-sentences.ts'
import { problem } from './forms.ts'
import { actorName, type PrecinctView } from './precinct-view.ts'

/** What somebody looked at, what came since, and how she is told. */

/** As the form says. One that says nothing of the kind looked at nothing, and is refused wherever something is there. */
export function expectedVersionOf(form: FormFields): ExpectedVersion {
  const version = form.text('version')
  return {
    phase: form.text('phase') === 'practice' ? 'practice' : 'live',
    version: /^\d{1,9}$/.test(version) ? Number(version) : -1,
  }
}

/** More than this is read on the page itself. */
const MOST = 5

/** Why it was not done. Of what has changed, who did what and when: that decides whether it is sent again. */
export function refusalNote({ reason, detail, meanwhile = [] }: Refused, view: PrecinctView): Html {
  if (reason !== 'changed') return problem(refusalWords[reason], detail)
  const done = sentences(meanwhile, view)
  const left = done.length - MOST
  return noteBox(
    'bad',
    html`<p>${refusalWords.changed}</p><ul>${left > 0 ? html`<li>${left} more before that, see below.</li>` : ''}${done.slice(-MOST).map((one) => html`<li>${one}</li>`)}</ul><p>Send it again if it still holds.</p>`,
  )
}

/** One a text or act: "7:31:02 PM, Chair 1, the chair: reported an attendance of 113; reported …". */
function sentences(events: readonly Stored<PrecinctEvent>[], view: PrecinctView): readonly string[] {
  const { names, timezone, now } = view
  const who = (person: Person): string => names.get(person) ?? 'another account'
  return [...Map.groupBy(events, ({ cause }) => cause).values()].map((together) => {
    const [first] = together
    const at = clockTime(first?.at ?? now, timezone, now)
    const said = together.map(({ event }) => eventSentence(event, who)).join('; ')
    return `${at}, ${actorName(names, first?.actor ?? 'system')}: ${said}.`
  })
}
