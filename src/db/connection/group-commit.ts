import type Sqlite from 'better-sqlite3'
import type { BatchWrite, Statement } from './database.ts'
import { type StoreError, storeError } from './errors.ts'

interface Waiting {
  readonly writes: readonly Statement[]
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

/** What a group is written by. */
interface Writing {
  readonly client: Sqlite.Database
  /** Runs one statement; see better-sqlite3.ts, which keeps it prepared. */
  readonly run: (write: Statement) => void
  /** Throws where what is written would not be in the database any more. */
  readonly inPlace: () => void
}

/** Turns of the event loop that a group may grow: what a commit to disk costs is worth waiting some microseconds. */
const MOST_TURNS = 4

/**
 * Groups the writes of concurrent callers into one commit to disk: what arrives in one turn of the event loop (while
 * the commit before it was being written, that is), and in the next ones as long as each brings more, is one native
 * transaction. A caller whose statements fail is rolled back alone; nobody hears anything before the whole group is on
 * disk.
 */
export function grouped(writing: Writing): { batchWrite: BatchWrite; flush(): void } {
  let waiting: Waiting[] = []
  const commitGroup = transactions(writing)
  const flush = (): void => {
    const group = waiting
    waiting = []
    if (group.length > 0) settle(group, commitGroup)
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

function settle(group: readonly Waiting[], commitGroup: CommitGroup): void {
  let outcomes: readonly (StoreError | null)[]
  try {
    outcomes = commitGroup(group)
  } catch (error) {
    // Nothing of the group is on disk: each is told so, and each carrier repeats.
    const trouble = storeError(error)
    outcomes = group.map(() => trouble)
  }
  group.forEach((caller, i) => {
    const trouble = outcomes[i] ?? null
    if (trouble === null) caller.resolve()
    else caller.reject(trouble)
  })
}

/** Returns each caller's own failure, or throws where the transaction as a whole came to nothing. */
function transactions({ client, run, inPlace }: Writing): CommitGroup {
  const begin = beginning(client)
  const commit = client.prepare('commit')
  const rollback = client.prepare('rollback')
  const alone = savepoints({ client, run })
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
  const all = (group: readonly Waiting[]) =>
    group.map(({ writes }) => {
      for (const write of writes) run(write)
      return null
    })
  const written: CommitGroup = (group) => {
    begin()
    try {
      return transaction(() => all(group))
    } catch (error) {
      if (group.length === 1) throw error
    }
    // Somebody's fail, and nothing of the group is left: once more, so that only theirs are.
    begin()
    return transaction(() => group.map(alone))
  }
  return (group) => {
    inPlace()
    const outcomes = written(group)
    // Moved away meanwhile: nobody is told that it is kept.
    inPlace()
    return outcomes
  }
}

/** How long after a wait in vain for the lock no other is begun, and how long is waited then. */
const SOON_MS = 100

/**
 * Begins a transaction, and waits for another process' lock as long as the connection is patient. What came in during a
 * wait in vain has waited already, and is not kept for a second one: a carrier's patience is that of one.
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

/** One caller's writes, undone by themselves where one fails. Costs a copy of each page they touch, so not done at first. */
function savepoints({ client, run }: Pick<Writing, 'client' | 'run'>): (caller: Waiting) => StoreError | null {
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
