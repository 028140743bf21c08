import { precinctId } from '../../bot/ids.ts'
import type { Gate } from '../access/gate.ts'
import { noteBox } from '../page/parts.ts'
import { compareRoster, rosterActions, rosterLineActions } from './actions.ts'
import { cardsPage, importPage, showRoster, showRosterLine } from './pages.ts'

export function rosterRoutes(gate: Gate): void {
  gate.see('/hq/roster', 'roster.see', (visit) => showRoster(visit))
  gate.see('/hq/roster/find', 'roster.see', async (visit) => {
    const { c, board } = visit
    const id = precinctId((c.req.query('id') ?? '').trim().toUpperCase())
    return id && (await board()).precincts.has(id)
      ? c.redirect(`/hq/roster/${id}`)
      : showRoster(visit, noteBox('bad', 'There is no such precinct.'))
  })
  gate.see('/hq/roster/cards', 'roster.see', async ({ c, setting, board, page }) => {
    const county = c.req.query('county') ?? ''
    const { caucus } = await setting()
    const precincts = [...(await board()).precincts.values()].filter((precinct) => precinct.county === county)
    return page({ title: `Cards ${county}`, path: '/hq/roster', body: cardsPage(caucus, precincts) })
  })
  gate.preview('/hq/roster/import', rosterActions, 'roster.import', async (submission) => {
    const { deps, fields, form, page } = submission
    const file = fields.file('file')
    if (!file || deps.roster === null)
      return showRoster(submission, noteBox('bad', 'Choose a file. Nothing was changed.'), 409)
    const comparison = await compareRoster(submission, await file.text())
    return page({ title: 'Import', path: '/hq/roster', body: importPage(comparison, form) })
  })
  gate.act(rosterActions, showRoster)
  gate.see('/hq/roster/:id', 'roster.see', (visit) => showRosterLine(visit))
  gate.act(rosterLineActions, showRosterLine)
}
