import type { Hono } from 'hono'
import { createGate, type Gate } from './access/gate.ts'
import { accessRoutes } from './access/routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import { selfRoutes } from './accounts/self.ts'
import { boardRoutes } from './board/routes.ts'
import { callRoutes } from './calls/routes.ts'
import { createConsoleContext } from './console-context.ts'
import type { ConsoleDeps } from './deps.ts'
import { logRoutes } from './log/routes.ts'
import { assets } from './page/assets.ts'
import { phaseRoutes } from './phase/routes.ts'
import { precinctRoutes } from './precinct/routes.ts'
import { queueRoutes } from './queue/pages.ts'
import { readinessRoutes } from './readiness/routes.ts'
import { reminderRoutes } from './reminders/routes.ts'
import { rosterRoutes } from './roster/routes.ts'

/** The console: everything under /hq. Nothing of it is reachable without a session but the doors and the style sheet. */
export const hqRoutes = (deps: ConsoleDeps): Hono => createConsole(deps).app

/** The same, with the list of its routes for tests. */
export function createConsole(deps: ConsoleDeps): Gate {
  const context = createConsoleContext(deps)
  const gate = createGate(context)
  for (const [path, { type, text }] of Object.entries(assets)) {
    gate.open('get', path, (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    )
  }
  accessRoutes(gate, context)
  boardRoutes(gate)
  queueRoutes(gate)
  precinctRoutes(gate)
  reminderRoutes(gate)
  callRoutes(gate)
  readinessRoutes(gate)
  logRoutes(gate)
  phaseRoutes(gate)
  accountRoutes(gate)
  selfRoutes(gate)
  rosterRoutes(gate)
  return gate
}
