import type { Role } from '../rows.ts'

/**
 * Everything that can be done or seen in the console, and the least role that may. The one place where this is said:
 * a route cannot be registered without naming its act (see gate.ts), and a test asks each for each role.
 */
export const acts = {
  'board.see': 'viewer',
  'queue.see': 'viewer',
  'precinct.see': 'viewer',
  'readiness.see': 'viewer',
  'self.see': 'viewer',
  'self.leave': 'viewer',
  'self.end': 'viewer',
  'self.password': 'viewer',
  'pictures.see': 'operator',
  'log.see': 'operator',
  'roster.see': 'operator',
  'reminders.see': 'operator',
  'calls.see': 'operator',
  'queue.open': 'operator',
  'queue.take': 'operator',
  'queue.return': 'operator',
  'queue.note': 'operator',
  'queue.end': 'operator',
  'calls.end': 'operator',
  'precinct.note': 'operator',
  'precinct.call': 'operator',
  'precinct.enter': 'operator',
  'precinct.read_back': 'operator',
  'precinct.propose': 'operator',
  'precinct.withdraw': 'operator',
  'precinct.hold': 'operator',
  'second.give': 'operator',
  'precinct.release': 'supervisor',
  'precinct.override': 'supervisor',
  'reminders.plan': 'operator',
  'reminders.approve': 'supervisor',
  'reminders.cancel': 'operator',
  'phase.see': 'viewer',
  'phase.change': 'supervisor',
  'roster.change': 'supervisor',
  'roster.import': 'supervisor',
  'roster.pin': 'admin',
  'settings.change': 'supervisor',
  'accounts.see': 'admin',
  'accounts.invite': 'admin',
  'accounts.role': 'admin',
  'accounts.block': 'admin',
} as const satisfies Readonly<Record<string, Role>>
export type ActName = keyof typeof acts

export const roles: readonly Role[] = ['viewer', 'operator', 'supervisor', 'admin']

/** A role may do what it is named for, and what those below it may. */
export const may = (role: Role, act: ActName): boolean => roles.indexOf(role) >= roles.indexOf(acts[act])

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
