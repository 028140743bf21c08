import type { Actions, FormFields, Outcome, Submission } from '../action.ts'
import type { ReminderReader, ReminderRow } from '../ports.ts'
import { planReminder, type ReminderDraft, waitingId } from './plan-reminder.ts'
import { settingNames } from './recipients.ts'
import { isAudience } from './templates.ts'

/** The form of a new reminder, as it was sent. */
export function reminderDraft(fields: FormFields, now: string): ReminderDraft {
  const stage = fields.text('stage')
  const minutes = (field: string): number | null => {
    const text = fields.text(field)
    return /^\d{1,4}$/.test(text) && Number(text) > 0 ? Number(text) : null
  }
  return {
    title: fields.text('title').slice(0, 80) || 'Reminder',
    stage: isAudience(stage) ? stage : 'never',
    county: fields.text('county'),
    texts: { en: fields.text('en'), es: fields.text('es') },
    due: new Date(Date.parse(now) + (minutes('minutes') ?? 0) * 60_000).toISOString(),
    againAfter: minutes('again'),
    callsAfter: minutes('calls'),
  }
}

/** Its form stands on the page of a new reminder. */
export const planActions = {
  'reminders.plan': {
    path: '/hq/reminders/plan',
    role: 'operator',
    done: {
      planned: 'Planned. It goes to those who are still where it is for when it leaves.',
      second: 'Planned. Nothing is sent until a second person, a supervisor, agrees on this page.',
    },
    perform: async ({ deps, me, fields, now, action }) => {
      const draft = reminderDraft(fields, now())
      const planned = await planReminder(deps, me.account.id, draft, Number(fields.text('seen')), action)
      return planned.ok
        ? { goTo: `/hq/reminders/${planned.id}`, done: planned.second ? 'second' : 'planned' }
        : { refused: `${planned.why} Nothing was planned.` }
    },
  },
} satisfies Actions

const reminderIn = ({ c, deps }: Submission): Promise<ReminderRow | null> =>
  deps.reader.reminder(c.req.param('id') ?? '')

/** Something of it has not left yet. */
export const canStop = ({ state }: ReminderRow, sends: Awaited<ReturnType<ReminderReader['sends']>>): boolean =>
  state === 'second' ||
  state === 'planned' ||
  state === 'sending' ||
  (state === 'done' && sends.some((send) => send.state === 'waiting'))

/** Their forms stand on the page of one reminder. */
export const reminderActions = {
  'reminders.approve': {
    path: '/hq/reminders/:id/approve',
    role: 'supervisor',
    secondPerson: {
      // Of a reminder that was planned at the command line, any account may be the second person.
      authors: async (submission) => {
        const reminder = await reminderIn(submission)
        const author = reminder?.state === 'second' ? await submission.deps.reader.account(reminder.madeBy) : null
        return author ? [author] : []
      },
      refusal: 'Another person must agree: not the one who planned it, nor an account that one of the two made.',
    },
    done: 'Agreed. It leaves when it is due.',
    perform: async (submission) => {
      const { me, now, record } = submission
      const reminder = await reminderIn(submission)
      if (reminder?.state !== 'second') return { refused: 'This does not wait for a second person any more.' }
      const { id } = reminder
      const recorded = await record(`hq/reminder/${id}`, {
        expected: 1,
        events: [{ type: 'ReminderApproved', data: { by: me.account.id } }],
        writes: [
          { table: 'reminders', id, set: { state: 'planned', second: me.account.id } },
          { table: 'queue', id: waitingId(id), set: { outcome: 'agreed', endedAt: now() } },
        ],
      })
      return recorded === 'conflict'
        ? { refused: 'Somebody else was faster. See below.' }
        : { goTo: `/hq/reminders/${id}` }
    },
  },
  'reminders.cancel': {
    path: '/hq/reminders/:id/cancel',
    role: 'operator',
    reason: 'Say why it is cancelled.',
    done: 'Cancelled. What had not left is taken back.',
    perform: async (submission) => {
      const { deps, reason, now, record } = submission
      const reminder = await reminderIn(submission)
      if (!reminder || !canStop(reminder, await deps.reader.sends(reminder.id)))
        return { refused: 'There is nothing left to cancel.' }
      const { id } = reminder
      await record(`hq/reminder/${id}`, {
        events: [{ type: 'ReminderCancelled', data: { reason } }],
        writes: [
          { table: 'reminders', id, set: { state: 'cancelled', endedAt: now() } },
          { table: 'queue', id: waitingId(id), set: { outcome: 'withdrawn', endedAt: now() } },
        ],
      })
      await deps.store.takeBackReminder(id)
      return { goTo: `/hq/reminders/${id}` }
    },
  },
} satisfies Actions

const invalidSetting: Outcome = {
  refused: 'These are whole numbers, or a carrier of the list. Nothing was changed.',
}

async function changeSettings(
  { deps, me, record }: Submission,
  settings: readonly (readonly [string, string])[],
): Promise<Outcome> {
  const before = await deps.reader.settings()
  await record(`hq/account/${me.account.id}`, {
    events: settings.map(([name, to]) => ({
      type: 'SettingChanged',
      data: { name, from: before.get(name) ?? null, to },
    })),
    writes: settings.flatMap(([id, value]) => [
      { table: 'settings', remove: id } as const,
      { table: 'settings', insert: { id, value } } as const,
    ]),
  })
  return { goTo: '/hq/reminders' }
}

/** Their forms stand on the page of all reminders. */
export const settingActions = {
  'settings.change': {
    path: '/hq/reminders/settings',
    role: 'supervisor',
    done: 'This holds from now on.',
    perform: (submission) => {
      const limits = settingNames.map((name) => [`reminders.${name}`, submission.fields.text(name)] as const)
      return limits.every(([, value]) => /^\d{1,7}$/.test(value)) ? changeSettings(submission, limits) : invalidSetting
    },
  },
  'settings.carrier': {
    path: '/hq/reminders/carrier',
    role: 'supervisor',
    done: 'This holds from now on.',
    // '' leaves it to the environment of the server.
    perform: (submission) => {
      const outbound = submission.fields.text('outbound')
      return outbound === '' || submission.deps.carriers.some(({ name }) => name === outbound)
        ? changeSettings(submission, [['outbound', outbound]])
        : invalidSetting
    },
  },
} satisfies Actions
