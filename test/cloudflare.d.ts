/** What the tests that run inside workerd may use of it. The bindings are those of wrangler.toml and vitest.config.ts. */
declare module 'cloudflare:test' {
  import type { D1Database } from '@cloudflare/workers-types'

  /** The SQL files of src/db/migrations in their order, each split into its statements. */
  interface D1Migration {
    readonly name: string
    readonly queries: string[]
  }
  export const env: { readonly DB: D1Database; readonly MIGRATIONS: readonly D1Migration[] }
  /** Applies the migrations that were not applied yet. */
  export function applyD1Migrations(db: D1Database, migrations: readonly D1Migration[]): Promise<void>
  /** Empties every binding. */
  export function reset(): Promise<void>
}

interface ImportMeta {
  /** Vite's: the files that match, read when the tests are built. */
  glob(pattern: string, options: { query: string; import: string; eager: true }): Record<string, string>
}
