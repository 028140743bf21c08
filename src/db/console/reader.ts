import type { ConsoleReader } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { accountReader } from './accounts.ts'
import { boardReader } from './board.ts'
import { precinctReader } from './precinct.ts'
import { queueReader } from './queue-reader.ts'
import { reminderReader } from './reminders.ts'

/** What the console reads, on either database. @throws (each method) StoreError */
export function consoleReader(database: Database): ConsoleReader {
  return {
    ...accountReader(database),
    ...boardReader(database),
    ...precinctReader(database),
    ...queueReader(database),
    ...reminderReader(database),
  }
}
