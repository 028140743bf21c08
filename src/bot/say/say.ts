import type { Tallies } from '../../grammar/intent.ts'
import type { Reply } from '../reply.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { shortName, some, timeShown } from './format.ts'
import type { LanguageWords, Voice, VoiceSetting } from './phrasebook.ts'
import { firstThatFits, fitted, mostSeptets, oneSegment } from './segments.ts'

const languages: Readonly<Record<VoiceSetting['language'], LanguageWords>> = { en, es }

/**
 * The text of a reply: GSM-7, one segment where it can be, never more than two; '' for none. Pure and total.
 * @example say({ kind: 'nothing_pending' }, setting) // 'I have nothing for you yet. Reply HOW for the guide.'
 */
export function say(reply: Reply, setting: VoiceSetting): string {
  if (reply.kind === 'none') return ''
  if (reply.kind === 'verbatim') return reply.text
  const words = languages[setting.language]
  const practice = setting.practice ? `${words.practice} ` : ''
  const spoken = (name: Voice['name'], before: string) => {
    const texts = phrase(reply, words, voice(setting, name))
    return whoIsFewer(reply, words, name).flatMap((fewer) => texts.map((text) => practice + before + fewer + text))
  }
  const short: Voice['name'] = (group) => shortName(group, setting.candidates)
  let variants: readonly string[] = []
  for (const before of prefixes(reply, words)) {
    const full = spoken((group) => group, before)
    // Nearly every reply has room for whole names: the short ones are looked for where it has not.
    const whole = firstThatFits(oneSegment, full)
    if (whole !== undefined) return whole
    variants = [...full, ...spoken(short, before)]
    const shortened = firstThatFits(oneSegment, variants) ?? firstThatFits(mostSeptets, variants)
    if (shortened !== undefined) return shortened
  }
  return fitted(variants, 'code' in reply ? reply.code : '')
}

/** Who is in the counts no more, and whose group is smaller: everybody, or where that leaves no room the first six. */
function whoIsFewer({ gone = [], smaller = [] }: Reply, words: LanguageWords, name: Voice['name']): readonly string[] {
  const left = gone.map((tally) => `${name(tally.group)} ${tally.count}`)
  const fewer = smaller.map(({ group, from, to }) => words.change(name(group), from, to))
  const sentences = (most: number): string =>
    (left.length > 0 ? `${words.gone(left, most)} ` : '') +
    (fewer.length > 0 ? `${some(fewer, most, words.more)}. ` : '')
  return [...new Set([99, 6].map(sentences))]
}

/** Why it is said again, and what was read otherwise than written: all of it, or where that leaves no room only some. */
function prefixes(reply: Reply, words: LanguageWords): readonly string[] {
  const pairs = (reply.repairs ?? []).filter((r) => r.from !== r.to).map((r) => `"${r.from}" = ${r.to}`)
  const repairs = [...new Set(pairs)]
  const because = reply.because ? words.because[reply.because] : ''
  const repairTexts = repairs.length === 0 ? [] : [99, 4, 2].map((most) => words.repairs(repairs, most))
  // Last of all without them: they are in the counts that follow, and a code must never be cut.
  const stuck = reply.stuck ? words.stuck : ''
  return [...repairTexts, ''].map((some) => spaced(stuck) + spaced(because) + spaced(some))
}

const spaced = (text: string): string => (text === '' ? '' : `${text} `)

type SaidReply = Exclude<Reply, { readonly kind: 'none' | 'verbatim' }>

function phrase(reply: SaidReply, words: LanguageWords, v: Voice): readonly string[] {
  const kind = words.phrases[reply.kind] as (reply: SaidReply, voice: Voice) => readonly string[]
  return kind(reply, v)
}

function voice(setting: VoiceSetting, name: (group: string) => string): Voice {
  return {
    setting,
    name,
    tallies: (counts: Tallies) => counts.map((t) => `${name(t.group)} ${t.count}`).join(', '),
    time: (at: string) => timeShown(at, setting.timezone),
  }
}
