/** What is wrong in one place of a file, and what would put it right. */
export interface Problem {
  readonly file: string
  /** Line of the file, the header being 1; null where the whole file is meant. */
  readonly line: number | null
  readonly column: string | null
  /** The word as it stands there; null where something is missing. */
  readonly word: string | null
  /** A sentence: what it should be. */
  readonly fix: string
}

/** Everything of a file that could be read, with all that could not. Nothing is loaded while `problems` is not empty. */
export interface Checked<T> {
  readonly value: T
  readonly problems: readonly Problem[]
  /** True but worth a look; these do not stop loading. */
  readonly warnings: readonly Problem[]
}

/** One line for a person: `roster.csv, line 12, delegates: "3.5" - write a whole number such as 7.` */
export function problemSentence(problem: Problem): string {
  const place = [problem.file, problem.line === null ? null : `line ${problem.line}`, problem.column]
    .filter((part) => part !== null)
    .join(', ')
  return problem.word === null ? `${place}: ${problem.fix}` : `${place}: "${shorten(problem.word)}" - ${problem.fix}`
}

const shorten = (word: string): string => (word.length > 60 ? `${word.slice(0, 57)}...` : word)
