import { type CaucusFile, parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle.ts'
import { messageSid, type PrecinctId, phone } from '../../src/bot/ids.ts'
import type { Store } from '../../src/bot/ports.ts'
import type { ReportedNight } from '../../src/cli/files/reports.ts'
import { playChair } from '../../src/cli/replay/chair.ts'
import type { Installation } from '../../src/db/install.ts'
import { memoryStore } from '../../src/db/memory.ts'
import type { Reader } from '../../src/db/reader.ts'
import { createSeal } from '../../src/seal/seal.ts'

/** A real night, small enough for a test: plain JSON. */
export interface Night {
  readonly file: CaucusFile
  readonly rooms: readonly {
    readonly precinct: PrecinctId
    readonly county: string
    readonly name: string
    readonly district: string
    readonly delegates: number
    readonly phone: string
    readonly language: 'en' | 'es'
  }[]
  readonly reports: readonly ReportedNight[]
}

export const nightSeal = createSeal('the-night-is-played-with-this-one-secret-00000000')

export function parsed(night: Night) {
  const config = parseConfig(night.file)
  if (!config.ok) throw new Error(config.problems.join())
  return config.caucus
}

export function nightInstallation(night: Night): Installation {
  return {
    configJson: JSON.stringify(night.file),
    caucus: parsed(night),
    precincts: night.rooms.map((room) => ({ id: room.precinct, ...room, timezone: null })),
    counties: [...new Set(night.rooms.map((r) => r.county))].map((name) => ({
      name,
      countyDelegates: null,
      stateDelegates: null,
    })),
    people: night.rooms.map((room) => ({ person: nightSeal.person(room.phone), phone: room.phone })),
    bindings: night.rooms.map((room) => ({
      person: nightSeal.person(room.phone),
      precinct: room.precinct,
      kind: 'registered',
    })),
    at: '2020-02-03T12:00:00.000Z',
  }
}

/** The same caucus in memory: what the databases are compared with. */
export function nightInMemory(night: Night) {
  const { bindings, precincts } = nightInstallation(night)
  return memoryStore({
    caucus: parsed(night),
    phase: 'live',
    precincts,
    bindings: bindings.map((b) => ({ ...b, until: null })),
  })
}

/** Plays the chairs one after the other; returns what each said and heard, and the record it left. */
export async function playNight(night: Night, store: Store & Pick<Reader, 'entries'>) {
  let minute = 0
  const now = () => new Date(Date.UTC(2020, 1, 4, 1, 0, minute)).toISOString()
  const handle = createHandle({ store, seal: nightSeal, clock: { now } })
  const caucus = parsed(night)
  const order = caucus.vocabulary.candidates.map((c) => c.name)
  const talks: unknown[] = []
  for (const room of night.rooms) {
    const report = night.reports.find((r) => r.precinct === room.precinct)
    const [from, terms] = [phone(room.phone), { rules: caucus.rules, delegates: room.delegates, order }]
    if (!report || !from) continue
    const played = await playChair(report, terms, async (body) => {
      minute += 1
      const sid = messageSid(`SM${minute}`)
      if (!sid) throw new Error('unreachable')
      return (await handle({ sid, carrier: 'simulated', from, to: caucus.phone, body, media: [] })).reply
    })
    talks.push(played.texts)
  }
  const log = (await store.entries(0, 100_000)).filter(({ stream }) => stream !== 'caucus')
  return { talks, log: log.map(({ seq: _, ...entry }) => entry) }
}
