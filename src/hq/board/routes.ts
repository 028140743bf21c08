import type { Gate } from '../access/gate.ts'
import { changesSince, markOf } from './live-updates.ts'
import { boardPage, listPage } from './pages.ts'
import { filterOf, filterPrecincts } from './precinct-filter.ts'

export function boardRoutes(gate: Gate): void {
  gate.see('/hq', 'board.see', async ({ board, deps, now, page }) =>
    page({ title: 'Board', path: '/hq', body: boardPage(await board(), deps.map, now()) }),
  )
  gate.see('/hq/precincts', 'board.see', async ({ c, board: askBoard, now, page }) => {
    const board = await askBoard()
    const filter = filterOf(c.req.query())
    const filtered = filterPrecincts(board, filter)
    // A code that names one precinct leads there at once.
    const [only] = filtered.places
    if (filter.words !== '' && filtered.total === 1 && only && filter.page === 0)
      return c.redirect(`/hq/precincts/${only.id}`)
    return page({ title: 'Precincts', path: '/hq', body: listPage(board, filter, filtered, now()) })
  })
  gate.see('/hq/live', 'board.see', async ({ c, board: askBoard }) => {
    const board = await askBoard()
    const mark = markOf(board)
    c.header('Cache-Control', 'no-cache')
    c.header('ETag', `"${mark}"`)
    if (c.req.header('if-none-match') === `"${mark}"`) return c.body(null, 304)
    return c.json(changesSince(board, c.req.query('mark') ?? ''))
  })
}
