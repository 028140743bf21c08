import type Sqlite from 'better-sqlite3'
import type { BatchWrite, Statement } from './database.ts'
import { type StoreError, storeError } from './errors.ts'

interface Waiting {
  readonly writes: readonly Statement[]
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

/** The connection that a group is written on. */
interface Connection {
  readonly client: Sqlite.Database
  /** Runs one statement; see better-sqlite3.ts, which keeps it prepared. */
  readonly run: (write: Statement) => void
  /** Throws where the database file is not in its place any more. */
  readonly inPlace: () => void
}

/** Turns of the event loop that a group may grow: a commit to disk costs more than a wait of some microseconds. */
const MOST_TURNS = 4

/**
 * Groups the writes of concurrent callers into one commit to disk. One native transaction holds the writes that arrive in
 * one turn of the event loop (while the commit before it was being written), and in the next turns as long as each brings
 * more. A caller whose statements fail is rolled back alone. Nobody is answered before the whole group is on disk.
 */
export function grouped(connection: Connection): { batchWrite: BatchWrite; flush(): void } {
  let waiting: Waiting[] = []
  const commitGroup = transactions(connection)
  const flush = (): void => {
    const group = waiting
    waiting = []
    if (group.length > 0) answerCallers(group, commitGroup)
  }
  const whenQuiet = (turn: number, before: number): void => {
    const now = waiting.length
    if (now > before && turn < MOST_TURNS) setImmediate(() => whenQuiet(turn + 1, now))
    else flush()
  }
  const batchWrite: BatchWrite = (writes) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => whenQuiet(1, 0))
      waiting.push({ writes, resolve, reject })
    })
  return { batchWrite, flush }
}

type CommitGroup = (group: readonly Waiting[]) => readonly (StoreError | null)[]

function answerCallers(group: readonly Waiting[], commitGroup: CommitGroup): void {
  let outcomes: readonly (StoreError | null)[]
  try {
    outcomes = commitGroup(group)
  } catch (error) {
    // Nothing of the group is on disk: every caller fails, and every carrier repeats.
    const trouble = storeError(error)
    outcomes = group.map(() => trouble)
  }
  group.forEach((caller, i) => {
    const trouble = outcomes[i] ?? null
    if (trouble === null) caller.resolve()
    else caller.reject(trouble)
  })
}

/** Returns each caller's own failure, or throws where the whole transaction failed. */
function transactions({ client, run, inPlace }: Connection): CommitGroup {
  const begin = beginning(client)
  const commit = client.prepare('commit')
  const rollback = client.prepare('rollback')
  const writeAlone = savepoints({ client, run })
  const transaction = (work: () => readonly (StoreError | null)[]) => {
    try {
      const outcomes = work()
      commit.run()
      return outcomes
    } catch (error) {
      if (client.inTransaction) rollback.run()
      throw error
    }
  }
  const writeTogether = (group: readonly Waiting[]) =>
    group.map(({ writes }) => {
      for (const write of writes) run(write)
      return null
    })
  const written: CommitGroup = (group) => {
    begin()
    try {
      return transaction(() => writeTogether(group))
    } catch (error) {
      if (group.length === 1) throw error
    }
    // One caller's writes failed, and the whole group was undone: once more, so that only theirs are undone.
    begin()
    return transaction(() => group.map(writeAlone))
  }
  return (group) => {
    inPlace()
    const outcomes = written(group)
    // The file was moved meanwhile: nobody is told that their writes are kept.
    inPlace()
    return outcomes
  }
}

/** For this long after a wait for the lock that failed, the next waits are only this long. */
const SOON_MS = 100

/**
 * Begins a transaction, and waits for another process' lock as long as `busy_timeout` says. Texts that came in during a
 * wait that failed have waited already and do not wait a second time: a carrier is patient for one.
 */
function beginning(client: Sqlite.Database): () => void {
  const begin = client.prepare('begin immediate')
  const patience = Number(client.pragma('busy_timeout', { simple: true }))
  const waiting = (ms: number) => client.pragma(`busy_timeout = ${ms}`)
  let waited = Number.NEGATIVE_INFINITY
  return () => {
    const again = performance.now() - waited < SOON_MS
    if (again) waiting(Math.min(SOON_MS, patience))
    try {
      begin.run()
    } catch (error) {
      if (!again) waited = performance.now()
      throw error
    } finally {
      if (again) waiting(patience)
    }
  }
}

/** One caller's writes, undone alone where one fails. It costs a copy of each page that they touch, so it comes second. */
function savepoints({ client, run }: Pick<Connection, 'client' | 'run'>): (caller: Waiting) => StoreError | null {
  const savepoint = client.prepare('savepoint caller')
  const release = client.prepare('release caller')
  const undo = client.prepare('rollback to caller')
  return ({ writes }) => {
    savepoint.run()
    try {
      for (const write of writes) run(write)
    } catch (error) {
      // A full disk ends the transaction of everybody.
      if (!client.inTransaction) throw error
      undo.run()
      release.run()
      return storeError(error)
    }
    release.run()
    return null
  }
}
