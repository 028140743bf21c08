/** What a command says, and how it ends: 0 done, 1 the answer is no, 2 wrong usage. Never ends the process itself. */

/** For the person, or for the program that reads us. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** One JSON object on one line. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}

/** Beside the output: progress, warnings, what is wrong. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`)
}

export const exitCode = { done: 0, no: 1, usage: 2 } as const

/** The answer is no: says why, and the command goes on to its end. */
export function answerNo(...lines: readonly string[]): void {
  for (const line of lines) printNote(line)
  process.exitCode = exitCode.no
}

/** The command was not given right: says what, and how. */
export function wrongUsage(...lines: readonly string[]): void {
  for (const line of lines) printNote(line)
  process.exitCode = exitCode.usage
}

/**
 * A reader that had enough (`| head`) is not an error. Where an answer cannot be written, as on a full disk, that is said,
 * and the answer is no; where not even that can be said, there is nobody to be told: a server goes on.
 */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCode.done)
    answerNo(`The output cannot be written: ${error.code ?? error.message}.`)
  })
  process.stderr.on('error', () => {})
}

/** `1 precinct`, `12 precincts`. */
export const several = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`
