import type { Faults } from '../faults/faults.ts'
import { type Database, diskError } from './assembly.ts'

/** The process has died. Whoever waited for an answer of it gets none. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/**
 * The database as a process has it: its writes fail, find no room, or are the last thing that the process does, before
 * the commit or right after it. A process that has died writes and reads nothing more.
 */
/** @param troubled told of each failure that the database reports: what fails beside it is the program's own fault */
export function unreliable(
  database: Database,
  faults: Faults,
  { died, wrote, troubled }: { readonly died: () => void; readonly wrote: () => void; readonly troubled: () => void },
): Database {
  let dead = false
  let writes = 0
  const die = (): never => {
    if (!dead) {
      dead = true
      died()
    }
    throw new Crash('the process has died')
  }
  return {
    ...database,
    async batchWrite(statements) {
      if (dead) die()
      writes += 1
      const fault = faults.disk(writes)
      if (fault !== null) troubled()
      if (fault === 'fail') throw diskError('busy')
      if (fault === 'full') throw diskError('full')
      if (fault === 'crash-before') die()
      try {
        await database.batchWrite(statements)
      } finally {
        wrote()
      }
      if (fault === 'crash-after' || dead) die()
    },
    async batchRead(statements) {
      if (dead) die()
      return database.batchRead(statements)
    },
    close: async () => {},
  }
}
