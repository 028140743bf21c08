import type { Files } from '../../files/load.ts'
import { playChair, roomTerms } from '../replay/chair.ts'

/** The other chairs of the demonstration, who report by themselves while the night runs. */
interface OtherChairs {
  readonly on: () => boolean
  readonly set: (on: boolean) => void
  /** Stops the chair of this phone: a person picked it up. */
  readonly leaveTo: (phone: string) => void
}

/** Rooms that count at once. */
const ROOMS = 3
/** The shortest and the longest time between two texts of a room, in milliseconds. */
const PACE = { shortest: 1500, longest: 5500 }

type Text = (from: string, body: string) => Promise<string | null>

export function otherChairs(files: Files, text: Text): OtherChairs {
  const pickedUp = new Set<string>()
  const waiting = shuffled(files.roster.flatMap((line) => (line.phone === null ? [] : [{ line, phone: line.phone }])))
  let on = false
  let paused: (() => void)[] = []
  const nextTurn = async () => {
    await pause(PACE.shortest + Math.random() * (PACE.longest - PACE.shortest))
    while (!on) await new Promise<void>((resolve) => paused.push(resolve))
  }
  const room = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { line, phone } = next
      const report = files.reports.find(({ precinct }) => precinct === line.precinct)
      if (report === undefined || pickedUp.has(phone)) continue
      const send = async (body: string) => {
        await nextTurn()
        return pickedUp.has(phone) ? null : await text(phone, body)
      }
      await playChair(report, roomTerms(files.caucus, line), send)
    }
  }
  let started = false
  return {
    on: () => on,
    set(wanted) {
      on = wanted
      if (!on) return
      for (const resume of paused) resume()
      paused = []
      if (started) return
      started = true
      for (let n = 0; n < ROOMS; n += 1) void room()
    },
    leaveTo: (phone) => pickedUp.add(phone),
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref())

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
