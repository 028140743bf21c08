import type { Tallies } from '../../grammar/intent.ts'
import type { Reply } from '../reply.ts'
import { timeShown } from './clock.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fitted, oneSegment, within } from './segments.ts'
import { shortName } from './short-name.ts'
import type { LanguageWords, Setting, Voice } from './words.ts'

const languages: Readonly<Record<Setting['language'], LanguageWords>> = { en, es }

/** @returns the text of a reply: GSM-7, one segment where it can be, never more than two; '' for none. */
export function say(reply: Reply, setting: Setting): string {
  if (reply.kind === 'none') return ''
  if (reply.kind === 'verbatim') return reply.text
  const words = languages[setting.language]
  const before = (setting.practice ? `${words.practice} ` : '') + prefix(reply, words)
  const variants = (name: Voice['name']) => phrase(reply, words, voice(setting, name)).map((text) => before + text)
  const full = variants((group) => group)
  // Nearly every reply has room for whole names: the short ones are looked for where it has not.
  return within(oneSegment, full) ?? fitted([...full, ...variants((group) => shortName(group, setting.candidates))])
}

/** Why it is said again, and what was read otherwise than written. */
function prefix(reply: Reply, words: LanguageWords): string {
  const repairs = (reply.repairs ?? []).filter((r) => r.from !== r.to).map((r) => `"${r.from}" = ${r.to}`)
  const parts = [reply.because ? words.because[reply.because] : '', repairs.length > 0 ? words.repairs(repairs) : '']
  return parts
    .filter((part) => part !== '')
    .map((part) => `${part} `)
    .join('')
}

function phrase(reply: Reply, words: LanguageWords, v: Voice): readonly string[] {
  const kind = words.phrases[reply.kind] as (reply: Reply, voice: Voice) => readonly string[]
  return kind(reply, v)
}

function voice(setting: Setting, name: (group: string) => string): Voice {
  return {
    setting,
    name,
    tallies: (counts: Tallies) => counts.map((t) => `${name(t.group)} ${t.count}`).join(', '),
    time: (at: string) => timeShown(at, setting.timezone),
  }
}
