import type { Precinct } from '../../bot/caucus.ts'
import type { Phone, PrecinctId } from '../../bot/ids.ts'

/** A line of roster.csv as the command line's reader gives it. */
export interface UploadedLine extends Pick<Precinct, 'county' | 'name' | 'district' | 'delegates' | 'language'> {
  readonly precinct: PrecinctId
  readonly phone: Phone | null
  readonly backupPhone: Phone | null
  readonly chair: string | null
}
export interface RosterProblem {
  readonly line: number | null
  readonly column: string | null
  readonly word: string | null
  readonly fix: string
}
/** Reads a roster: the whole of it, and every bad line named. `phone`: one number as people write it. */
export interface RosterFiles {
  read(bytes: Uint8Array): Promise<{
    readonly value: readonly UploadedLine[]
    readonly problems: readonly RosterProblem[]
    readonly warnings: readonly RosterProblem[]
  }>
  phone(text: string): Promise<Phone | null>
}
