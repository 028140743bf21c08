import { type Precinct, vocabularyOf } from '../caucus.ts'
import type { Language } from '../event.ts'
import { type Person, phoneStream, precinctStream, reportingPhaseOf, type StreamId } from '../ids.ts'
import type { PrecinctContext, SenderContext } from '../phone/sender.ts'
import { foldPhone } from '../phone/state.ts'
import type { Binding, Keys, Loaded } from '../ports.ts'
import { codeLength, codeOfCorrection, digitsOfPrecinct, pendingCode } from '../report/codes.ts'
import { type DecisionContext, decisionContext } from '../report/decision.ts'
import { fold } from '../report/evolve.ts'
import type { VoiceSetting } from '../say/phrasebook.ts'

/** @returns the bindings that hold at this time (ISO 8601): a borrowed phone's right to speak ends. */
export const validAt = (at: string, bindings: readonly Binding[]): readonly Binding[] =>
  bindings.filter(({ until }) => until === null || until > at)

/** @returns what was loaded, as the bot sees it: the sender with their precincts, each with its state and context. */
export function senderContext(loaded: Loaded, who: Person, keys: Keys, at: string): SenderContext {
  const { caucus, phase, lastReply } = loaded
  const bindings = validAt(at, loaded.bindings)
  const precincts = bindings.flatMap((b) => loaded.precincts.find((p) => p.id === b.precinct) ?? [])
  const taken = precincts.flatMap((p) => digitsOfPrecinct(p.id))
  const contexts = precincts.map((precinct): PrecinctContext => {
    const stream = precinctStream(reportingPhaseOf(phase), precinct.id)
    const standing = bindings.find((b) => b.precinct === precinct.id)?.kind ?? 'borrowed'
    const speaker = { at, who, actor: `chair:${who}`, to: who, standing, code: codesOf(keys, stream), taken } as const
    const context = decisionContext(caucus, phase, precinct, speaker)
    return { precinct, stream, state: fold(loaded.streams.get(stream) ?? []), context }
  })
  const phone = foldPhone(loaded.streams.get(phoneStream(who)) ?? [])
  return {
    phase,
    phone,
    pendingText: phone.pendingText?.phase === phase ? phone.pendingText.intent : null,
    precincts: contexts.length > 1 ? withCodesApart(contexts) : contexts,
    lastReply,
    date: caucus.date,
  }
}

/** A code that is out for one precinct of a phone must not be given out for another of the same phone. */
function withCodesApart(precincts: readonly PrecinctContext[]): readonly PrecinctContext[] {
  const pending = precincts.map(({ state, context }) => [pendingCode(state, context), codeOfCorrection(state, context)])
  return precincts.map((precinct, i) => {
    const others = pending.flatMap((codes, j) => (j === i ? [] : codes.filter((code) => code !== '')))
    return { ...precinct, context: { ...precinct.context, taken: [...precinct.context.taken, ...others] } }
  })
}

/** @returns the approval codes of one stream, for one text: each is a keyed hash, and asked for in several places. */
export function codesOf(keys: Pick<Keys, 'code'>, stream: StreamId): DecisionContext['code'] {
  const codes = new Map<string, string>()
  return (revision, salt) => {
    const proposal = `${revision}/${salt}`
    const code = codes.get(proposal) ?? keys.code(stream, revision, salt, codeLength(salt))
    codes.set(proposal, code)
    return code
  }
}

/** @returns how a reply is said to this phone: its own choice of language before the precinct's. */
export function voiceSetting(loaded: Loaded, chosen: Language | null, precinct: Precinct | null): VoiceSetting {
  const { caucus, phase } = loaded
  return {
    language: chosen ?? precinct?.language ?? caucus.languages[0] ?? 'en',
    timezone: precinct?.timezone ?? caucus.timezone,
    hqPhone: caucus.hqPhone,
    practice: phase === 'practice',
    candidates: vocabularyOf(caucus, phase).candidates,
    date: caucus.date,
  }
}
