import { parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import { messageSid, phone } from '../../src/bot/ids.ts'
import type { EventStore, Handle, Inbound } from '../../src/bot/ports.ts'
import { type MemoryStore, memoryStore } from '../db/memory-store.ts'
import { configOf, installationOf, parseScript, transcriptKeys } from './transcript.ts'

/** One precinct of 7 delegates with two phones, in memory: what properties and races are tried on. */
export const phones = ['+15155550101', '+15155550102'] as const
const script = parseScript(`: P0412 Polk "DES MOINES 42" 7 ${phones[0]} ${phones[1]}`)

export function room(): MemoryStore {
  const parsed = parseConfig(configOf(script))
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const { precincts, bindings } = installationOf(script)
  return memoryStore({
    caucus: parsed.caucus,
    phase: 'live',
    precincts,
    bindings: bindings.map((b) => ({ ...b, until: null })),
  })
}

/** A clock that stands still: what is compared must not depend on when it ran. */
const clock = { now: () => '2020-02-04T01:00:00.000Z' }
export const botOn = (store: EventStore): Handle => createHandle({ store, keys: transcriptKeys, clock })

export function inbound(id: number, from: string, body: string): Inbound {
  const [sid, sender] = [messageSid(`SM${id}`), phone(from)]
  if (!sid || !sender) throw new Error('a fixture is wrong')
  return { sid, carrier: 'simulated', from: sender, to: '+15155550000', body, media: [] }
}

/** Texts that disagree with one another, so that their order matters (a race whose texts agree proves nothing). */
export const quarrel = [
  'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20',
  'A 112',
  'F Sanders 45 Buttigieg 38 Warren 30',
  'F Sanders 45 Buttigieg 38 Warren 29',
  'FIX Warren 28',
  'FIX I Biden 9',
  '+ Yang 1',
  'NO',
  '?',
  'OK',
  'OK 111111',
] as const
