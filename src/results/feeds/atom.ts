import { html, raw } from 'hono/html'
import { correctionsOf } from '../pages/history.ts'
import { wonIn } from '../pages/votes.ts'
import type { PublishedChange, View } from '../view.ts'

/** `corrections.atom`: every number that was public and changed. The ids never change, so that no reader sees one twice. */
export function atomFeed(view: View, publicUrl: string): string {
  const { caucus } = view.setting
  const id = `${publicUrl}/corrections.atom`
  const names = new Map(view.setting.places.map((p) => [p.id, `${p.name}, ${p.county}`]))
  const mark = view.practice ? 'PRACTICE: ' : ''
  const entries = correctionsOf(view).map((change) =>
    entryOf(change, mark, names.get(change.precinct) ?? change.precinct, publicUrl, view),
  )
  return String(html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<feed xmlns="http://www.w3.org/2005/Atom">
<title>${mark}Corrections – ${caucus.name}</title>
<id>${id}</id>
<link rel="self" href="${id}"/>
<link href="${publicUrl}/corrections"/>
<updated>${view.last?.at ?? `${caucus.date}T00:00:00Z`}</updated>
<author><name>${view.setting.issuer?.name ?? caucus.name}</name></author>
${entries}</feed>
`)
}

function entryOf(change: PublishedChange, mark: string, where: string, publicUrl: string, view: View) {
  const { precinct, sequence, at, before, entry } = change
  const now = entry === null ? 'Withdrawn by headquarters' : `Now ${wonIn(entry, view)}`
  return html`<entry>
<title>${mark}${where} (${precinct}): report ${before?.number ?? 0} ${entry === null ? 'withdrawn' : `corrected by report ${entry.number}`}</title>
<id>${publicUrl}/precincts/${precinct}#update-${sequence}</id>
<link href="${publicUrl}/precincts/${precinct}"/>
<updated>${at}</updated>
<summary>${now}. Before: ${before === null ? 'none' : wonIn(before, view)}. Unofficial.</summary>
</entry>
`
}
