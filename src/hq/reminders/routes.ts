import type { Context } from 'hono'
import type { FormFields, Gate } from '../access/gate.ts'
import type { Session } from '../access/session.ts'
import { areTwoPersons } from '../access/two-persons.ts'
import type { ConsoleContext } from '../console-context.ts'
import { type Html, noteBox, nothing } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import { canStop, carriers, newPage, reminderPage, remindersPage } from './pages.ts'
import { planReminder, previewReminder, type ReminderDraft, type ReminderPreview, waitingId } from './plan-reminder.ts'
import { limitsOf, settingNames } from './recipients.ts'
import { isAudience, templates } from './templates.ts'

/** Limits of reminders, and which carrier sends: a supervisor's, each change with its event. */
export function settingRoutes(gate: Gate, desk: ConsoleContext): void {
  gate.do('/hq/reminders/settings', 'settings.change', (c, me, form) => {
    const given = settingNames.map((name) => [`reminders.${name}`, form.text(name)] as const)
    const numbers = given.every(([, value]) => /^\d{1,7}$/.test(value))
    return numbers ? put(desk, c, me, form, given) : c.redirect('/hq/reminders?said=numbers', 303)
  })
  gate.do('/hq/reminders/carrier', 'settings.change', (c, me, form) => {
    const outbound = form.text('outbound')
    const known = carriers.some(([name]) => name === outbound)
    return known ? put(desk, c, me, form, [['outbound', outbound]]) : c.redirect('/hq/reminders?said=numbers', 303)
  })
}

async function put(
  { deps, now }: ConsoleContext,
  c: Context,
  me: Session,
  form: FormFields,
  given: readonly (readonly [string, string])[],
): Promise<Response> {
  const before = await deps.reader.settings()
  await deps.store.act({
    stream: `hq/account/${me.account.id}`,
    expected: null,
    events: given.map(([name, to]) => ({ type: 'SettingChanged', data: { name, from: before.get(name) ?? null, to } })),
    by: me.account.id,
    at: now(),
    action: form.text('action'),
    writes: given.flatMap(([id, value]) => [
      { table: 'settings', remove: id } as const,
      { table: 'settings', insert: { id, value } } as const,
    ]),
  })
  return c.redirect('/hq/reminders?said=settings', 303)
}

const DAY_MS = 24 * 3_600_000

export function reminderRoutes(gate: Gate, desk: ConsoleContext): void {
  gate.see('/hq/reminders', 'reminders.see', (c, me) => list(desk, c, me))
  gate.see('/hq/reminders/new', 'reminders.plan', async (c, me) => {
    const stage = c.req.query('stage') ?? 'never'
    const audience = isAudience(stage) ? stage : 'never'
    const texts = templates[audience] ?? { en: '', es: '' }
    const draft: ReminderDraft = {
      stage: audience,
      county: c.req.query('county') ?? '',
      texts,
      title: '',
      due: desk.now(),
      againAfter: null,
      callsAfter: null,
    }
    return fresh(desk, c, me, draft, null)
  })
  gate.do('/hq/reminders/preview', 'reminders.plan', async (c, me, form) => {
    const draft = wishOf(form, desk.now())
    return fresh(desk, c, me, draft, await previewReminder(desk.deps, draft))
  })
  gate.do('/hq/reminders/plan', 'reminders.plan', async (c, me, form) => {
    const draft = wishOf(form, desk.now())
    const planned = await planReminder(desk.deps, me.account.id, draft, Number(form.text('seen')), form.text('action'))
    if (planned.ok) return c.redirect(`/hq/reminders/${planned.id}?said=${planned.second ? 'second' : 'planned'}`, 303)
    return fresh(desk, c, me, draft, planned.preview, noteBox('bad', `${planned.why} Nothing was planned.`), 409)
  })
  settingRoutes(gate, desk)
  oneReminder(gate, desk)
}

const sentences: Readonly<Record<string, string>> = {
  planned: 'Planned. It goes to those who are still where it is for when it leaves.',
  second: 'Planned. Nothing is sent until a second person, a supervisor, agrees on this page.',
  approved: 'Agreed. It leaves when it is due.',
  cancelled: 'Cancelled. What had not left is taken back.',
  settings: 'This holds from now on.',
  numbers: 'These are whole numbers, or a carrier of the list. Nothing was changed.',
}
const said = (c: Context): Html => {
  const words = sentences[c.req.query('said') ?? '']
  return words ? noteBox('good', words) : nothing
}

async function list(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  told: Html = said(c),
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = desk.deps
  const since = new Date(Date.parse(desk.now()) - DAY_MS).toISOString()
  const [reminders, settings, spent, setting] = await Promise.all([
    reader.reminders(),
    reader.settings(),
    reader.segmentsSince(since),
    desk.setting(),
  ])
  const body = remindersPage(
    {
      reminders,
      limits: limitsOf(settings),
      spent,
      outbound: settings.get('outbound') ?? '',
      setting,
      now: desk.now(),
    },
    me,
    () => desk.form(me),
    told,
  )
  return desk.page(c, me, { title: 'Reminders', path: '/hq/reminders', body, status })
}

