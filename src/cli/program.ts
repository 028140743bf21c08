import { Command, CommanderError } from 'commander'
import { registerBackup } from './backup.ts'
import { registerChat } from './chat.ts'
import { registerDemo } from './demo.ts'
import { example } from './help.ts'
import { registerInit } from './init.ts'
import { exitCode, note } from './io.ts'
import { registerMath } from './math.ts'
import { registerPhase } from './phase.ts'
import { registerRead } from './read.ts'
import { registerReconcile } from './reconcile.ts'
import { registerReplay } from './replay.ts'
import { registerRestore } from './restore.ts'
import { registerServe } from './serve.ts'
import { version } from './version.ts'

const commands = [
  registerDemo,
  registerChat,
  registerInit,
  registerPhase,
  registerServe,
  registerMath,
  registerRead,
  registerReplay,
  registerReconcile,
  registerBackup,
  registerRestore,
] as const

/** The command line as a whole; each command is a file that registers itself. */
export function createProgram(): Command {
  const program = new Command('caucusline')
    .description('The line that caucus chairs text their results to: read, checked, approved, recorded, published.')
    .version(version, '-V, --version', 'say which version this is')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(sentence(text)) })
    .addHelpText('after', example('caucusline demo', 'caucusline COMMAND --help'))
  for (const register of commands) register(program)
  return program
}

/** Runs one command line. Wrong usage is a sentence and exit code 2; help and version are 0. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage
    if (error.exitCode !== 0 && error.code !== 'commander.help') note(`See caucusline ${helpFor(args)}--help`)
  }
}

/** "error: unknown command 'dmeo'" is for programs; people get a sentence. */
function sentence(text: string): string {
  const [first = '', ...rest] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n')
  const said = /[.?!)]$/.test(first) ? first : `${first}.`
  return `${[said.charAt(0).toUpperCase() + said.slice(1), ...rest].join('\n')}\n`
}

const helpFor = (args: readonly string[]): string => {
  const named = args[0]
  return named !== undefined && createProgram().commands.some((command) => command.name() === named) ? `${named} ` : ''
}
