import type { RowDifference } from '../../db/event-store/rebuild.ts'

/** What stands in a row beside its key and place: what a person would compare. */
const NAMES: Readonly<Record<string, string>> = {
  version: 'version',
  stage: 'stage',
  revision: 'revision',
  number: 'reports',
  at: 'last heard',
  language: 'language',
  checkedIn: 'checked in',
  optedOut: 'opted out',
  phase: 'phase',
  draft: 'counts in hand',
  record: 'report on record',
  published: 'report that counts',
}
/** Too long for a line. */
const LONG: ReadonlySet<string> = new Set(['draft', 'record', 'published'])

/** `live/P0412: stage approved, the record says held; report that counts differs.` */
export function sentenceOf({ table, key, was, is }: RowDifference): string {
  const where = table === 'phones' ? `phone ${key}` : key
  if (was === null) return `${where}: was missing.`
  if (is === null) return `${where}: the record knows nothing of it.`
  const [before, after] = [was, is] as unknown as readonly Readonly<Record<string, unknown>>[]
  const parts = Object.keys(NAMES)
    .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    .map((name) =>
      LONG.has(name)
        ? `${NAMES[name]} differs`
        : `${NAMES[name]} ${shown(before?.[name])}, the record says ${shown(after?.[name])}`,
    )
  return `${where}: ${parts.join('; ')}.`
}

const shown = (value: unknown): string =>
  value === null || value === undefined ? 'none' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
