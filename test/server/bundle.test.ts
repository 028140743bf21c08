import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

/** What Cloudflare takes of one Worker on its free plan, packed: 3 MB. */
const limit = 3 * 1024 * 1024
const root = fileURLToPath(new URL('../..', import.meta.url))

it('the Worker is bundled for deployment, and is small enough to be taken', () => {
  const out = mkdtempSync(join(tmpdir(), 'caucusline-bundle-'))
  try {
    const offline = { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' }
    const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')
    execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', out], {
      cwd: root,
      env: offline,
      stdio: 'pipe',
    })
    const made = readdirSync(out).filter((name) => name.endsWith('.js'))
    const packed = made.reduce((sum, name) => sum + gzipSync(readFileSync(join(out, name))).length, 0)
    console.log(`the Worker: ${Math.round(packed / 1024)} KB packed`)
    expect(made).toContain('worker.js')
    expect(packed).toBeLessThan(limit)
  } finally {
    rmSync(out, { recursive: true })
  }
}, 120_000)
