import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { storeContract } from '../contract.ts'
import { onDisk, temporary } from '../on-disk.ts'
import { tablesContract } from '../tables.ts'

storeContract('SQLite on disk', () => onDisk(), 30)

tablesContract('SQLite on disk', async () => {
  const { file, remove } = temporary()
  const database = openSqlite(file)
  return {
    ...database,
    async close() {
      await database.close()
      remove()
    },
  }
})
