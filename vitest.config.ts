import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { configDefaults, defineConfig } from 'vitest/config'

// workerd is to run here and now, without asking anybody: no questions, no figures sent, no fetch of request metadata.
process.env.CI ??= '1'
process.env.WRANGLER_SEND_METRICS = 'false'
process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'

const workerd = 'test/**/*.workerd.test.ts'
const migrations = fileURLToPath(new URL('src/db/migrations', import.meta.url))

export default defineConfig({
  test: {
    // Two cores are what a volunteer's laptop and the cheapest CI have.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, workerd],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            main: 'test/empty-worker.ts',
            remoteBindings: false,
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              cf: false,
              bindings: { MIGRATIONS: existsSync(migrations) ? await readD1Migrations(migrations) : [] },
            },
          })),
        ],
        test: {
          name: 'workerd',
          include: [workerd],
          // A cold workerd takes seconds before its first test.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
