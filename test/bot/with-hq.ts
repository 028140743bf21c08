import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import type { HqActions } from '../../src/bot/handle/hq-actions.ts'
import { createActions } from '../../src/bot/handle/hq-actions.ts'
import type { ExpectedVersion, HqAct } from '../../src/bot/hq-ports.ts'
import type { Person, PrecinctId } from '../../src/bot/ids.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { install } from '../../src/db/event-store/install.ts'
import { recordReader } from '../../src/db/event-store/record-reader.ts'
import { eventStore, hqEventStore } from '../../src/db/event-store/store.ts'
import { inbound } from './room.ts'
import { installationOf, parseScript, transcriptKeys } from './transcript.ts'

/** Two operators. */
export const [ann, bob] = ['u_00000000000000aa', 'u_00000000000000bb'] as unknown as [Person, Person]

/** One act; without `seen` it comes after whatever is there. */
export const act = (action: string, by: Person, precinct: PrecinctId, seen: ExpectedVersion | null = null): HqAct => ({
  action,
  by,
  precinct,
  expectedVersion: seen,
})

export interface WithHq {
  readonly actions: HqActions
  /** Texts from a phone; the answer. */
  readonly text: (from: string, body: string) => Promise<string>
  /** The bodies of texts that are no answers. */
  readonly sent: () => Promise<readonly string[]>
  readonly alerts: () => Promise<readonly string[]>
  readonly row: (precinct?: string) => Promise<Readonly<Record<string, unknown>> | undefined>
  readonly run: (sql: string) => void
  /** Done once, or before each, between what an act of headquarters decided and its commit. */
  readonly beforeCommit: (what: () => Promise<unknown>, times?: number) => void
  /** Moves the clock, in minutes. */
  readonly wait: (minutes: number) => void
}

export const codeIn = (words: string | undefined): string => /(?:OK|KEEP) (\d{6,8})/.exec(words ?? '')?.[1] ?? ''

/** A caucus on disk with chairs' phones and headquarters, live from the start unless the script says otherwise. */
export async function withHq(source: string, use: (here: WithHq) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'caucusline-'))
  const database = openSqlite(join(dir, 'night.db'))
  try {
    const script = parseScript(source)
    await install(database, transcriptKeys, installationOf(script))
    const bot = eventStore(database, (json) => {
      const parsed = parseConfig(JSON.parse(json))
      if (!parsed.ok) throw new Error(parsed.problems.join())
      return parsed.caucus
    })
    let n = 0
    let minute = 0
    const clock = { now: () => new Date(Date.UTC(2020, 1, 4, 1, minute)).toISOString() }
    const store = hqEventStore(database, bot)
    const deps = { store, keys: transcriptKeys, clock }
    let meanwhile: (() => Promise<unknown>)[] = []
    const commit: typeof store.commit = async (one) => {
      await meanwhile.shift()?.()
      return store.commit(one)
    }
    const actions = createActions({ ...deps, store: { ...store, commit } })
    const [handle, reader] = [createHandle(deps), recordReader(database)]
    await actions.phase('go', ann, script.phase)
    await use({
      actions,
      text: async (from, body) => {
        minute += 1
        n += 1
        return (await handle(inbound(n, from, body))).reply
      },
      sent: async () => (await reader.outgoing()).map((text) => text.body),
      alerts: async () => (await reader.alerts()).map((alert) => `${alert.kind} ${alert.detail}`),
      row: async (precinct = 'P0412') => {
        const found = (await reader.reports()).find((each) => each.precinct === precinct)
        return found && { ...found }
      },
      run: (sql) => void database.client.prepare(sql).run(),
      beforeCommit: (what, times = 1) => {
        meanwhile = Array.from({ length: times }, () => what)
      },
      wait: (minutes) => {
        minute += minutes
      },
    })
  } finally {
    await database.close()
    rmSync(dir, { recursive: true })
  }
}
