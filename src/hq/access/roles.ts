import type { Role } from '../rows.ts'

export const roles: readonly Role[] = ['viewer', 'operator', 'supervisor', 'admin']

/** A role may do what it is named for, and what those below it may. */
export const may = (role: Role, least: Role): boolean => roles.indexOf(role) >= roles.indexOf(least)

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

/** Every kind of page, and the least role that sees it. What can be done is in the `actions.ts` of each folder. */
export const views = {
  'board.see': 'viewer',
  'queue.see': 'viewer',
  'precinct.see': 'viewer',
  'readiness.see': 'viewer',
  'self.see': 'viewer',
  'pictures.see': 'operator',
  'log.see': 'operator',
  'roster.see': 'operator',
  'reminders.see': 'operator',
  'calls.see': 'operator',
  'phase.see': 'viewer',
  'accounts.see': 'admin',
} as const satisfies Readonly<Record<string, Role>>
export type ViewName = keyof typeof views
