/** Virtual time: nothing happens but what is in this queue, in the order of its moments. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number
  /** What the program's clock shows: virtual time, and what a fault added to it. */
  shown(): string
  /** Moves the program's clock against the true time. */
  jump(ms: number): void
  at(moment: number, what: string, run: Task): void
  after(ms: number, what: string, run: Task): void
  /** What is next; null where nothing is left. Several of one moment happen at once where all of them may. */
  next(): readonly Happening[] | null
}
type Task = () => void | Promise<void>
export interface Happening {
  readonly moment: number
  readonly order: number
  readonly what: string
  readonly run: Task
}

/** @param start where the night begins, milliseconds since 1970 */
export function virtualTime(start: number): Time {
  const heap: Happening[] = []
  let now = start
  let skew = 0
  let order = 0
  const earlier = (x: Happening, y: Happening): boolean =>
    x.moment < y.moment || (x.moment === y.moment && x.order < y.order)
  const push = (happening: Happening): void => {
    let at = heap.push(happening) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Happening
      if (!earlier(happening, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = happening
  }
  const pop = (): Happening | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && earlier(heap[child + 1] as Happening, heap[child] as Happening)) child += 1
      if (!earlier(heap[child] as Happening, last)) break
      heap[at] = heap[child] as Happening
      at = child
    }
    heap[at] = last
    return first
  }
  const time: Time = {
    now: () => now,
    shown: () => new Date(now + skew).toISOString(),
    jump: (ms) => {
      skew += ms
    },
    at: (moment, what, run) => push({ moment: Math.max(moment, now), order: order++, what, run }),
    after: (ms, what, run) => time.at(now + Math.round(ms), what, run),
    next() {
      const first = pop()
      if (first === undefined) return null
      now = first.moment
      const together = [first]
      while (heap[0]?.moment === now && heap[0].what === 'delivery' && first.what === 'delivery')
        together.push(pop() as Happening)
      return together
    },
  }
  return time
}
