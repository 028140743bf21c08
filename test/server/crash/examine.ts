import { chains } from '../../../src/cli/backup/record.ts'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import type { Exchange } from '../../../src/sms/simulated/carrier.ts'
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
  const reader = recordReader(database)
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
  const { events, broken } = await chains(reader, SECRET)
  await database.close()
  return {
    texts: replies.size,
    events,
    problems: broken === null ? problems : [...problems, `${broken}: the chain is broken`],
  }
}
