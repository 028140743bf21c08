import type { Gate } from '../access/gate.ts'
import type { ConsoleContext } from '../console-context.ts'
import { changesSince, markOf } from './live-updates.ts'
import { boardPage, listPage } from './pages.ts'
import { filterOf, find } from './precinct-filter.ts'

export function boardRoutes(gate: Gate, desk: ConsoleContext): void {
  gate.see('/hq', 'board.see', async (c, me) =>
    desk.page(c, me, { title: 'Board', path: '/hq', body: boardPage(await desk.board(), desk.deps.map, desk.now()) }),
  )
  gate.see('/hq/precincts', 'board.see', async (c, me) => {
    const board = await desk.board()
    const filter = filterOf(c.req.query())
    const found = find(board, filter)
    // A code that names one precinct leads there at once.
    const [only] = found.places
    if (filter.words !== '' && found.total === 1 && only && filter.page === 0)
      return c.redirect(`/hq/precincts/${only.id}`)
    return desk.page(c, me, { title: 'Precincts', path: '/hq', body: listPage(board, filter, found, desk.now()) })
  })
  gate.see('/hq/live', 'board.see', async (c) => {
    const board = await desk.board()
    const mark = markOf(board)
    c.header('Cache-Control', 'no-cache')
    c.header('ETag', `"${mark}"`)
    if (c.req.header('if-none-match') === `"${mark}"`) return c.body(null, 304)
    return c.json(changesSince(board, c.req.query('mark') ?? ''))
  })
}
