import type { Gate } from '../access/gate.ts'
import { planActions, reminderActions, reminderDraft, settingActions } from './actions.ts'
import { showNewReminder, showReminder, showReminders } from './pages.ts'
import { previewReminder, type ReminderDraft } from './plan-reminder.ts'
import { isAudience, templates } from './templates.ts'

export function reminderRoutes(gate: Gate): void {
  gate.see('/hq/reminders', 'reminders.see', (visit) => showReminders(visit))
  gate.see('/hq/reminders/new', 'reminders.see', (visit) => {
    const stage = visit.c.req.query('stage') ?? 'never'
    const audience = isAudience(stage) ? stage : 'never'
    const draft: ReminderDraft = {
      stage: audience,
      county: visit.c.req.query('county') ?? '',
      texts: templates[audience] ?? { en: '', es: '' },
      title: '',
      due: visit.now(),
      againAfter: null,
      callsAfter: null,
    }
    return showNewReminder(visit, draft, null)
  })
  gate.preview('/hq/reminders/preview', planActions, 'reminders.plan', async (submission) => {
    const draft = reminderDraft(submission.fields, submission.now())
    return showNewReminder(submission, draft, await previewReminder(submission.deps, draft))
  })
  gate.act(planActions, async (submission, note, status) => {
    const draft = reminderDraft(submission.fields, submission.now())
    return showNewReminder(submission, draft, await previewReminder(submission.deps, draft), note, status)
  })
  gate.act(settingActions, showReminders)
  gate.see('/hq/reminders/:id', 'reminders.see', (visit) => showReminder(visit))
  gate.act(reminderActions, showReminder)
}
