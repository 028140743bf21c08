import type { Vocabulary } from '../grammar/intent.ts'
import { codeOf } from './after.ts'
import type { Precinct } from './caucus.ts'
import { codeOfCorrection } from './correction.ts'
import type { Language } from './event.ts'
import { fold } from './evolve.ts'
import { type Person, phoneStream, precinctStream, type ReportingPhase, type StreamId } from './ids.ts'
import { foldPhone } from './phone-state.ts'
import type { Binding, Loaded, Seal } from './ports.ts'
import type { Setting } from './say/words.ts'
import type { Desk, Sender } from './sender.ts'
import type { Facts } from './turn.ts'

/** What was loaded, as the bot sees it: the sender with her precincts, each with its state and facts. */

/** Closed reports are looked at, never changed, in their live streams. */
export const reportingPhase = (loaded: Loaded): ReportingPhase =>
  loaded.phase === 'live' || loaded.phase === 'closed' ? 'live' : 'practice'

export const streamOf = (loaded: Loaded, precinct: Precinct): StreamId =>
  precinctStream(reportingPhase(loaded), precinct.id)

/** Practice has candidates of its own. */
export const vocabularyOf = (loaded: Loaded): Vocabulary =>
  loaded.phase === 'practice' ? loaded.caucus.practice : loaded.caucus.vocabulary

export function senderOf(loaded: Loaded, who: Person, seal: Seal, at: string): Sender {
  const valid = loaded.bindings.filter((b) => b.until === null || b.until > at)
  const precincts = valid.flatMap((b) => loaded.precincts.find((p) => p.id === b.precinct) ?? [])
  const digits = precincts.map((p) => p.id.replace(/\D/g, ''))
  const bare = precincts.map((precinct): Desk => {
    const stream = streamOf(loaded, precinct)
    const standing = valid.find((b) => b.precinct === precinct.id)?.kind ?? 'borrowed'
    const state = fold(loaded.streams.get(stream) ?? [])
    return { precinct, state, facts: factsOf(loaded, precinct, standing, who, seal, at) }
  })
  const pending = bare.map(({ state, facts }) => [codeOf(state, facts), codeOfCorrection(state, facts)])
  const desks = bare.map((desk, i) => {
    const others = pending.flatMap((codes, j) => (j === i ? [] : codes.filter((code) => code !== '')))
    return { ...desk, facts: { ...desk.facts, taken: [...digits, ...others] } }
  })
  const phone = foldPhone(loaded.streams.get(phoneStream(who)) ?? [])
  const { phase, lastReply } = loaded
  const kept = phone.kept?.phase === phase ? phone.kept.intent : null
  return { phase, phone, kept, desks, lastReply, date: loaded.caucus.date }
}

function factsOf(
  loaded: Loaded,
  precinct: Precinct,
  standing: Binding['kind'],
  who: Person,
  seal: Seal,
  at: string,
): Facts {
  const stream = streamOf(loaded, precinct)
  return {
    at,
    precinct,
    rules: loaded.caucus.rules,
    order: vocabularyOf(loaded).candidates.map((c) => c.name),
    who,
    actor: `chair:${who}`,
    to: who,
    standing,
    code: (revision, salt) => seal.code(stream, revision, salt),
    taken: [],
  }
}

/** How a reply is said to this phone: its own choice of language before the precinct's. */
export function settingOf(loaded: Loaded, chosen: Language | null, precinct: Precinct | null): Setting {
  return {
    language: chosen ?? precinct?.language ?? loaded.caucus.languages[0] ?? 'en',
    timezone: precinct?.timezone ?? loaded.caucus.timezone,
    hqPhone: loaded.caucus.hqPhone,
    practice: loaded.phase === 'practice',
    candidates: vocabularyOf(loaded).candidates,
    date: loaded.caucus.date,
  }
}
