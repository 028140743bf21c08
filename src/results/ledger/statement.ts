import { createHash } from 'node:crypto'
import { canonicalJson } from '../../seal/chain.ts'
import type { Snapshot } from '../snapshot.ts'

/** The end of one precinct's chain. */
export interface Head {
  readonly stream: string
  readonly version: number
  readonly hash: string
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** One number for the whole record: sha256 over a line `stream version hash` a precinct, in order of the streams. */
export function rootOf(heads: Iterable<Head>): string {
  const lines = [...heads].map((head) => `${head.stream} ${head.version} ${head.hash}\n`)
  return sha256(lines.sort().join(''))
}

/**
 * What is signed for each snapshot: its number, what it counts, what it published (as a hash) and the root. `previous`
 * chains the statements, so that no update can be left out afterwards.
 */
export function statementOf(snapshot: Omit<Snapshot, 'signature' | 'key'>): string {
  const { phase, sequence, at, events, changes, reported, of, totals, root, previous } = snapshot
  const published = sha256(canonicalJson({ changes, totals }))
  return canonicalJson({ phase, sequence, at, events, reported, of, published, root, previous })
}
