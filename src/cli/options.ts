/** Options that several commands take alike. */

/** `.option(...dbOption)` */
export const dbOption = ['--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)'] as const
/** `.option(...jsonOption)` */
export const jsonOption = ['--json', 'print one JSON object'] as const

/** @returns the path given with --db, else CAUCUSLINE_DB, else the usual one. */
export const databaseFile = (given: string | undefined): string =>
  given ?? (process.env.CAUCUSLINE_DB || 'data/caucusline.db')

/** @returns the text as a whole number of at most seven digits, or null when it is none or below `least`. */
export function wholeNumber(text: string | undefined, least: number): number | null {
  const value = text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : null
  return value !== null && value >= least ? value : null
}

/** @returns the text as a TCP port (0 takes any free one), or null when it is none. */
export function portNumber(text: string): number | null {
  const port = wholeNumber(text, 0)
  return port !== null && port <= 65_535 ? port : null
}
