import { describe, expect, it } from 'vitest'
import { say } from '../../../src/bot/say/say.ts'
import { everyReply, settingsOf, typicalSample } from '../../bot/say/replies.ts'
import { REPLIES, replyKind } from './expected.ts'

describe('the kinds of replies', () => {
  it('are told from their words alone, in both languages', () => {
    const heard = everyReply(typicalSample).flatMap((reply) =>
      settingsOf(typicalSample).map((setting) => ({ kind: reply.kind, words: say(reply, setting) })),
    )
    const wrong = heard.filter(({ kind, words }) => kind !== 'verbatim' && replyKind(words) !== kind)
    expect(wrong.map(({ kind, words }) => `${kind} taken for ${replyKind(words)}: ${words}`)).toEqual([])
    // No words at all, and the words of an earlier reply, are kinds without words of their own.
    expect(new Set(heard.map(({ kind }) => kind)).size).toBe(REPLIES.length - 2)
  })
})
