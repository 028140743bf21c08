import { consoleReader } from '../../db/console/reader.ts'
import { consoleStore } from '../../db/console/store.ts'
import { createVault } from '../../hq/access/vault.ts'
import type { ConsoleDeps } from '../../hq/deps.ts'
import { systemClock } from '../../server/clock.ts'
import { loadWithInit, type OpenCaucus, withCaucus } from './with-caucus.ts'

/** What headquarters' acts need at the command line. */
export type Headquarters = Pick<ConsoleDeps, 'reader' | 'store' | 'vault' | 'keys' | 'clock'>

export const headquarters = ({ database, secret, keys }: Omit<OpenCaucus, 'file'>): Headquarters => ({
  reader: consoleReader(database),
  store: consoleStore(database, keys),
  vault: createVault(secret),
  keys,
  clock: systemClock,
})

/** Acts as headquarters on the database that --db names. */
export const atHeadquarters = (db: string | undefined, act: (deps: Headquarters) => Promise<void>): Promise<void> =>
  withCaucus(db, (caucus) => act(headquarters(caucus)), loadWithInit)
