/** `caucusline read`: how a text is read, and why it is asked about; or any number of texts as JSON lines. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { readCaucusFile } from '../../files/caucus-file.ts'
import type { Vocabulary } from '../../grammar/intent.ts'
import { reader } from '../../grammar/read.ts'
import { answerLines } from '../answer-lines.ts'
import { example } from '../help.ts'
import { exitCode, print, printJson, wrongUsage } from '../io.ts'
import { describeIntent } from './describe-intent.ts'
import { answerReadLine, intentJson } from './json-lines.ts'

interface Options {
  readonly config?: string
  readonly practice?: true
  readonly json?: true
  readonly jsonl?: true
}

/** Exit code 1 where the text is asked about. JSON lines always end in 0: each line says for itself. */
export function registerRead(program: Command): void {
  program
    .command('read')
    .description('How a text of a chair is read: what was understood, what was repaired, or why the bot would ask.')
    .argument('[text...]', 'the text; quote it, or give it as several words')
    .option(
      '--config <file>',
      'caucus.json: whose candidates and precinct codes (otherwise those of the demonstration)',
    )
    .option('--practice', 'the practice candidates instead of the real ones')
    .option('--json', 'print the reading as one JSON object')
    .option('--jsonl', 'read {"id","text"} a line from standard input, answer each on standard output')
    .addHelpText(
      'after',
      example(
        'caucusline read "P0412 I Sanders 45, Buttigieg 38, Biden 1O"',
        'caucusline read --config caucus.json --jsonl < texts.jsonl',
      ),
    )
    .action(runRead)
}

async function runRead(words: readonly string[], options: Options): Promise<void> {
  if (!options.jsonl && words.length === 0) return wrongUsage('Give the text to read.', 'See caucusline read --help')
  const vocabulary = vocabularyOf(options)
  if ('problems' in vocabulary) return wrongUsage(...vocabulary.problems)
  const read = reader(vocabulary)
  if (options.jsonl)
    return await answerLines(process.stdin.setEncoding('utf8'), process.stdout, (json) => answerReadLine(json, read))
  const text = words.join(' ')
  const intent = read(text)
  if (options.json) printJson(intentJson(intent))
  else print(describeIntent(text, intent))
  if (intent.kind === 'unclear') process.exitCode = exitCode.no
}

const demonstration = fileURLToPath(new URL('../demo-caucus/caucus.json', import.meta.url))

/** The words of the caucus given, or of the demonstration. */
function vocabularyOf({ config, practice }: Options): Vocabulary | { readonly problems: readonly string[] } {
  const path = config ?? demonstration
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch {
    return { problems: [`${path} cannot be opened.`] }
  }
  const { caucus, problems } = readCaucusFile(basename(path), bytes)
  if (caucus === null) return { problems: problems.map(({ file, fix }) => `${file}: ${fix}`) }
  return practice ? caucus.caucus.practice : caucus.caucus.vocabulary
}
