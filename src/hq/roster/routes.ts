import type { Context } from 'hono'
import { precinctId } from '../../bot/ids.ts'
import type { FormFields, Gate } from '../access/gate.ts'
import type { Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import { type Html, noteBox, nothing } from '../page/parts.ts'
import { applyRosterChange } from './apply-change.ts'
import { differences } from './differences.ts'
import { editingRoutes } from './edit-precinct.ts'
import { cardsPage, importPage, rosterPage } from './pages.ts'
import type { UploadedLine } from './ports.ts'

export function rosterRoutes(gate: Gate, desk: ConsoleContext): void {
  const { roster } = desk.deps
  const home = async (c: Context, me: Session, told: Html, status: 200 | 409 = 200): Promise<Response> => {
    const counties = [...(await desk.board()).counties.keys()]
    return desk.page(c, me, {
      title: 'Roster',
      path: '/hq/roster',
      body: rosterPage(counties, me, roster !== null, () => desk.form(me), told),
      status,
    })
  }
  gate.see('/hq/roster', 'roster.see', (c, me) =>
    home(
      c,
      me,
      /^\d+$/.test(c.req.query('changed') ?? '')
        ? noteBox('good', `${c.req.query('changed')} precincts were changed, each with its event.`)
        : nothing,
    ),
  )
  gate.see('/hq/roster/find', 'roster.see', async (c, me) => {
    const board = await desk.board()
    const id = precinctId((c.req.query('id') ?? '').trim().toUpperCase())
    return id && board.precincts.has(id)
      ? c.redirect(`/hq/roster/${id}`)
      : home(c, me, noteBox('bad', 'There is no such precinct.'))
  })
  gate.see('/hq/roster/cards', 'roster.see', async (c, me) => {
    const county = c.req.query('county') ?? ''
    const { caucus } = await desk.setting()
    const places = [...(await desk.board()).precincts.values()].filter((place) => place.county === county)
    return desk.page(c, me, { title: `Cards ${county}`, path: '/hq/roster', body: cardsPage(caucus, places) })
  })
  gate.do('/hq/roster/import', 'roster.import', async (c, me, form) => {
    const file = form.file('file')
    if (!file || roster === null) return home(c, me, noteBox('bad', 'Choose a file. Nothing was changed.'), 409)
    const text = await file.text()
    return desk.page(c, me, {
      title: 'Import',
      path: '/hq/roster',
      body: importPage(await compared(desk, text), () => desk.form(me)),
    })
  })
  gate.do('/hq/roster/apply', 'roster.import', (c, me, form) => apply(desk, c, me, form, home))
  editingRoutes(gate, desk)
}

/** A file against what is there. */
async function compared({ deps, board }: ConsoleContext, text: string) {
  const read = await deps.roster?.read(new TextEncoder().encode(text))
  if (!read) return { problems: [], changes: [], absent: [], text, lines: [] }
  const known = (await board()).precincts
  const changes = []
  for (const line of read.value) {
    const place = known.has(line.precinct) ? await deps.reader.precinct(line.precinct) : null
    const found = differences(place, line)
    if (found.length > 0) changes.push({ id: line.precinct, isNew: place === null, differences: found, line, place })
  }
  const named = new Set(read.value.map(({ precinct }) => precinct))
  return { problems: read.problems, changes, absent: [...known.keys()].filter((id) => !named.has(id)), text }
}

async function apply(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  form: FormFields,
  home: (c: Context, me: Session, told: Html, status: 409) => Promise<Response>,
): Promise<Response> {
  const reason = form.text('reason').slice(0, 200)
  const of = await compared(desk, form.text('roster'))
  if (reason === '' || of.problems.length > 0) return home(c, me, noteBox('bad', 'Say why. Nothing was changed.'), 409)
  for (const { id, place, line } of of.changes as readonly {
    readonly id: UploadedLine['precinct']
    readonly place: Parameters<typeof differences>[0]
    readonly line: UploadedLine
  }[])
    await applyRosterChange(desk.deps, {
      id,
      place,
      to: line,
      reason,
      by: me.account.id,
      action: `${form.text('action')}-${id}`,
      expected: null,
    })
  return c.redirect(`/hq/roster?changed=${of.changes.length}`, 303)
}
