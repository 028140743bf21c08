import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { loadFiles } from '../../files/load.ts'
import { problemSentence } from '../../files/problem.ts'
import type { RosterLine } from '../../files/roster.ts'
import { demoFiles, type Embedded, embed, loadDemonstration, temporaryFolder } from '../caucus/embedded.ts'
import { ownSecret } from '../caucus/own-secret.ts'
import { everLive } from '../caucus/phase.ts'
import { rosterOf } from '../caucus/roster.ts'
import { findSecret } from '../caucus/secret.ts'
import { answerNo } from '../io.ts'

/** A number that can be texted from the terminal, and who is on the other side. */
export interface PhoneLine {
  readonly embedded: Embedded
  readonly roster: readonly RosterLine[]
  readonly number: string
  readonly name: string
  readonly end: () => Promise<void>
}

interface CaucusPaths {
  readonly config?: string
  readonly roster?: string
  readonly counties?: string
}

/** The demonstration's own: so that the same conversation gets the same codes, and can be kept as a golden transcript. */
const secret = 'transcripts-are-played-with-this-one-secret-000000'

/** A throwaway caucus: the demonstration's, or the one in these files. */
export async function freshLine(options: CaucusPaths): Promise<PhoneLine | null> {
  const { config, roster, counties } = options
  const paths =
    config === undefined || roster === undefined
      ? demoFiles
      : { config, roster, ...(counties !== undefined && { counties }) }
  const loading = loadFiles(paths)
  if (!loading.ok) {
    answerNo(...loading.problems.map(problemSentence))
    return null
  }
  const folder = temporaryFolder()
  const embedded = await loadDemonstration(loading.files, join(folder.path, 'chat.db'), secret)
  const { caucus } = loading.files
  const end = async () => {
    await embedded.close()
    folder.remove()
  }
  return { embedded, roster: loading.files.roster, number: caucus.phone, name: caucus.name, end }
}

/** A caucus that `init` loaded, as long as it was never live. */
export async function openedLine(db: string): Promise<PhoneLine | null> {
  if (!existsSync(db)) return refused(`There is no database ${db}. Load a caucus with caucusline init.`)
  const found = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!found.ok) return refused(found.problem)
  const embedded = embed(openSqlite(db), found.secret)
  if (!(await ownSecret(embedded.database, found.secret))) {
    await embedded.close()
    return null
  }
  const loaded = await rosterOf(embedded.database)
  const live = await everLive(embedded.database)
  if (loaded !== null && !live) {
    const { caucus, roster } = loaded
    return { embedded, roster, number: caucus.phone, name: caucus.name, end: embedded.close }
  }
  await embedded.close()
  return refused(live ? `${db} was live: texts made up here do not belong in it.` : `${db} holds no caucus.`)
}

function refused(sentence: string): null {
  answerNo(sentence)
  return null
}
