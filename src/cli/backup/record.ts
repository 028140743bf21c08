import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { recordReader } from '../../db/event-store/record-reader.ts'
import { createKeys } from '../../keys/keys.ts'

export interface RecordChecked {
  readonly texts: number
  readonly events: number
  /** The stream and version at which a chain first does not hold; null when all hold. */
  readonly broken: string | null
}

/** Checks a whole database: its pages, and the hash chain of every stream under this secret. @throws StoreError */
export async function checkRecord(file: string, secret: string): Promise<RecordChecked> {
  const database = openSqlite(file)
  try {
    const [counted] =
      (await database.batchRead([{ toSQL: () => ({ sql: 'select count(*) as n from inbox', params: [] }) }]))[0] ?? []
    return { texts: Number(counted?.n ?? 0), ...(await chains(recordReader(database), secret)) }
  } finally {
    await database.close()
  }
}

/** Walks the log once. A chain is broken at a missing version, or at a hash that does not follow from the one before. */
export async function chains(reader: Pick<ReturnType<typeof recordReader>, 'entries'>, secret: string) {
  const keys = createKeys(secret)
  const heads = new Map<string, { readonly version: number; readonly hash: string }>()
  let events = 0
  for (let after = 0; ; ) {
    const page = await reader.entries(after)
    for (const { stream, version, event, at, actor, hash } of page) {
      const head = heads.get(stream) ?? { version: 0, hash: '' }
      const holds = version === head.version + 1 && keys.chain(head.hash, stream, version, event, at, actor) === hash
      if (!holds) return { events, broken: `${stream} ${version}` }
      heads.set(stream, { version, hash })
      events++
    }
    const last = page.at(-1)
    if (last === undefined) return { events, broken: null }
    after = last.seq
  }
}
