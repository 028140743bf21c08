import type { RuleSet } from '../../math/types.ts'
import type { Place } from '../ports.ts'
import type { Track } from '../record.ts'
import type { Entry } from '../snapshot.ts'
import { type Worths, worthsOf } from '../worth.ts'
import type { SettingLine } from './setting-lines.ts'
import { type Head, sha256 } from './statement.ts'
import type { Fault } from './verify.ts'

/** What the first lines say the numbers are computed with. */
export interface Said {
  readonly name: string
  readonly practice: boolean
  readonly rules: RuleSet
  readonly groups: readonly string[]
  readonly worths: Worths
  /** Precincts by their stream. */
  readonly places: ReadonlyMap<string, Place>
  /** sha256 over these lines, as each update names it. */
  readonly setting: string
  readonly settingLines: number
}

/** What a verifier has seen so far. */
export interface Known extends Said {
  readonly heads: Map<string, Head>
  readonly tracks: Map<string, Track>
  /** Every report that was ever public, by `precinct@version`. */
  readonly entries: Map<string, Entry>
  /** What the updates so far show. */
  readonly shown: Map<string, Entry>
  events: number
  /** Over the events so far: see `ordered`. */
  order: string
  open: number
}

/** Reads the lines that come before the first event. */
export function checkSetting(
  lines: readonly string[],
  parsed: readonly (Readonly<Record<string, unknown>> | null)[],
  faults: Fault[],
): Said {
  const found = parsed.findIndex((line) => line?.line === 'event' || line?.line === 'snapshot')
  const count = found === -1 ? parsed.length : found
  const own = parsed.slice(0, count) as unknown as readonly (SettingLine | null)[]
  const head = own[0]
  if (head?.line !== 'caucus' || head.format !== 'caucusline-ledger' || head.version !== 1) {
    faults.push({ line: 1, what: 'not a ledger of this format: its first line should say so' })
  }
  const caucus = head?.line === 'caucus' ? head : null
  const places = own.flatMap((line): Place[] =>
    line?.line === 'precinct' ? [{ ...line, language: 'en', timezone: null }] : [],
  )
  const counties = own.flatMap((line) => (line?.line === 'county' ? [line] : []))
  return {
    name: caucus?.name ?? '',
    practice: caucus?.practice ?? false,
    rules: caucus?.rules as RuleSet,
    groups: caucus?.groups ?? [],
    worths: worthsOf({ places, counties, pools: caucus?.pools ?? {} }),
    places: new Map(places.map((p) => [`${caucus?.phase}/${p.id}`, p])),
    setting: sha256(
      lines
        .slice(0, count)
        .map((line) => `${line}\n`)
        .join(''),
    ),
    settingLines: count,
  }
}
