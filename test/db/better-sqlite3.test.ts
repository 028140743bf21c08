import { storeContract } from './contract.ts'
import { onDisk } from './on-disk.ts'

storeContract('SQLite on disk', () => onDisk(), 30)
