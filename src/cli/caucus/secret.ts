import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { makeSecret, secretProblem } from '../../keys/secret.ts'
import { refuse } from '../io.ts'

/** The secret of a database's caucus: from the environment, or from the file that `init` put beside the database. */

type Secret = { readonly ok: true; readonly secret: string } | { readonly ok: false; readonly problem: string }

const secretFile = (db: string): string => `${db}.secret`

/**
 * Finds the secret of a database. Never makes one: under another secret every code and pseudonym would differ.
 * @returns null when there is none, or one that is too weak, which is then said.
 */
export function requiredSecret(db: string): string | null {
  const stored = findSecret(db, process.env.CAUCUSLINE_SECRET)
  return stored.ok ? stored.secret : refuse(stored.problem)
}

function findSecret(db: string, fromEnvironment: string | undefined): Secret {
  if (fromEnvironment) return checked(fromEnvironment, 'CAUCUSLINE_SECRET')
  const file = secretFile(db)
  if (existsSync(file)) return checked(readFileSync(file, 'utf8').trim(), file)
  return {
    ok: false,
    problem: `There is no secret: neither CAUCUSLINE_SECRET is set, nor is there ${file}, which init makes.`,
  }
}

function checked(secret: string, source: string): Secret {
  const problem = secretProblem(secret)
  return problem === null ? { ok: true, secret } : { ok: false, problem: problem.replace('CAUCUSLINE_SECRET', source) }
}

/** Finds the secret of a database, or makes one in a file that only its owner reads; `made` is then that file. */
export function findOrMakeSecret(db: string, fromEnvironment: string | undefined): Secret & { readonly made?: string } {
  const file = secretFile(db)
  if (fromEnvironment || existsSync(file)) return findSecret(db, fromEnvironment)
  const secret = makeSecret()
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
  // The mode above is cut by umask, never widened; this makes it exact.
  chmodSync(file, 0o600)
  return { ok: true, secret, made: file }
}
