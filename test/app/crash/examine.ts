import { openSqlite } from '../../../src/db/better-sqlite3.ts'
import { sqlReader } from '../../../src/db/reader.ts'
import { createSeal } from '../../../src/seal/seal.ts'
import type { Exchange } from '../../../src/sms/simulated.ts'
import { SECRET } from '../../sms/small-caucus.ts'

export interface Examined {
  readonly texts: number
  readonly events: number
  /** What is wrong, in words; empty where nothing is. */
  readonly problems: readonly string[]
}

/** Whether what the phones were told is what the record holds: each text once, each reply as it was given, chains whole. */
export async function examine(
  db: string,
  exchanges: readonly Exchange[],
  differing: readonly string[],
): Promise<Examined> {
  const database = openSqlite(db)
  const reader = sqlReader(database)
  const problems: string[] = differing.map((sid) => `${sid}: a repeat was answered otherwise`)
  const replies = new Map<string, string | null>()
  for (let after = 0; ; ) {
    const page = await reader.texts(after)
    for (const text of page) {
      if (replies.has(text.sid)) problems.push(`${text.sid}: taken in twice`)
      replies.set(text.sid, text.reply)
    }
    const last = page.at(-1)
    if (last === undefined) break
    after = last.seq
  }
  for (const { sid, reply, delivered } of exchanges) {
    if (!delivered) continue
    if (!replies.has(sid)) problems.push(`${sid}: answered and lost`)
    else if ((replies.get(sid) ?? '') !== (reply ?? '')) problems.push(`${sid}: the phone was told something else`)
  }
  const { events, broken } = await chains(reader)
  await database.close()
  return { texts: replies.size, events, problems: [...problems, ...broken] }
}

async function chains(reader: ReturnType<typeof sqlReader>) {
  const seal = createSeal(SECRET)
  const heads = new Map<string, { version: number; hash: string }>()
  const broken: string[] = []
  let events = 0
  for (let after = 0; ; ) {
    const page = await reader.entries(after)
    for (const { stream, version, event, at, actor, hash } of page) {
      const head = heads.get(stream) ?? { version: 0, hash: '' }
      const right = seal.chain(head.hash, stream, version, event, at, actor) === hash
      if (!right || version !== head.version + 1) broken.push(`${stream} ${version}: the chain is broken`)
      heads.set(stream, { version, hash })
      events++
    }
    const last = page.at(-1)
    if (last === undefined) return { events, broken }
    after = last.seq
  }
}
