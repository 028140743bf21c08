import type { Context } from 'hono'
import { precinctId, rosterStream } from '../../bot/ids.ts'
import type { Form, Gate } from '../access/gate.ts'
import type { Session } from '../access/session.ts'
import type { Desk } from '../desk.ts'
import { type Html, note, nothing } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import { applyChange } from './apply.ts'
import { differences, type Wanted } from './diff.ts'
import { cardsPage, editPage, importPage, rosterPage } from './pages.ts'
import type { RosterLine } from './ports.ts'

export function rosterRoutes(gate: Gate, desk: Desk): void {
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
        ? note('good', `${c.req.query('changed')} precincts were changed, each with its event.`)
        : nothing,
    ),
  )
  gate.see('/hq/roster/find', 'roster.see', async (c, me) => {
    const board = await desk.board()
    const id = precinctId((c.req.query('id') ?? '').trim().toUpperCase())
    return id && board.places.has(id)
      ? c.redirect(`/hq/roster/${id}`)
      : home(c, me, note('bad', 'There is no such precinct.'))
  })
  gate.see('/hq/roster/cards', 'roster.see', async (c, me) => {
    const county = c.req.query('county') ?? ''
    const { caucus } = await desk.setting()
    const places = [...(await desk.board()).places.values()].filter((place) => place.county === county)
    return desk.page(c, me, { title: `Cards ${county}`, path: '/hq/roster', body: cardsPage(caucus, places) })
  })
  gate.do('/hq/roster/import', 'roster.import', async (c, me, form) => {
    const file = form.file('file')
    if (!file || roster === null) return home(c, me, note('bad', 'Choose a file. Nothing was changed.'), 409)
    const text = await file.text()
    return desk.page(c, me, {
      title: 'Import',
      path: '/hq/roster',
      body: importPage(await compared(desk, text), () => desk.form(me)),
    })
  })
  gate.do('/hq/roster/apply', 'roster.import', (c, me, form) => apply(desk, c, me, form, home))
  editing(gate, desk)
}

/** A file against what is there. */
async function compared({ deps, board }: Desk, text: string) {
  const read = await deps.roster?.read(new TextEncoder().encode(text))
  if (!read) return { problems: [], changes: [], absent: [], text, lines: [] }
  const known = (await board()).places
  const changes = []
  for (const line of read.value) {
    const place = known.has(line.precinct) ? await deps.reader.place(line.precinct) : null
    const found = differences(place, line)
    if (found.length > 0) changes.push({ id: line.precinct, isNew: place === null, differences: found, line, place })
  }
  const named = new Set(read.value.map(({ precinct }) => precinct))
  return { problems: read.problems, changes, absent: [...known.keys()].filter((id) => !named.has(id)), text }
}

async function apply(
  desk: Desk,
  c: Context,
  me: Session,
  form: Form,
  home: (c: Context, me: Session, told: Html, status: 409) => Promise<Response>,
): Promise<Response> {
  const reason = form.text('reason').slice(0, 200)
  const of = await compared(desk, form.text('roster'))
  if (reason === '' || of.problems.length > 0) return home(c, me, note('bad', 'Say why. Nothing was changed.'), 409)
  for (const { id, place, line } of of.changes as readonly {
    readonly id: RosterLine['precinct']
    readonly place: Parameters<typeof differences>[0]
    readonly line: RosterLine
  }[])
    await applyChange(desk.deps, {
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

function editing(gate: Gate, desk: Desk): void {
  const { reader, roster } = desk.deps
  const show = async (c: Context, me: Session, told: Html, status: 200 | 409 = 200): Promise<Response> => {
    const id = precinctId(c.req.param('id') ?? '')
    const place = id && (await reader.place(id))
    if (!place) return c.html(missing('such precinct'), 404)
    const { caucus } = await desk.setting()
    const version = await reader.version(rosterStream(place.id))
    return desk.page(c, me, {
      title: place.id,
      path: '/hq/roster',
      body: editPage(place, version, me, caucus.languages, () => desk.form(me), told),
      status,
    })
  }
  gate.see('/hq/roster/:id', 'roster.see', (c, me) =>
    show(c, me, c.req.query('said') === 'done' ? note('good', 'Changed, with an event for each field.') : nothing),
  )
  gate.do('/hq/roster/:id', 'roster.change', async (c, me, form) => {
    const fail = (words: string) => show(c, me, note('bad', `${words} Nothing was changed.`), 409)
    const id = precinctId(c.req.param('id') ?? '')
    const place = id && (await reader.place(id))
    if (!place) return c.html(missing('such precinct'), 404)
    const reason = form.text('reason').slice(0, 200)
    if (reason === '') return fail('Say why: the reason is part of the record.')
    const to = await wantedOf(form, roster)
    if (typeof to === 'string') return fail(to)
    const acted = await applyChange(desk.deps, {
      id: place.id,
      place,
      to,
      reason,
      by: me.account.id,
      action: form.text('action'),
      expected: Number(form.text('version')),
    })
    return acted === 'done'
      ? c.redirect(`/hq/roster/${place.id}?said=done`, 303)
      : fail('Somebody changed this precinct since you looked.')
  })
}

/** @returns what is wrong, in words, or the line that is wanted. */
async function wantedOf(form: Form, roster: Desk['deps']['roster']): Promise<Wanted | string> {
  const delegates = form.text('delegates')
  if (!/^[1-9]\d{0,3}$/.test(delegates)) return 'Delegates to elect is a whole number such as 7.'
  if (form.text('name') === '' || form.text('county') === '') return 'Name and county must be there.'
  const phones: Wanted['phone'][] = []
  for (const field of ['phone', 'backup']) {
    const text = form.text(field)
    const phone = text === '' || roster === null ? null : await roster.phone(text)
    if (text !== '' && phone === null) return `${text} is no number that can be texted.`
    phones.push(phone)
  }
  const language = form.text('language') === 'es' ? 'es' : 'en'
  const [phone = null, backupPhone = null] = phones
  return {
    name: form.text('name'),
    county: form.text('county'),
    district: form.text('district'),
    delegates: Number(delegates),
    language,
    chair: form.text('chair') || null,
    phone,
    backupPhone,
  }
}
