import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inPrivateFolder } from '../../src/cli/backup/private-folder.ts'
import { inFolder } from './command.ts'

const script = new URL('../../src/cli/backup/private-folder.ts', import.meta.url).href

describe('a folder for copies with phones in them', () => {
  it('is gone when the work has ended, whichever way', () =>
    inFolder(async (file) => {
      const seen = await inPrivateFolder(file('.'), 'trial', async () => readdirSync(file('.')).length)
      const failing = inPrivateFolder(file('.'), 'trial', async () => Promise.reject(new Error('no')))
      await expect(failing).rejects.toThrow('no')
      expect([seen, readdirSync(file('.'))]).toEqual([1, []])
    }))

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is gone at a %s, which ends the program', (signal) =>
    inFolder(async (file) => {
      const code = `import { inPrivateFolder } from '${script}'
        await inPrivateFolder(${JSON.stringify(file('.'))}, 'trial', () => new Promise((resolve) => {
          setTimeout(resolve, 60_000)
          console.log('in')
        }))`
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      expect(readdirSync(file('.')).length).toBe(1)
      child.kill(signal)
      expect(await once(child, 'close')).toEqual([null, signal])
      expect(readdirSync(file('.'))).toEqual([])
    }),
  )

  it('takes away what a kill left there more than an hour ago, and nothing younger', () =>
    inFolder(async (file) => {
      for (const name of ['.caucusline-trial-old', '.caucusline-trial-new', '.caucusline-other-old'])
        mkdirSync(file(name))
      const before = Date.now() / 1000 - 4000
      for (const name of ['.caucusline-trial-old', '.caucusline-other-old']) utimesSync(file(name), before, before)
      await inPrivateFolder(file('.'), 'trial', async () => {})
      expect(readdirSync(file('.')).sort()).toEqual(['.caucusline-other-old', '.caucusline-trial-new'])
    }))
})
