import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { pinContract } from './pin-contract.ts'

pinContract('SQLite', async () => openSqlite(':memory:'))
