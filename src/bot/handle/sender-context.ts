import type { Vocabulary } from '../../grammar/intent.ts'
import type { Precinct } from '../caucus.ts'
import type { Language } from '../event.ts'
import { type Person, phoneStream, precinctStream, type ReportingPhase, type StreamId } from '../ids.ts'
import type { PrecinctContext, SenderContext } from '../phone/sender.ts'
import { foldPhone } from '../phone/state.ts'
import type { Binding, Keys, Loaded } from '../ports.ts'
import { codeOfCorrection } from '../report/correction.ts'
import type { DecisionContext } from '../report/decision.ts'
import { fold, pendingCode } from '../report/evolve.ts'
import type { VoiceSetting } from '../say/phrasebook.ts'

/** What was loaded, as the bot sees it: the sender with her precincts, each with its state and facts. */

/** Closed reports are looked at, never changed, in their live streams. */
export const reportingPhase = (loaded: Loaded): ReportingPhase =>
  loaded.phase === 'live' || loaded.phase === 'closed' ? 'live' : 'practice'

const streamOf = (loaded: Loaded, precinct: Precinct): StreamId => precinctStream(reportingPhase(loaded), precinct.id)

/** Practice has candidates of its own. */
export const vocabularyOf = (loaded: Loaded): Vocabulary =>
  loaded.phase === 'practice' ? loaded.caucus.practice : loaded.caucus.vocabulary

/** A borrowed phone's right to speak ends. */
export const validAt = (at: string, bindings: readonly Binding[]): readonly Binding[] =>
  bindings.filter(({ until }) => until === null || until > at)

export function senderContext(loaded: Loaded, who: Person, keys: Keys, at: string): SenderContext {
  const valid = validAt(at, loaded.bindings)
  const precincts = valid.flatMap((b) => loaded.precincts.find((p) => p.id === b.precinct) ?? [])
  const taken = precincts.map((p) => p.id.replace(/\D/g, ''))
  const desks = precincts.map((precinct): PrecinctContext => {
    const stream = streamOf(loaded, precinct)
    const standing = valid.find((b) => b.precinct === precinct.id)?.kind ?? 'borrowed'
    const state = fold(loaded.streams.get(stream) ?? [])
    return {
      precinct,
      stream,
      state,
      facts: decisionContext(loaded, precinct, standing, who, codesOf(keys, stream), taken, at),
    }
  })
  const phone = foldPhone(loaded.streams.get(phoneStream(who)) ?? [])
  const { phase, lastReply } = loaded
  const kept = phone.pendingText?.phase === phase ? phone.pendingText.intent : null
  return {
    phase,
    phone,
    pendingText: kept,
    precincts: desks.length > 1 ? apart(desks) : desks,
    lastReply,
    date: loaded.caucus.date,
  }
}

/** A code that is out for one precinct of a phone must not be given out for another of hers. */
function apart(desks: readonly PrecinctContext[]): readonly PrecinctContext[] {
  const pending = desks.map(({ state, facts }) => [pendingCode(state, facts), codeOfCorrection(state, facts)])
  return desks.map((desk, i) => {
    const others = pending.flatMap((codes, j) => (j === i ? [] : codes.filter((code) => code !== '')))
    return { ...desk, facts: { ...desk.facts, taken: [...desk.facts.taken, ...others] } }
  })
}

function decisionContext(
  loaded: Loaded,
  precinct: Precinct,
  standing: Binding['kind'],
  who: Person,
  code: DecisionContext['code'],
  taken: DecisionContext['taken'],
  at: string,
): DecisionContext {
  return {
    at,
    precinct,
    rules: loaded.caucus.rules,
    order: vocabularyOf(loaded).candidates.map((c) => c.name),
    who,
    actor: `chair:${who}`,
    to: who,
    standing,
    code,
    taken,
  }
}

/** The codes of one stream, for one text: each is a keyed hash, and asked for in several places. */
function codesOf(keys: Keys, stream: StreamId): DecisionContext['code'] {
  const known = new Map<string, string>()
  return (revision, salt) => {
    const nth = `${revision}/${salt}`
    const code = known.get(nth) ?? keys.code(stream, revision, salt)
    known.set(nth, code)
    return code
  }
}

/** How a reply is said to this phone: its own choice of language before the precinct's. */
export function voiceSetting(loaded: Loaded, chosen: Language | null, precinct: Precinct | null): VoiceSetting {
  return {
    language: chosen ?? precinct?.language ?? loaded.caucus.languages[0] ?? 'en',
    timezone: precinct?.timezone ?? loaded.caucus.timezone,
    hqPhone: loaded.caucus.hqPhone,
    practice: loaded.phase === 'practice',
    candidates: vocabularyOf(loaded).candidates,
    date: loaded.caucus.date,
  }
}
