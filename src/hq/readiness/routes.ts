import type { Gate } from '../access/gate.ts'
import type { Desk } from '../desk.ts'
import { counted, isWanted, wanting } from './figures.ts'
import { readinessPage } from './page.ts'

export function readinessRoutes(gate: Gate, desk: Desk): void {
  gate.see('/hq/readiness', 'readiness.see', async (c, me) => {
    const asked = c.req.query('show') ?? ''
    const show = isWanted(asked) ? asked : 'unreached'
    const county = c.req.query('county') ?? ''
    const lines = await desk.deps.reader.ready()
    const body = readinessPage(counted(lines), wanting(lines, show, county), { show, county }, desk.now())
    return desk.page(c, me, { title: 'Readiness', path: '/hq/readiness', body })
  })
}