async function fresh(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  draft: ReminderDraft,
  preview: ReminderPreview | null,
  told: Html = nothing,
  status: 200 | 409 = 200,
): Promise<Response> {
  const counties = [...(await desk.board()).counties.keys()]
  const body = newPage(draft, preview, counties, await desk.setting(), () => desk.form(me), desk.now(), told)
  return desk.page(c, me, { title: 'New reminder', path: '/hq/reminders', body, status })
}

function wishOf(form: FormFields, now: string): ReminderDraft {
  const stage = form.text('stage')
  const minutes = (field: string): number | null => {
    const text = form.text(field)
    return /^\d{1,4}$/.test(text) && Number(text) > 0 ? Number(text) : null
  }
  return {
    title: form.text('title').slice(0, 80) || 'Reminder',
    stage: isAudience(stage) ? stage : 'never',
    county: form.text('county'),
    texts: { en: form.text('en'), es: form.text('es') },
    due: new Date(Date.parse(now) + (minutes('minutes') ?? 0) * 60_000).toISOString(),
    againAfter: minutes('again'),
    callsAfter: minutes('calls'),
  }
}

function oneReminder(gate: Gate, desk: ConsoleContext): void {
  const { reader, store } = desk.deps
  const show = async (c: Context, me: Session, told: Html, status: 200 | 409 = 200): Promise<Response> => {
    const one = await reader.reminder(c.req.param('id') ?? '')
    if (!one) return c.html(missing('such reminder'), 404)
    const accounts = await reader.accounts()
    const author = accounts.find((account) => account.id === one.madeBy)
    const second = accounts.find((account) => account.id === one.second)
    const who = {
      by: author?.name ?? 'the command line',
      second: second?.name ?? null,
      fits: !author || areTwoPersons(author, me.account),
    }
    const body = reminderPage(
      one,
      await reader.sends(one.id),
      who,
      me,
      await desk.setting(),
      () => desk.form(me),
      told,
      desk.now(),
    )
    return desk.page(c, me, { title: one.title, path: '/hq/reminders', body, status })
  }
  gate.see('/hq/reminders/:id', 'reminders.see', (c, me) => show(c, me, said(c)))
  gate.do('/hq/reminders/:id/approve', 'reminders.approve', async (c, me, form) => {
    const one = await reader.reminder(c.req.param('id') ?? '')
    if (one?.state !== 'second')
      return show(c, me, noteBox('bad', 'This does not wait for a second person any more.'), 409)
    const author = await reader.account(one.madeBy)
    if (author && !areTwoPersons(author, me.account))
      return show(
        c,
        me,
        noteBox(
          'bad',
          'Another person must agree: not the one who planned it, nor an account that one of the two made.',
        ),
        409,
      )
    const acted = await store.act({
      stream: `hq/reminder/${one.id}`,
      expected: 1,
      events: [{ type: 'ReminderApproved', data: { by: me.account.id } }],
      by: me.account.id,
      at: desk.now(),
      action: form.text('action'),
      writes: [
        { table: 'reminders', id: one.id, set: { state: 'planned', second: me.account.id } },
        { table: 'queue', id: waitingId(one.id), set: { outcome: 'agreed', endedAt: desk.now() } },
      ],
    })
    return acted === 'done'
      ? c.redirect(`/hq/reminders/${one.id}?said=approved`, 303)
      : show(c, me, noteBox('bad', 'Somebody else was faster. See below.'), 409)
  })
  gate.do('/hq/reminders/:id/cancel', 'reminders.cancel', async (c, me, form) => {
    const one = await reader.reminder(c.req.param('id') ?? '')
    const reason = form.text('reason').slice(0, 200)
    if (!one || !canStop(one, await reader.sends(one.id)))
      return show(c, me, noteBox('bad', 'There is nothing left to cancel.'), 409)
    if (reason === '') return show(c, me, noteBox('bad', 'Say why it is cancelled.'), 409)
    await store.act({
      stream: `hq/reminder/${one.id}`,
      expected: null,
      events: [{ type: 'ReminderCancelled', data: { reason } }],
      by: me.account.id,
      at: desk.now(),
      action: form.text('action'),
      writes: [
        { table: 'reminders', id: one.id, set: { state: 'cancelled', endedAt: desk.now() } },
        { table: 'queue', id: waitingId(one.id), set: { outcome: 'withdrawn', endedAt: desk.now() } },
      ],
    })
    await store.takeBackReminder(one.id)
    return c.redirect(`/hq/reminders/${one.id}?said=cancelled`, 303)
  })
}
