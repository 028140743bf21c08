import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { command, inFolder, start } from '../cli/command.ts'

/**
 * Databases of earlier versions open for ever. Each folder here holds one, as a program of that version left it after a
 * night with holds, corrections, accounts and an opt-out, its secret, and the SHA-256 of each feed that program exported from it.
 * A folder is never changed; a version that writes something new adds one.
 */
const here = fileURLToPath(new URL('.', import.meta.url))
const versions = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())

function unpack(version: string, file: (name: string) => string): string {
  const db = file('night.db')
  writeFileSync(db, gunzipSync(readFileSync(join(here, version, 'night.db.gz'))))
  writeFileSync(`${db}.secret`, readFileSync(join(here, version, 'secret.txt')), { mode: 0o600 })
  return db
}

/** Fields and columns that a later version added to a feed; everything else is as it was. */
function withoutWhatCameLater(name: string, feed: string): string {
  if (name === 'results.csv') return feed.replace(/,carried\r\n/, '\r\n').replaceAll(/,(?:true|false)\r\n/g, '\r\n')
  return name === 'results.json' ? feed.replace(/\s*"carried":\s*0,/, '') : feed
}

describe.each(versions.map(({ name }) => name))('a database of the %s', (version) => {
  it('exports the same feeds, byte for byte, and its read tables are what its record says', async () => {
    await inFolder(async (file) => {
      const db = unpack(version, file)
      const rebuilt = await command(['rebuild', '--check', '--db', db])
      expect([rebuilt.code, rebuilt.err]).toEqual([0, ''])
      const exported = await command(['export', '--out', file('out'), '--db', db, '--url', 'https://line.example.org'])
      expect([exported.code, exported.err]).toEqual([0, ''])
      const sha256 = (name: string) =>
        createHash('sha256')
          .update(withoutWhatCameLater(name, readFileSync(file(join('out', name)), 'utf8')))
          .digest('hex')
      // What the interface can do is said anew by each version.
      const feeds = readdirSync(file('out'))
        .filter((name) => name !== 'openapi.json')
        .sort()
        .map((name) => `${sha256(name)}  ${name}`)
      const then = readFileSync(join(here, version, 'feeds.sha256'), 'utf8').replace(/.*openapi.*\n/, '')
      expect(`${feeds.join('\n')}\n`).toBe(then)
      const verified = await command(['verify', file('out/ledger.jsonl')])
      expect([verified.code, verified.err]).toEqual([0, ''])
    })
  })

  it('is served: pages, feeds, console and readiness answer', async () => {
    await inFolder(async (file) => {
      const db = unpack(version, file)
      const server = start(['serve', '--db', db, '--port', '0', '--json'])
      try {
        const url = await new Promise<string>((resolve, reject) => {
          server.stdout?.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as { url: string }).url))
          server.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
        })
        const statuses: [string, number][] = []
        for (const path of ['/', '/precincts/P0412', '/results.json', '/ledger.jsonl', '/hq', '/healthz', '/readyz'])
          statuses.push([path, (await fetch(url + path)).status])
        expect(statuses.filter(([, status]) => status !== 200)).toEqual([])
      } finally {
        server.kill()
      }
    })
  })
})
