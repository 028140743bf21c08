import type { Files } from '../../files/load.ts'
import { rosterIndex } from '../caucus/terms.ts'
import { playChair } from '../replay/chair.ts'

/** The other chairs of the demonstration, who report by themselves while the night runs. */
interface Night {
  readonly on: () => boolean
  readonly set: (on: boolean) => void
  /** Somebody picked up this phone: its chair texts no more by herself. */
  readonly leaveTo: (phone: string) => void
}

/** So many rooms are counting at once. */
const rooms = 3
/** The shortest and the longest time between two texts of a room, in milliseconds. */
const pace = [1500, 5500] as const

type Text = (from: string, body: string) => Promise<string | null>

export function createNight(files: Files, text: Text): Night {
  const { lines, termsOf } = rosterIndex(files)
  const taken = new Set<string>()
  const waiting = shuffled(lines.flatMap((line) => (line.phone === null ? [] : [{ line, phone: line.phone }])))
  let on = false
  let wake: (() => void)[] = []
  const running = async () => {
    await pause(pace[0] + Math.random() * (pace[1] - pace[0]))
    while (!on) await new Promise<void>((resolve) => wake.push(resolve))
  }
  const room = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { line, phone } = next
      const report = files.reports.find(({ precinct }) => precinct === line.precinct)
      if (report === undefined || taken.has(phone)) continue
      const send = async (body: string) => {
        await running()
        return taken.has(phone) ? null : await text(phone, body)
      }
      await playChair(report, termsOf(line), send)
    }
  }
  let started = false
  return {
    on: () => on,
    set(wanted) {
      on = wanted
      if (!on) return
      for (const resolve of wake) resolve()
      wake = []
      if (started) return
      started = true
      for (let n = 0; n < rooms; n += 1) void room()
    },
    leaveTo: (phone) => taken.add(phone),
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref())

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
