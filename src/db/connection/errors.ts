/** The troubles of a database that call for different acts. */
export type StoreTrouble =
  | 'unique' // `constraint` says which key
  | 'refused' // a check, a trigger, a foreign key: the database would not take it
  | 'busy' // another process holds the lock
  | 'full' // no space left
  | 'unwritable' // no such folder, or no permission
  | 'corrupt' // not a database, or a damaged one
  | 'schema' // not ours, or of another version
  | 'not_loaded' // no caucus has been loaded
  | 'other'

/**
 * A database's error, in words for the log. It never holds a bound value (phones and PINs would reach the log): only the
 * driver's innermost message is kept, and no `cause`.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreTrouble
  /** Of a broken UNIQUE: its columns, `inbox.sid`; of a check, its name or text. */
  readonly constraint: string | null

  constructor(code: StoreTrouble, message: string, constraint: string | null = null) {
    super(message)
    this.code = code
    this.constraint = constraint
  }
}

const TROUBLES: readonly (readonly [RegExp, StoreTrouble, string])[] = [
  [/UNIQUE constraint failed: ([\w., ]+)/, 'unique', 'this key is taken'],
  [/CHECK constraint failed: ([^:]+)/, 'refused', 'the database refused a value'],
  [
    /malformed JSON|append-only|constraint failed|cannot store|SQLITE_CONSTRAINT|SQLITE_MISMATCH/,
    'refused',
    'the database refused',
  ],
  [/database is locked|SQLITE_BUSY|SQLITE_LOCKED/, 'busy', 'the database is locked by another process'],
  [/database or disk is full|SQLITE_FULL|ENOSPC|exceeded maximum DB size/, 'full', 'the disk or the database is full'],
  [
    /readonly database|SQLITE_READONLY|unable to open|SQLITE_CANTOPEN|directory does not exist/,
    'unwritable',
    'the database cannot be written',
  ],
  [
    /malformed|not a database|SQLITE_CORRUPT|SQLITE_NOTADB/,
    'corrupt',
    'the database file is damaged or not a database',
  ],
  [/no such table|no such column|has no column/, 'schema', 'the database has not the tables that this version needs'],
]

/** Makes one kind of error of whatever a driver threw: their errors have only the text in common. */
export function storeError(error: unknown): StoreError {
  const inner = innermost(error)
  if (inner instanceof StoreError) return inner
  const text = wordsOf(inner)
  for (const [pattern, code, words] of TROUBLES) {
    const match = pattern.exec(text)
    if (match) return new StoreError(code, `${words} (${text})`, match[1]?.trim() ?? null)
  }
  return new StoreError('other', `the database failed (${text})`)
}

function innermost(error: unknown): unknown {
  let inner = error
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause
  return inner
}

/** SQLite's messages name tables and columns, never values; D1's complaint about a type is the exception, and is cut. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given'
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return `${code}${error.message.split(' for value ')[0]}`
}
