import type { Language } from '../../bot/event.ts'
import { septets, toGsm } from '../../bot/say/segments.ts'
import type { BoardStage } from '../board/board-stage.ts'

/** What reminders say. Each stands alone, fits one segment, and says exactly what to text. */

export type Audience = BoardStage | 'all'
/** Whom a reminder can be for: who has approved needs none. */
export const audiences: readonly (readonly [Audience, string])[] = [
  ['never', 'Never heard from'],
  ['checked_in', 'Checked in, no counts yet'],
  ['initial', 'Counting: some counts are in'],
  ['awaiting', 'Awaiting approval: no OK yet'],
  ['held', 'Held: please call us'],
  ['all', 'Everybody, whatever they reported'],
]
export const isAudience = (text: string): text is Audience => audiences.some(([value]) => value === text)

export type Texts = Readonly<Record<Language, string>>

export const templates: Readonly<Partial<Record<Audience, Texts>>> = {
  never: {
    en: '{precinct}: we have not heard from you. Text READY to this number to check in, or call {hq}. HOW gets you the guide.',
    es: '{precinct}: no tenemos noticias suyas. Responda LISTO a este numero, o llame al {hq}. GUIA le manda la ayuda.',
  },
  checked_in: {
    en: '{precinct}: we wait for your counts. Text I and each group with its people, such as I {example} 45. Or call {hq}.',
    es: '{precinct}: esperamos sus conteos. Mande I y cada grupo con su gente, como I {example} 45. O llame al {hq}.',
  },
  initial: {
    en: '{precinct}: we have some of your counts. Text ? to see what is missing, then send it. Help: {hq}.',
    es: '{precinct}: tenemos parte de sus conteos. Mande ? para ver que falta, y envielo. Ayuda: {hq}.',
  },
  awaiting: {
    en: '{precinct}: your report is complete but not approved. Text ? to get the result and its code, then reply with the code. Help: {hq}.',
    es: '{precinct}: su reporte esta completo pero no aprobado. Mande ? para recibir el resultado y su numero, y responda con el. Ayuda: {hq}.',
  },
  held: {
    en: '{precinct}: we have a question about your report before it can count. Please call {hq}.',
    es: '{precinct}: tenemos una pregunta sobre su reporte antes de contarlo. Por favor llame al {hq}.',
  },
  all: { en: '{precinct}: ', es: '{precinct}: ' },
}

/** What stands in braces in a template, for one precinct. */
export interface Fill {
  readonly precinct: string
  readonly county: string
  readonly hq: string
  readonly example: string
}
export const blanks: readonly (keyof Fill)[] = ['precinct', 'county', 'hq', 'example']

/** The text as it leaves: in the carriers' small alphabet, so that it costs what was said. */
export const filled = (template: string, fill: Fill): string =>
  toGsm(
    template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in fill ? fill[name as keyof Fill] : whole)),
  ).trim()

/** One up to 160 characters; beyond, parts of 153. */
export function segmentsOf(text: string): number {
  const cost = septets(text) ?? text.length * 2
  return cost <= 160 ? 1 : Math.ceil(cost / 153)
}

/** Carriers seize these words where they stand alone, and a chair who is told to text them is lost. */
const SEIZED = /\b(STOP|CANCEL|QUIT|UNSUBSCRIBE|END|HELP|INFO)\b/

/** @returns why a template will not do, in words; null where it will. */
export function templateProblem(template: string): string | null {
  const bare = template.replaceAll(/\{\w+\}/g, '').trim()
  if (bare.replace(/^[:\s]+/, '') === '') return 'Write what the text says, in both languages.'
  if (template.length > 300) return 'That is more than two texts long. Say it in fewer words.'
  const strange = [...template.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name ?? '')
    .find((name) => !(blanks as readonly string[]).includes(name))
  if (strange !== undefined) return `{${strange}} is not known. There are {precinct}, {county}, {hq} and {example}.`
  if (/\b(?:OK|KEEP)\s*\d{3,4}\s?\d{1,4}\b/.test(template)) return 'A code belongs to one report: leave it out.'
  const seized = SEIZED.exec(template)
  return seized ? `Carriers seize the word ${seized[1]}: say it otherwise.` : null
}
