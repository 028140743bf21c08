import type { Context } from 'hono'
import type { FormFields, Gate } from '../access/gate.ts'
import type { Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import { carriers } from './pages.ts'
import { settingNames } from './plan.ts'

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
