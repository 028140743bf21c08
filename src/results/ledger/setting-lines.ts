import { ballotOrder } from '../../bot/caucus.ts'
import type { ReportingPhase } from '../../bot/ids.ts'
import { canonicalJson } from '../../keys/hash-chain.ts'
import { inBatches, pause } from '../batches.ts'
import type { ResultsReader, ResultsSetting, RosterChange, RosterPrecinct } from '../ports.ts'
import type { View } from '../view.ts'
import type { SettingLine, UnkeptLine } from './lines.ts'
import { sha256 } from './statement.ts'

/** One line of canonical JSON each, with its line end. */
export function* settingLines(setting: ResultsSetting, phase: ReportingPhase): Generator<string> {
  for (const line of lines(setting, phase)) yield `${canonicalJson(line)}\n`
}

function* lines(setting: ResultsSetting, phase: ReportingPhase): Generator<SettingLine> {
  const { caucus, counties, places, pools } = setting
  const { name, date, rules } = caucus
  const about = {
    name,
    date,
    phase,
    practice: phase === 'practice',
    rules,
    groups: ballotOrder(caucus, phase),
    pools,
  }
  yield { line: 'caucus', format: 'caucusline-ledger', version: 1, ...about }
  for (const { county, countyDelegates, stateDelegates } of counties)
    yield { line: 'county', county, countyDelegates, stateDelegates }
  for (const place of places) yield precinctLine(place)
}

const precinctLine = ({ id, county, name, district, delegates, pool }: RosterPrecinct): SettingLine => ({
  line: 'precinct',
  id,
  county,
  name,
  district,
  delegates,
  pool,
})

/** The lines of a setting, each with its line end, in the order in which they are hashed. */
type SettingTexts = readonly string[]

/** As an update names its setting. */
export const settingHash = (texts: SettingTexts): string => sha256(texts.join(''))

/** What is written where one setting follows another: the lines of `after` that `before` does not hold. */
export function changedLines(before: SettingTexts, after: SettingTexts): SettingTexts {
  const held = new Set(before)
  return after.filter((text) => !held.has(text))
}

/** As far as they are needed to write a ledger. */
interface PastSettings {
  /** The setting as the roster has it now. */
  readonly today: SettingTexts
  /** The settings that updates name, by their hash, as far as the record gives them. */
  readonly byHash: ReadonlyMap<string, SettingTexts>
  readonly settingHashes: readonly string[]
}

const LINES = 500

/**
 * The settings of all updates. The record holds today's roster and what each change of it replaced: taken back one by
 * one, these give every setting of before, and its hash proves that it is the one that was signed. A county's delegates
 * and the configuration have no such events; a setting that differs in those is not found.
 */
export async function pastSettings(
  { setting, phase, settingHashes }: View,
  reader: ResultsReader,
): Promise<PastSettings> {
  const today: string[] = []
  for await (const batch of inBatches(settingLines(setting, phase), LINES)) today.push(...batch)
  const byHash = new Map<string, SettingTexts>()
  const wanted = new Set(settingHashes)
  const find = (texts: SettingTexts): void => {
    const hash = settingHash(texts)
    if (wanted.delete(hash)) byHash.set(hash, [...texts])
  }
  find(today)
  const past = { places: [...setting.places], texts: [...today] }
  for (const change of wanted.size > 0 ? await reader.rosterChanges() : []) {
    if (wanted.size === 0) break
    takeBack(change, past)
    find(past.texts)
    await pause()
  }
  return { today, byHash, settingHashes }
}

/** @param past changed in place: the precincts, and the lines of the setting, which end with those of the precincts */
function takeBack({ precinct, field, from }: RosterChange, past: { places: RosterPrecinct[]; texts: string[] }): void {
  const { places, texts } = past
  const at = places.findIndex(({ id }) => id === precinct)
  const place = places[at]
  if (place === undefined) return
  const textAt = texts.length - places.length + at
  if (from === null) {
    places.splice(at, 1)
    texts.splice(textAt, 1)
    return
  }
  const before = { ...place, [field]: field === 'delegates' ? Number(from) : from }
  places[at] = before
  texts[textAt] = `${canonicalJson(precinctLine(before))}\n`
}

/** Writes the setting of one update after the other. */
export function settingWriter({ today, byHash, settingHashes }: PastSettings): {
  /** The lines before the events of the next update. @param hash its setting; null where nothing was published yet */
  linesOf(hash: string | null): readonly string[]
} {
  let inForce: SettingTexts = []
  let unkept: string | null = null
  const firstKept = settingHashes.map((hash) => byHash.get(hash)).find((texts) => texts !== undefined) ?? today
  return {
    linesOf(hash) {
      const setting = hash === null ? today : byHash.get(hash)
      const before = inForce
      // For a first setting that is not kept stands the next that is.
      if (setting !== undefined || before.length === 0) inForce = setting ?? firstKept
      const lines = before === inForce ? [] : changedLines(before, inForce)
      if (setting !== undefined || hash === null || hash === unkept) return lines
      unkept = hash
      const line: UnkeptLine = { line: 'unkept', setting: hash }
      return [...lines, `${canonicalJson(line)}\n`]
    },
  }
}
