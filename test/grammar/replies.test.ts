import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { reader } from '../../src/grammar/read.ts'
import { iowa } from './iowa.ts'

const folder = fileURLToPath(new URL('../transcripts', import.meta.url))

describe('our own replies', () => {
  it('come back unread: forwarded, quoted, or sent by a machine that echoes, they are no report and no approval', () => {
    const read = reader(iowa)
    const replies = readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n'))
      .flatMap((line) => /^\s*< (.+)$/.exec(line)?.[1] ?? [])
    expect(replies.length).toBeGreaterThan(50)
    for (const reply of replies) {
      for (const text of [reply, `"${reply}"`, `Liked “${reply}”`, reply.slice(0, 100), `${reply.slice(0, 60)}…`]) {
        expect([text, read(text).kind]).toEqual([text, 'unclear'])
      }
    }
  })
})
