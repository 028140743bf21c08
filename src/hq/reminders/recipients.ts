import type { PrecinctId } from '../../bot/ids.ts'
import { boardStage } from '../board/board-stage.ts'
import type { Addressee, ConsoleSetting, ReminderReader } from '../ports.ts'
import { type Audience, type Fill, filled, segmentsOf, type Texts } from './templates.ts'

/** One text to one person about one precinct. */
export interface ReminderText {
  readonly to: Addressee
  readonly body: string
  readonly segments: number
}

/** Who gets a reminder, who does not and why, and what it comes to. */
export interface Recipients {
  readonly texts: readonly ReminderText[]
  readonly people: number
  readonly segments: number
  readonly optedOut: number
  readonly withoutPhone: number
  /** The precincts of both. */
  readonly untexted: readonly PrecinctId[]
}

export interface ReminderChoice {
  readonly stage: Audience
  /** '' for all. */
  readonly county: string
  readonly texts: Texts
}

/**
 * One phone a precinct: the registered one, or the backup where that one cannot be texted. Who opted out is never texted.
 * @param only the precincts of the preview; null: all.
 */
export function recipientsOf(
  setting: ConsoleSetting,
  addressees: readonly Addressee[],
  choice: ReminderChoice,
  only: ReadonlySet<PrecinctId> | null,
): Recipients {
  const fits = addressees.filter(
    (addressee) =>
      (choice.county === '' || addressee.county === choice.county) &&
      (only === null || only.has(addressee.precinct)) &&
      stands(addressee, choice.stage),
  )
  const texts: ReminderText[] = []
  const untexted: PrecinctId[] = []
  let optedOut = 0
  for (const phones of Map.groupBy(fits, ({ precinct }) => precinct).values()) {
    const to = phones.find((addressee) => addressee.phone !== null && !addressee.optedOut)
    if (to) texts.push(textTo(to, setting, choice.texts))
    else {
      untexted.push(...phones.slice(0, 1).map((addressee) => addressee.precinct))
      if (phones.some((addressee) => addressee.optedOut)) optedOut += 1
    }
  }
  return {
    texts,
    people: new Set(texts.map(({ to }) => to.person)).size,
    segments: texts.reduce((sum, { segments }) => sum + segments, 0),
    optedOut,
    withoutPhone: untexted.length - optedOut,
    untexted,
  }
}

/** Still where the reminder is for. What is published counts as approved: no reminder is for either. */
const stands = ({ stage, checkedIn, open }: Addressee, wanted: Audience): boolean =>
  wanted === 'all' || boardStage({ stage, checkedIn: checkedIn !== null, open, shown: null }) === wanted

function textTo(to: Addressee, { caucus }: ConsoleSetting, texts: Texts): ReminderText {
  const fill: Fill = {
    precinct: to.precinct,
    county: to.county,
    hq: spoken(caucus.hqPhone ?? caucus.phone),
    example: caucus.vocabulary.candidates[0]?.name ?? 'Smith',
  }
  const body = filled(texts[to.language], fill)
  return { to, body, segments: segmentsOf(body) }
}

const spoken = (phone: string): string => phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3')

/** What headquarters may spend and must not do alone. */
export interface ReminderLimits {
  /** Segments of reminders in 24 hours; confirmations are not counted here, and go first in any case. */
  readonly budget: number
  /** From this many texts on a second person must agree. */
  readonly secondAbove: number
  /** Hundredths of a cent a segment, for the estimate. */
  readonly price: number
}
export const settingNames = ['budget', 'secondAbove', 'price'] as const
const standard: ReminderLimits = { budget: 6000, secondAbove: 50, price: 110 }

export function limitsOf(settings: ReadonlyMap<string, string>): ReminderLimits {
  const limit = (name: keyof ReminderLimits): number => {
    const value = settings.get(`reminders.${name}`)
    return value !== undefined && /^\d{1,7}$/.test(value) ? Number(value) : standard[name]
  }
  return { budget: limit('budget'), secondAbove: limit('secondAbove'), price: limit('price') }
}

const DAY_MS = 24 * 3_600_000
/** Segments of reminders in the last 24 hours. */
export const spentSegments = (reader: Pick<ReminderReader, 'segmentsSince'>, now: string): Promise<number> =>
  reader.segmentsSince(new Date(Date.parse(now) - DAY_MS).toISOString())

/** `$3.30`: an estimate, rounded up to the cent. */
export const dollars = (segments: number, { price }: ReminderLimits): string =>
  `$${(Math.ceil((segments * price) / 100) / 100).toFixed(2)}`

/** @returns true where no reminder may go out at this moment, by the caucus' own clock. */
export function isQuietAt(at: string, timezone: string, quiet: ConsoleSetting['quiet']): boolean {
  if (quiet === null) return false
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  )
  return quiet.from <= quiet.to ? local >= quiet.from && local < quiet.to : local >= quiet.from || local < quiet.to
}
