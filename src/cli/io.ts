/** What a command says, and how it ends: 0 done, 1 the answer is no, 2 wrong usage. Never ends the process itself. */

/** Prints for the person, or for the program that reads us. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** One JSON object on one line. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}

/** Prints beside the output: progress, warnings, what is wrong. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`)
}

export const exitCode = { done: 0, no: 1, usage: 2 } as const

/** The answer is no: says why, and the command goes on to its end. */
export function answerNo(...lines: readonly string[]): void {
  for (const line of lines) printNote(line)
  process.exitCode = exitCode.no
}

/** `answerNo` for a function that returns null when it has nothing to return. */
export function refuse(sentence: string): null {
  answerNo(sentence)
  return null
}

/** The command was not given right: says what, and how. */
export function wrongUsage(...lines: readonly string[]): void {
  for (const line of lines) printNote(line)
  process.exitCode = exitCode.usage
}

/**
 * A reader that had enough (`| head`) is not an error. An output that cannot be written, as on a full disk, is said on
 * stderr and makes the answer no. A closed stderr is ignored: nobody is left to tell, and a server goes on.
 */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCode.done)
    answerNo(`The output cannot be written: ${error.code ?? error.message}.`)
  })
  process.stderr.on('error', () => {})
}

/** Waits for Ctrl-C, or for the service manager's signal. */
export const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

/** `1 precinct`, `12 precincts`. */
export const several = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? singular : plural}`
