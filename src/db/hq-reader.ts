import type { HqReader } from '../hq/ports.ts'
import type { Database } from './database.ts'
import { accountReader } from './hq-accounts.ts'
import { boardReader } from './hq-board.ts'
import { deskReader } from './hq-desk.ts'
import { placeReader } from './hq-place.ts'
import { reminderReader } from './hq-reminders.ts'

/** What the console reads, on either database. @throws (each method) StoreError */
export function hqReader(database: Database): HqReader {
  return {
    ...accountReader(database),
    ...boardReader(database),
    ...placeReader(database),
    ...deskReader(database),
    ...reminderReader(database),
  }
}
