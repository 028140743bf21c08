import { type Environment, readEnvironment } from '../../environment.ts'
import { wrongUsage } from '../io.ts'

/**
 * Reads the environment of a server; the command line's --db and --port come before it.
 * @returns null when something in it is wrong, which is then said.
 */
export function serverEnvironment({ db, port }: { readonly db?: string; readonly port?: string }): Environment | null {
  const given = {
    ...(db !== undefined && { CAUCUSLINE_DB: db }),
    ...(port !== undefined && { PORT: port }),
  }
  const read = readEnvironment({ ...process.env, ...given }, 'serve')
  if (read.ok) return read.environment
  wrongUsage('The environment is not right:', ...read.problems.map((problem) => `  ${problem}`))
  return null
}
