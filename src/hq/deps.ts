import type { Context } from 'hono'
import type { HqActions } from '../bot/handle/hq-actions.ts'
import type { Clock, Keys } from '../bot/ports.ts'
import type { Vault } from './access/vault.ts'
import type { ConsoleReader, ConsoleStore } from './ports.ts'
import type { RosterFiles } from './roster/ports.ts'

/** Everything the console needs of the world. */
export interface ConsoleDeps {
  readonly reader: ConsoleReader
  readonly store: ConsoleStore
  /** What may be done to the record: events in the chairs' own streams. */
  readonly actions: HqActions
  readonly clock: Clock
  readonly keys: Pick<Keys, 'person' | 'pinHash'>
  /** See access/vault.ts: `createVault(secret)`. */
  readonly vault: Vault
  /** True where nobody else compresses what leaves: on Node, not on Workers. */
  readonly compresses: boolean
  /** True where the console is reached by https: then cookies say so, and are refused otherwise. */
  readonly secure: boolean
  /** What tells one visitor's wrong tries from another's: the address at the other end. Null: not known. */
  readonly address: (c: Context) => string | null
  /** The county map of the state; null where there is none. */
  readonly map: CountyMap | null
  /** Reads an uploaded roster as `init` does; null: import is hidden, and says so. */
  readonly roster: RosterFiles | null
  /** The carriers of which headquarters may choose the one that sends. */
  readonly carriers: readonly { readonly name: string; readonly title: string }[]
  /** Fetches a picture from the carrier; null where there is none to ask. */
  readonly picture: ((url: string) => Promise<Response>) | null
}

/** SVG paths by the county's name, in a box of `width` by `height`. */
export interface CountyMap {
  readonly width: number
  readonly height: number
  readonly paths: Readonly<Record<string, string>>
}
