import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { signInContract } from './sign-in-contract.ts'

signInContract('SQLite', async () => openSqlite(':memory:'))
