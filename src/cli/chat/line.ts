import { join } from 'node:path'
import type { Caucus } from '../../bot/caucus.ts'
import { loadFiles } from '../../files/load.ts'
import { problemSentence } from '../../files/problem.ts'
import type { RosterLine } from '../../files/roster.ts'
import { demoFiles, loadDemonstration, temporaryFolder } from '../caucus/demonstration.ts'
import { everLive } from '../caucus/phase.ts'
import { storedCaucus } from '../caucus/stored-caucus.ts'
import { loadWithInit, type OpenCaucus, openCaucus } from '../caucus/with-caucus.ts'
import { answerNo, refuse } from '../io.ts'

/** A caucus that can be texted from the terminal. */
export interface ChatLine {
  readonly open: OpenCaucus
  readonly caucus: Caucus
  readonly roster: readonly RosterLine[]
  readonly close: () => Promise<void>
}

interface CaucusPaths {
  readonly config?: string
  readonly roster?: string
  readonly counties?: string
}

/** Always the same, so that the same conversation gets the same codes and can be kept as a golden transcript. */
const SECRET = 'transcripts-are-played-with-this-one-secret-000000'

/** Opens a throwaway caucus: the demonstration's, or the one in these files. */
export async function freshLine({ config, roster, counties }: CaucusPaths): Promise<ChatLine | null> {
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
  const open = await loadDemonstration(loading.files, join(folder.path, 'chat.db'), SECRET)
  const close = async () => {
    await open.database.close()
    folder.remove()
  }
  return { open, caucus: loading.files.caucus, roster: loading.files.roster, close }
}

/** Opens a caucus that `init` loaded, provided that it was never live. */
export async function openedLine(db: string): Promise<ChatLine | null> {
  const open = await openCaucus(db, loadWithInit)
  if (open === null) return null
  const stored = await storedCaucus(open.database)
  const live = await everLive(open.database)
  const close = () => open.database.close()
  if (stored !== null && !live) return { open, ...stored, close }
  await close()
  return refuse(live ? `${db} was live: texts made up here do not belong in it.` : `${db} holds no caucus.`)
}
