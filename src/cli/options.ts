/** What several commands take alike. */

/** The database: as given, else CAUCUSLINE_DB, else the usual place. */
export const databaseFile = (given: string | undefined): string =>
  given ?? (process.env.CAUCUSLINE_DB || 'data/caucusline.db')

/** A whole number of at least `least`, or null. */
export function wholeNumber(text: string | undefined, least: number): number | null {
  const value = text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : null
  return value !== null && value >= least ? value : null
}
