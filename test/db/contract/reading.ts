import { expect, it } from 'vitest'
import { phoneStream, precinctStream } from '../../../src/bot/ids.ts'
import {
  append,
  attendance,
  type Current,
  caucus,
  chair,
  changePhase,
  commitOf,
  other,
  p0412,
  p0413,
  p0414,
  phoneTwo,
  receipt,
  stranger,
} from '../fixtures.ts'

const live = precinctStream('live', p0412.id)

/** What a store gives for one text. */
export function reading(current: Current): void {
  it('gives the sender’s precincts, their bindings and their streams, the empty ones included', async () => {
    const loaded = await current().store.load(chair)
    expect(loaded.caucus).toEqual(caucus)
    expect(loaded.phase).toBe('live')
    expect(loaded.bindings).toEqual([
      { precinct: 'P0412', kind: 'registered', until: null },
      { precinct: 'P0413', kind: 'registered', until: null },
    ])
    expect(loaded.precincts).toEqual([p0412, p0413])
    expect([...loaded.streams]).toEqual([
      [phoneStream(chair), []],
      ['live/P0412', []],
      ['live/P0413', []],
    ])
    expect(loaded.lastReply).toBeNull()
  })

  it('gives a precinct that was asked for besides, and nothing for one that does not exist', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(precinctStream('live', p0414.id), 0, [attendance(5)])] }))
    const asked = await store.load(stranger, p0414.id)
    expect(asked.bindings).toEqual([])
    expect(asked.precincts).toEqual([p0414])
    expect(asked.streams.get(precinctStream('live', p0414.id))).toHaveLength(1)
    const unknown = await store.load(stranger, 'P9999' as never)
    expect(unknown.precincts).toEqual([])
    expect([...unknown.streams.keys()]).toEqual([phoneStream(stranger)])
  })

  it('parses the caucus once: the same text gives the same object', async () => {
    const { store } = current()
    expect((await store.load(chair)).caucus).toBe((await store.load(other)).caucus)
  })

  it('keeps practice, live and setup apart', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1', { appends: [append(live, 0, [attendance(113)])] }))
    await changePhase(store, 2, 'live', 'practice')
    const practising = await store.load(other)
    expect(practising.phase).toBe('practice')
    expect([...practising.streams]).toEqual([
      [phoneStream(other), []],
      ['practice/P0412', []],
    ])
    await changePhase(store, 3, 'practice', 'closed')
    expect((await store.load(other)).streams.get(live)).toHaveLength(1)
    await changePhase(store, 4, 'closed', 'setup')
    expect([...(await store.load(other)).streams.keys()]).toEqual([phoneStream(other)])
  })

  it('gives the last reply that this phone got, passing over texts that were not answered', async () => {
    const { store } = current()
    await store.commit(commitOf('SM1'))
    await store.commit(commitOf('SM2'))
    await store.commit(commitOf('SM3', { receipt: receipt('SM3', { reply: '' }) }))
    await store.commit(commitOf('SM4', { receipt: receipt('SM4', { from: phoneTwo }) }))
    expect((await store.load(chair)).lastReply).toBe('reply to SM2')
    expect((await store.load(other)).lastReply).toBe('reply to SM4')
  })
}
