import { createHash } from 'node:crypto'
import { inBatches } from '../batches.ts'
import { type ChainHead, headLine } from './statement.ts'

/** The ends of all chains, kept in the order of the root. */
export interface ChainHeads {
  put(head: ChainHead): void
  all(): Iterable<ChainHead>
  /** As `rootOf` all of them, but that only neighbours of what changed are written again. */
  root(): Promise<string>
}

/** Neighbours, whose lines are written as one. */
interface Block {
  readonly heads: ChainHead[]
  /** Null where one of them changed since. */
  bytes: Buffer | null
}

/** A block that grows beyond this becomes two. */
const MOST = 256
/** So many blocks are written and hashed at once: 2,000 lines. */
const AT_ONCE = 8

export function createChainHeads(): ChainHeads {
  const blocks: Block[] = []
  return {
    put(head) {
      const at = Math.max(headsUpTo(head, blocks, ({ heads }) => heads[0]) - 1, 0)
      const block = blocks[at] ?? { heads: [], bytes: null }
      blocks[at] = block
      insert(block, head)
      if (block.heads.length > MOST) blocks.splice(at + 1, 0, { heads: block.heads.splice(MOST / 2), bytes: null })
    },
    *all() {
      for (const { heads } of blocks) yield* heads
    },
    async root() {
      const hash = createHash('sha256')
      for await (const batch of inBatches(blocks, AT_ONCE)) for (const block of batch) hash.update(bytesOf(block))
      return hash.digest('hex')
    },
  }
}

function insert(block: Block, head: ChainHead): void {
  const { heads } = block
  const after = headsUpTo(head, heads, (item) => item)
  block.bytes = null
  if (heads[after - 1]?.stream === head.stream) heads[after - 1] = head
  else heads.splice(after, 0, head)
}

function bytesOf(block: Block): Buffer {
  block.bytes ??= Buffer.from(block.heads.map(headLine).join(''), 'utf8')
  return block.bytes
}

/** How many of a sorted list do not come after the head. A stream's line begins with its name and a space. */
function headsUpTo<T>(head: ChainHead, sorted: readonly T[], headOf: (item: T) => ChainHead | undefined): number {
  const name = `${head.stream} `
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    const item = sorted[middle]
    const other = item === undefined ? undefined : headOf(item)
    if (other !== undefined && `${other.stream} ` <= name) from = middle + 1
    else to = middle
  }
  return from
}
