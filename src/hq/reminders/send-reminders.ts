import { type PrecinctId, reportingPhaseOf } from '../../bot/ids.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { ReminderRow, Write } from '../ports.ts'
import { newItem } from '../queue/items.ts'
import { isQuietAt, limitsOf, type Recipients, type ReminderText, recipientsOf, spentSegments } from './recipients.ts'

type Deps = Pick<ConsoleDeps, 'reader' | 'store' | 'clock' | 'vault'>

/** Letters written in one commit. */
const BATCH = 250
const MINUTE_MS = 60_000

/**
 * Writes into the outbox what is due. Each letter has an id of its own, so that a sender that died half-way begins
 * again without anybody getting it twice. Who has reported since the preview gets nothing; who does so while a letter
 * waits in the outbox is taken out by the very commit of the report (triggers in db/migrations).
 * @returns how many letters were written.
 */
export async function sendReminders(deps: Deps): Promise<number> {
  const now = deps.clock.now()
  const due = (await deps.reader.reminders()).filter(
    ({ state, due: at }) => (state === 'planned' || state === 'sending') && at <= now,
  )
  if (due.length === 0) return 0
  const setting = await deps.reader.setting()
  let written = 0
  for (const reminder of due) {
    if (reminder.phase !== setting.phase) await end(deps, reminder, 'the phase has changed')
    else if (reminder.step >= texts(reminder)) await callList(deps, reminder)
    else if (!isQuietAt(now, setting.caucus.timezone, setting.quiet)) written += await step(deps, reminder)
  }
  return written
}

const texts = ({ againAfter }: ReminderRow): number => (againAfter === null ? 1 : 2)
const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString()

/** Who of the preview still stands where the reminder is for. */
async function present({ reader }: Deps, reminder: ReminderRow): Promise<Recipients> {
  const setting = await reader.setting()
  const addressees = await reader.addressees(reportingPhaseOf(setting.phase))
  const { stage, county, en, es } = reminder
  const only = new Set(JSON.parse(reminder.audience) as PrecinctId[])
  return recipientsOf(setting, addressees, { stage, county: county ?? '', texts: { en, es } }, only)
}

async function step(deps: Deps, reminder: ReminderRow): Promise<number> {
  const { reader, clock } = deps
  const recipients = await present(deps, reminder)
  const nth = reminder.step + 1
  const before = new Set((await reader.sends(reminder.id)).filter((send) => send.step === nth).map(({ id }) => id))
  const texts = recipients.texts.filter((text) => !before.has(idOf(reminder, nth, text)))
  const segments = texts.reduce((sum, text) => sum + text.segments, 0)
  const { budget } = limitsOf(await reader.settings())
  if ((await spentSegments(reader, clock.now())) + segments > budget) return tooDear(deps, reminder, segments)
  for (let i = 0; i < texts.length; i += BATCH) await write(deps, reminder, nth, texts.slice(i, i + BATCH))
  await stepDone(deps, reminder, nth, recipients)
  return texts.length
}

const idOf = (reminder: ReminderRow, nth: number, { to }: ReminderText): string =>
  `reminder/${reminder.id}/${nth}/${to.precinct}`

async function write(
  { store, clock }: Deps,
  reminder: ReminderRow,
  nth: number,
  texts: readonly ReminderText[],
): Promise<void> {
  const now = clock.now()
  const { phase, stage } = reminder
  const rows = texts.map((text) => ({
    letter: text,
    id: idOf(reminder, nth, text),
    person: text.to.person,
    precinct: text.to.precinct,
  }))
  await store.queueReminderTexts(
    rows.map(({ letter: text, ...row }) => ({
      ...row,
      reminder: reminder.id,
      step: nth,
      phase,
      stage,
      segments: text.segments,
      at: now,
    })),
    rows.map(({ letter: text, ...row }) => ({
      ...row,
      body: text.body,
      due: now,
      priority: 3,
      cause: `reminder:${reminder.id}`,
    })),
  )
}

/** The ladder: a second text, then the call list, then the end. */
async function stepDone(deps: Deps, reminder: ReminderRow, nth: number, recipients: Recipients): Promise<void> {
  const { againAfter, callsAfter } = reminder
  const now = deps.clock.now()
  const wait = nth < texts(reminder) ? againAfter : callsAfter
  const set =
    wait === null
      ? ({ state: 'done', step: nth, endedAt: now } as const)
      : ({ state: 'sending', step: nth, due: later(now, wait) } as const)
  const asked = (JSON.parse(reminder.audience) as unknown[]).length
  const data = {
    step: nth,
    people: recipients.people,
    segments: recipients.segments,
    left: asked - recipients.texts.length - recipients.untexted.length,
  }
  await deps.store.act({
    stream: `hq/reminder/${reminder.id}`,
    expected: null,
    events: [{ type: 'ReminderSent', data }],
    by: null,
    at: now,
    action: `step-${reminder.id}-${nth}`,
    writes: [{ table: 'reminders', id: reminder.id, set }],
  })
}

/** Who was reminded and still is silent is for the telephone; who could not be texted at all, too. */
async function callList(deps: Deps, reminder: ReminderRow): Promise<void> {
  const { store, clock } = deps
  const { texts, untexted } = await present(deps, reminder)
  const rows = [...texts.map(({ to }) => to.precinct), ...untexted].map(
    (precinct): Write => ({
      table: 'calls',
      insert: {
        id: `${reminder.id}/${precinct}`,
        precinct,
        phase: reminder.phase,
        why: `No answer to "${reminder.title}"`,
        at: clock.now(),
        outcome: null,
        madeBy: null,
        endedAt: null,
      },
      ifNew: true,
    }),
  )
  for (let i = 0; i < rows.length; i += BATCH) {
    const [first, ...more] = rows.slice(i, i + BATCH)
    if (first) await store.write([first, ...more])
  }
  await store.write([{ table: 'reminders', id: reminder.id, set: { state: 'done', endedAt: clock.now() } }])
}

async function tooDear({ store, clock }: Deps, reminder: ReminderRow, segments: number): Promise<number> {
  const { id, title, phase } = reminder
  const detail = `The reminder "${title}" waits: its ${segments} segments are more than is left of the day's budget. Raise the budget, or cancel it.`
  await store.write([
    newItem(
      { id: `budget/${id}/${reminder.step}`, kind: 'anomaly', phase, precinct: null, at: clock.now(), detail },
      'ifNew',
    ),
    { table: 'reminders', id, set: { due: later(clock.now(), 5) } },
  ])
  return 0
}

async function end({ store, clock, vault }: Deps, reminder: ReminderRow, reason: string): Promise<void> {
  await store.act({
    stream: `hq/reminder/${reminder.id}`,
    expected: null,
    events: [{ type: 'ReminderCancelled', data: { reason } }],
    by: null,
    at: clock.now(),
    action: vault.id(),
    writes: [{ table: 'reminders', id: reminder.id, set: { state: 'cancelled', endedAt: clock.now() } }],
  })
}
