import { type Person, reportingPhaseOf } from '../../bot/ids.ts'
import { notRecorded } from '../action.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { ReminderRow } from '../ports.ts'
import { newItem } from '../queue/items.ts'
import {
  limitsOf,
  type Recipients,
  type ReminderChoice,
  type ReminderLimits,
  recipientsOf,
  spentSegments,
} from './recipients.ts'
import { templateProblem } from './templates.ts'

type Deps = Pick<ConsoleDeps, 'reader' | 'store' | 'clock' | 'vault'>

/** What somebody wants sent. */
export interface ReminderDraft extends ReminderChoice {
  readonly title: string
  /** ISO. */
  readonly due: string
  readonly againAfter: number | null
  readonly callsAfter: number | null
}
export interface ReminderPreview {
  readonly recipients: Recipients
  readonly limits: ReminderLimits
  /** Segments of reminders in the last 24 hours. */
  readonly spent: number
  readonly problem: string | null
}

/** What would be sent at this moment. Nothing is written. */
export async function previewReminder({ reader, clock }: Deps, draft: ReminderDraft): Promise<ReminderPreview> {
  const setting = await reader.setting()
  const recipients = recipientsOf(setting, await reader.addressees(reportingPhaseOf(setting.phase)), draft, null)
  const limits = limitsOf(await reader.settings())
  const spent = await spentSegments(reader, clock.now())
  const wrong = templateProblem(draft.texts.en) ?? templateProblem(draft.texts.es)
  const steps = draft.againAfter === null ? 1 : 2
  const dear =
    spent + recipients.segments * steps > limits.budget
      ? `That is more than is left of the day's budget: ${Math.max(0, limits.budget - spent)} segments.`
      : null
  const empty = recipients.texts.length === 0 ? 'Nobody is where this reminder is for.' : null
  return { recipients, limits, spent, problem: wrong ?? empty ?? dear }
}

type Planned =
  | { readonly ok: true; readonly id: string; readonly second: boolean }
  | { readonly ok: false; readonly preview: ReminderPreview; readonly why: string }

/** Plans it for exactly those whom the preview showed. @param seen how many texts the preview showed. */
export async function planReminder(
  deps: Deps,
  by: Person,
  draft: ReminderDraft,
  seen: number,
  action: string,
): Promise<Planned> {
  const preview = await previewReminder(deps, draft)
  const { texts: outgoing, people, segments } = preview.recipients
  if (preview.problem !== null) return { ok: false, preview, why: preview.problem }
  if (outgoing.length > seen)
    return { ok: false, preview, why: `It would now be ${outgoing.length} texts instead of ${seen}. Look again.` }
  const second = outgoing.length > preview.limits.secondAbove
  const { vault, clock, reader, store } = deps
  const id = vault.id()
  const { phase } = await reader.setting()
  const { title, stage, county, texts, due, againAfter, callsAfter } = draft
  const row: ReminderRow = {
    id,
    title,
    phase,
    stage,
    county: county === '' ? null : county,
    audience: JSON.stringify([...outgoing.map(({ to }) => to.precinct), ...preview.recipients.untexted]),
    en: texts.en,
    es: texts.es,
    due,
    againAfter,
    callsAfter,
    step: 0,
    state: second ? 'second' : 'planned',
    madeBy: by,
    second: null,
    people,
    segments,
    madeAt: clock.now(),
    endedAt: null,
  }
  const detail = `A reminder to ${people} people in ${outgoing.length} texts: "${title}"`
  const waiting = newItem({ id: waitingId(id), kind: 'second', phase, precinct: null, at: clock.now(), detail })
  const data = { title, phase, stage, county: row.county, due, people, segments }
  const planned = await store.act({
    stream: `hq/reminder/${id}`,
    expected: 0,
    events: [{ type: 'ReminderPlanned', data }],
    by,
    at: clock.now(),
    action,
    writes: [{ table: 'reminders', insert: row }, ...(second ? [waiting] : [])],
  })
  return planned === 'done' ? { ok: true, id, second } : { ok: false, preview, why: notRecorded[planned] }
}

/** What waits for a second person lies in everybody's queue. */
export const waitingId = (reminder: string): string => `second/reminder/${reminder}`
