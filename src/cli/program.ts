import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { example } from './help.ts'
import { answerNo, exitCode, printNote } from './io.ts'

type Register = (program: Command) => void

/** Each command's file registers itself. Only the file of the command that is run is loaded, so that it answers at once. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  demo: async () => (await import('./demo/demo.ts')).registerDemo,
  chat: async () => (await import('./chat/chat.ts')).registerChat,
  init: async () => (await import('./init.ts')).registerInit,
  card: async () => (await import('./card/card.ts')).registerCard,
  phase: async () => (await import('./phase.ts')).registerPhase,
  serve: async () => (await import('./serve.ts')).registerServe,
  remind: async () => (await import('./remind.ts')).registerRemind,
  user: async () => (await import('./user/user.ts')).registerUser,
  worker: async () => (await import('./worker.ts')).registerWorker,
  reconcile: async () => (await import('./reconcile.ts')).registerReconcile,
  backup: async () => (await import('./backup/backup.ts')).registerBackup,
  restore: async () => (await import('./restore.ts')).registerRestore,
  rebuild: async () => (await import('./rebuild.ts')).registerRebuild,
  purge: async () => (await import('./purge.ts')).registerPurge,
  export: async () => (await import('./export.ts')).registerExport,
  verify: async () => (await import('./verify.ts')).registerVerify,
  math: async () => (await import('./math/math.ts')).registerMath,
  read: async () => (await import('./read/read.ts')).registerRead,
  replay: async () => (await import('./replay/replay.ts')).registerReplay,
  simulate: async () => (await import('./simulate.ts')).registerSimulate,
}

/**
 * Makes the command line.
 * @param only the one command that is needed; without it, or for a word that is no command, all are loaded
 */
export async function createProgram(only?: string): Promise<Command> {
  const program = new Command('caucusline')
    .description('The line that caucus chairs text their results to: read, checked, approved, recorded, published.')
    .version(packageJson.version, '-V, --version', 'say which version this is')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(sentence(text)) })
    .addHelpText('after', example('caucusline demo', 'caucusline COMMAND --help'))
  for (const load of neededFor(only)) (await load())(program)
  return program
}

/** All commands are loaded, which takes a second, only for their list and for a word that is no command. */
function neededFor(word: string | undefined): readonly (() => Promise<Register>)[] {
  if (word === '--version' || word === '-V') return []
  const needed = isCommand(word) ? commands[word] : undefined
  return needed === undefined ? Object.values(commands) : [needed]
}

const isCommand = (name: string | undefined): name is string => name !== undefined && Object.hasOwn(commands, name)

/**
 * Runs one command line. Wrong usage gives a sentence and exit code 2; help and version give 0; a database that is
 * damaged, locked or another program's gives a sentence and 1.
 */
export async function run(args: readonly string[]): Promise<void> {
  const [named] = args
  try {
    await (await createProgram(named)).parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof Error && error.name === 'StoreError') return answerNo(`${error.message}.`)
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage
    if (error.exitCode !== 0 && error.code !== 'commander.help')
      printNote(`See caucusline ${isCommand(named) ? `${named} ` : ''}--help`)
  }
}

/** Makes a sentence for people of commander's "error: unknown command 'dmeo'". */
function sentence(text: string): string {
  const [first = '', ...rest] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n')
  const ended = /[.?!)]$/.test(first) ? first : `${first}.`
  return `${[ended.charAt(0).toUpperCase() + ended.slice(1), ...rest].join('\n')}\n`
}
