import { hash } from 'node:crypto'
import { canonicalJson } from '../../keys/hash-chain.ts'
import type { Snapshot } from '../publish/snapshot.ts'
import type { SignedStatement } from './lines.ts'

/** The end of one precinct's chain. */
export interface ChainHead {
  readonly stream: string
  readonly version: number
  readonly hash: string
}

export const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** One number for the whole record: sha256 over a line `stream version hash` a precinct, in order of the streams. */
export const rootOf = (heads: Iterable<ChainHead>): string => sha256([...heads].map(headLine).sort().join(''))

export const headLine = ({ stream, version, hash: end }: ChainHead): string => `${stream} ${version} ${end}\n`

/** Takes the next event into the hash over their order. '' before the first. */
export const nextOrderHash = (order: string, hash: string): string => sha256(`${order}\n${hash}`)

/** What is signed for a snapshot: each change stands as the event by which it came about. */
export function statementFrom(snapshot: Omit<Snapshot, 'signature' | 'key'>): SignedStatement {
  const { phase, sequence, at, events, reported, of, totals, setting, root, order, previous } = snapshot
  const changes = snapshot.changes.map(({ precinct, entry }) => [precinct, entry?.version ?? null] as const)
  return { phase, sequence, at, events, changes, reported, of, totals, setting, root, order, previous }
}

/** The text that is signed. */
export const statementOf = (snapshot: Omit<Snapshot, 'signature' | 'key'>): string =>
  canonicalJson(statementFrom(snapshot))
