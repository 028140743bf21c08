import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { type SimulatedCarrier, simulatedCarrier } from '../../../src/sms/simulated/carrier.ts'
import { seeded } from '../../../src/sms/simulated/chance.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../../sms/fixtures.ts'
import { loadSmall, phoneOf, precinctOf } from '../../sms/small-caucus.ts'
import { type Examined, examine } from './examine.ts'
import { freePort, startVictim } from './server.ts'
import { STEPS } from './steps.ts'

export interface CrashRun extends Examined {
  readonly kills: number
  /** How often the process ended at each named step. */
  readonly reached: Readonly<Record<string, number>>
}

const CHAIRS = 12

/**
 * Chairs report without a pause while the server is killed and started again, `kills` times: every second time at a
 * named step of a random text, otherwise at a random moment. Then the record is compared with what the phones were told.
 * @param defect `reply-before-commit` breaks the order on purpose: then the comparison must find something.
 */
export async function crashRun(
  kills: number,
  seed: number,
  defect: 'reply-before-commit' | null = null,
): Promise<CrashRun> {
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-crash-'))
  const db = join(folder, 'night.db')
  const database = openSqlite(db)
  await loadSmall(database, CHAIRS)
  await database.close()
  try {
    const port = await freePort()
    const carrier = carrierTo(port, seed)
    let on = true
    const chairs = [...Array(CHAIRS).keys()].map((n) => report(n, carrier, () => on))
    const reached = await killing(kills, db, port, seed, defect)
    const last = await startVictim(db, port, 'none', 0)
    on = false
    await Promise.all(chairs)
    await carrier.finish()
    await last.kill()
    return { kills, reached, ...(await examine(db, carrier.exchanges, carrier.differing)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function carrierTo(port: number, seed: number): SimulatedCarrier {
  return simulatedCarrier({
    publicUrl: `http://127.0.0.1:${port}`,
    authToken: TOKEN,
    accountSid: ACCOUNT,
    number: OUR_NUMBER,
    post: async (request) => fetch(request),
    clock: { now: () => new Date().toISOString() },
    seed,
    faults: { repeats: 1, late: 5 },
    retries: 5000,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 25))),
  })
}

async function killing(kills: number, db: string, port: number, seed: number, defect: string | null) {
  const chance = seeded(seed)
  const reached: Record<string, number> = {}
  for (let n = 0; n < kills; n++) {
    const step = n % 2 === 0 ? (STEPS[(n / 2) % STEPS.length] ?? 'none') : 'none'
    const victim = await startVictim(db, port, defect ?? step, 1 + chance.below(20))
    const moment = 20 + chance.below(250)
    if (step === 'none' || defect) await new Promise((resolve) => setTimeout(resolve, moment)).then(() => victim.kill())
    const where = (await victim.gone) ?? 'random'
    reached[where] = (reached[where] ?? 0) + 1
  }
  return reached
}

/** One chair's night, again and again: counts, a final count, an approval, a correction. */
async function report(n: number, carrier: SimulatedCarrier, on: () => boolean): Promise<void> {
  const from = phoneOf(n)
  for (let round = 0; on(); round++) {
    const more = round % 9
    await carrier.text(from, `${precinctOf(n)} A ${113 + more} I Sanders ${45 + more} Buttigieg 38 Biden 10 Warren 20`)
    const { reply } = await carrier.text(from, `F Sanders ${45 + more} Buttigieg 38 Warren 30`)
    const code = /OK (\d{6,8})/.exec(reply ?? '')?.[1]
    if (code !== undefined) await carrier.text(from, `OK ${code}`)
  }
}
