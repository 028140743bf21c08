import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { command } from './command.ts'

describe('the command line', () => {
  it('has an example in the help of every command', async () => {
    const { commands } = await createProgram()
    expect(commands.length).toBeGreaterThanOrEqual(8)
    for (const listed of commands.flatMap((command) => [command, ...command.commands])) {
      let help = ''
      listed.configureOutput({ writeOut: (text) => (help += text) })
      listed.outputHelp()
      expect(help, listed.name()).toMatch(/Examples?:\n {2}\$ .*caucusline /)
    }
  })

  it('exits 0 for help and the version', async () => {
    const help = await command(['--help'])
    expect([help.code, help.err]).toEqual([0, ''])
    expect(help.out).toContain('Usage: caucusline')
    expect((await command(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    ['an unknown command', ['dmeo'], "Unknown command 'dmeo'.\n(Did you mean demo?)\nSee caucusline --help\n"],
    [
      'an unknown option',
      ['chat', '--fone', '1'],
      "Unknown option '--fone'.\n(Did you mean --phone?)\nSee caucusline chat --help\n",
    ],
    [
      'a word too many',
      ['serve', 'now'],
      "Too many arguments for 'serve'. Expected 0 arguments but got 1: now.\nSee caucusline serve --help\n",
    ],
    ['a missing file', ['init'], "Required option '--config <file>' not specified.\nSee caucusline init --help\n"],
    ['a port that is none', ['demo', '--port', 'x'], '"x" is not a port.\nSee caucusline demo --help\n'],
    [
      'half of the files',
      ['replay', '--config', 'x'],
      'Give --config, --roster and --reports together.\nSee caucusline replay --help\n',
    ],
  ])('answers %s with a sentence and exit 2', async (_, args, sentence) => {
    expect(await command(args)).toEqual({ code: 2, out: '', err: sentence })
  })

  it('exits 2 and shows its help when no command is given', async () => {
    const { code, err } = await command([])
    expect(code).toBe(2)
    expect(err).toContain('Usage: caucusline')
  })

  it('ends quietly when nobody reads on', async () => {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
    const child = spawn(process.execPath, [main, 'read', '--jsonl'], { stdio: 'pipe' })
    child.stdout.destroy()
    let complaints = ''
    child.stderr.on('data', (part) => (complaints += part))
    child.stdin.on('error', () => undefined)
    child.stdin.end(`${JSON.stringify({ id: 1, text: 'P0412 A 113' })}\n`.repeat(5000))
    const [code] = await once(child, 'close')
    expect([code, complaints]).toEqual([0, ''])
  })
})
