import type { ConsoleReader } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { accountReader } from './account-reader.ts'
import { boardReader } from './board-reader.ts'
import { logReader } from './log-reader.ts'
import { precinctReader } from './precinct-reader.ts'
import { queueReader } from './queue-reader.ts'
import { reminderReader } from './reminder-reader.ts'

/** What the console reads, on either database. @throws (each method) StoreError */
export function consoleReader(database: Database): ConsoleReader {
  return {
    ...accountReader(database),
    ...boardReader(database),
    ...precinctReader(database),
    ...queueReader(database),
    ...logReader(database),
    ...reminderReader(database),
  }
}
