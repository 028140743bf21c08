import { createHash } from 'node:crypto'
import { ACTORS } from '../actors/actors.ts'
import { chairs } from '../actors/chair.ts'
import { changePhase, phaseKeeper } from '../actors/phase-keeper.ts'
import { replyKind } from '../coverage/expected.ts'
import { faultsOf } from '../faults/faults.ts'
import { atTheEnd, type Invariant, nowAndThen, whenever } from '../invariants/invariants.ts'
import {
  type Account,
  loadCaucus,
  makeAccount,
  type Program,
  PUBLIC_URL,
  type RosterLine,
  rulesNamed,
  startProgram,
} from './assembly.ts'
import { carrier, type Exchange } from './carrier.ts'
import { type Browser, browser, type Page } from './console.ts'
import { Crash, unreliable } from './disk.ts'
import type { Plan } from './plan.ts'
import { type Change, recordFold } from './record.ts'
import { type Rng, rng } from './rng.ts'
import type { Storage } from './storage.ts'
import { virtualTime } from './time.ts'
import { truth } from './truth.ts'
import type { Hours, Person, Seen, World } from './world.ts'

const MINUTE = 60_000
/** 6:30 PM in Iowa. */
const EVENING = Date.parse('2028-02-08T00:30:00.000Z')

/** A sentence that did not hold. */
export interface Violation {
  readonly invariant: number
  readonly name: string
  /** Which way of being wrong, without names: what a broken copy is found by. */
  readonly kind: string
  /** What is wrong, with names and numbers. */
  readonly what: string
  readonly step: number
  readonly at: string
}

export interface Night {
  readonly plan: Plan
  readonly violations: readonly Violation[]
  readonly steps: number
  readonly texts: number
  readonly checks: ReadonlyMap<string, number>
  readonly seen: ReadonlyMap<Seen, ReadonlyMap<string, number>>
  /** sha256 over every reply, row and page: the same seed gives the same. */
  readonly digest: string
  readonly transcript: readonly string[]
  /** The names of all texts, in order: for shrinking. */
  readonly names: readonly string[]
  readonly record: readonly {
    readonly id: string
    readonly seats: number
    readonly phones: readonly string[]
    readonly language: string
  }[]
}

export interface PlayOptions {
  /** Stop before this step. */
  readonly step?: number
  /** Stop at the first violation that this says yes to. */
  readonly stopAt?: (violation: Violation) => boolean
}

/** Plays one night on an empty database, and ends it. @throws only where the simulator itself is wrong, or the program does what nobody catches */
export async function playOn(storage: Storage, plan: Plan, options: PlayOptions = {}): Promise<Night> {
  const draw = rng(`night/${plan.seed}`)
  const live = EVENING + (plan.practiceFirst ? 40 : 2) * MINUTE
  const hours: Hours = { begins: EVENING, live, calm: live + 110 * MINUTE, ends: live + 175 * MINUTE }
  const time = virtualTime(EVENING)
  const faults = faultsOf(plan.faults, draw.named('faults'))
  const rules = rulesNamed(plan.rules)
  const roster = rosterOf(plan, draw.named('roster'))
  const files = { rules: plan.rules, candidates: plan.candidates, roster }
  const clock = { now: () => time.shown() }
  await loadCaucus(storage.database, files, new Date(EVENING - 86_400_000).toISOString())
  const accounts: Account[] = []
  for (const [name, role] of STAFF)
    accounts.push(await makeAccount(storage.database, name, role, clock, draw.named(`account/${name}`)))

  const transcript: string[] = []
  const violations: Violation[] = []
  const checks = new Map<string, number>()
  const seen = new Map<Seen, Map<string, number>>()
  const log: string[] = []
  const answered: Exchange[] = []
  const pages: (Page & { path: string; at: number })[] = []
  const changes: Change[] = []
  let steps = 0
  let touched = true
  let program: Program | null = null
  let starts = 0
  /** Where nobody has written, nothing need be read again. */
  let writes = 0
  let judged = -1

  /** Failures of the disk so far. */
  let troubles = 0
  const breakdowns: string[] = []
  const tell = (line: string): void => {
    transcript.push(`${new Date(time.now()).toISOString().slice(11, 19)} ${line}`)
  }
  const start = async (): Promise<void> => {
    starts += 1
    const life = starts
    const died = (): void => {
      if (life !== starts) return
      program = null
      tell('the process dies')
      time.after(draw.named(`restart/${life}`).between(2, 40) * 1000, 'the process starts', () => restart())
    }
    const disk = unreliable(storage.database, faults, {
      died,
      wrote: () => {
        writes += 1
      },
      troubled: () => {
        troubles += 1
      },
    })
    program = await startProgram({
      database: disk,
      clock,
      draw: draw.named(`program/${life}`),
      fetch: lines.fetch,
      log: (line) => log.push(line),
    })
  }
  const restart = async (): Promise<void> => {
    await storage.reopen()
    try {
      await start()
    } catch (error) {
      tell(`the start fails: ${(error as Error).message}`)
      time.after(20_000, 'the process starts', () => restart())
    }
  }
  const deliver = async (request: Request): Promise<Response> => {
    const running = program
    if (running === null) throw new Crash('nobody listens')
    touched ||= request.method !== 'GET'
    const before = troubles
    const response = await running.fetch(request)
    if (running !== program) throw new Crash('the process has died')
    // 503 is what a line says that is full: the carrier comes again.
    if (response.status >= 500 && response.status !== 503 && troubles === before)
      breakdowns.push(`${request.method} ${new URL(request.url).pathname} is answered with ${response.status}`)
    return response
  }

  const lines = carrier({
    time,
    faults,
    draw: draw.named('carrier'),
    deliver,
    took: (exchange) => {
      answered.push(exchange)
      world.see('reply', replyKind(exchange.reply ?? '', exchange.body))
      tell(`${exchange.from} > ${shown(exchange.body)}\n           < ${shown(exchange.reply ?? '')}`)
    },
    gone: (text) => {
      if (text.answers !== null) return
      tell(`${text.to} ~ ${shown(text.body)}`)
      // What headquarters writes itself is no reply of the bot's.
      const kind = replyKind(text.body)
      if (kind !== 'another') world.see('reply', kind)
    },
    skipped: new Set(plan.without),
  })
  const browserOf = (account: Account): Browser =>
    browser(account, deliver, clock.now, draw.named(`browser/${account.name}`))
  const staff = new Map(accounts.map((account) => [account.name, browserOf(account)]))
  const people = new Map<string, Person>()
  const breaches: string[] = []
  const look = async (path: string): Promise<Page | null> => {
    const page = await staff
      .get('grace')
      ?.get(path)
      .catch(() => null)
    if (page === null || page === undefined) return null
    pages.push({ ...page, path, at: time.now() })
    return page
  }
  const world: World = {
    plan,
    rules,
    files,
    truths: new Map(
      roster.map((line) => [line.id, truth(rules, plan.candidates, line.seats, draw.named(`truth/${line.id}`))]),
    ),
    time,
    faults,
    carrier: lines,
    record: recordFold(storage.rows),
    hours,
    draw: (name) => draw.named(name),
    text: (name, from, body, meaning) => lines.text(name, from, body, meaning),
    read: async (path, headers = {}) => {
      const response = await deliver(new Request(PUBLIC_URL + path, { headers })).catch(() => null)
      if (response === null) return null
      // Not text(): workerd warns of every feed whose type is not text.
      const body = Buffer.from(await response.arrayBuffer()).toString()
      return { status: response.status, body, location: response.headers.get('location') }
    },
    send: async (request) => (await deliver(request).catch(() => null))?.status ?? null,
    breach: (what) => breaches.push(what),
    breaches,
    breakdowns,
    breakdown(what) {
      breakdowns.push(what)
      tell(what)
    },
    staff,
    browser: browserOf,
    people,
    rows: storage.rows,
    database: () => storage.database,
    answered,
    see(kind, what) {
      const of = seen.get(kind) ?? new Map<string, number>()
      seen.set(kind, of.set(what, (of.get(what) ?? 0) + 1))
    },
    tell,
    changes,
    log,
    pages,
    look,
  }
  const judge = async (invariants: readonly Invariant[]): Promise<void> => {
    for (const invariant of invariants) {
      for (const { kind, what } of await invariant.check(world)) {
        violations.push({
          invariant: invariant.number,
          name: invariant.name,
          kind,
          what,
          step: steps,
          at: time.shown(),
        })
        tell(`!! ${invariant.number} ${invariant.name}: ${what}`)
      }
      checks.set(invariant.name, (checks.get(invariant.name) ?? 0) + 1)
    }
  }

  await start()
  await open(world)
  timers(
    world,
    () => program,
    () => {
      const before = touched
      touched = false
      return before
    },
    () => writes,
  )
  chairs(world)
  for (const kind of ACTORS) {
    if (!plan.actors.includes(kind.name)) continue
    world.see('actor', kind.name)
    kind.join(world)
  }
  time.at(hours.calm, 'the faults end', () => {
    faults.end()
    tell('from here on nothing goes wrong')
  })
  if (plan.faults.includes('clock-jumps'))
    time.at(hours.live + draw.between(10, 90) * MINUTE, 'the clock jumps', () => {
      if (!faults.hits('clock-jumps', 'once', 0.8)) return
      time.jump(draw.pick([-90, -5, 5, 120]) * 1000)
      tell(`the clock of the machine jumps: it shows ${time.shown()}`)
    })

  const looking = async (): Promise<void> => {
    await program?.publish().catch(() => {})
    await judge(nowAndThen)
  }
  for (let moment = hours.live + 20 * MINUTE; moment < hours.ends; moment += 55 * MINUTE)
    time.at(moment, 'somebody looks at everything', looking)

  const stop = (): boolean => options.stopAt !== undefined && violations.some(options.stopAt)
  for (;;) {
    const together = time.next()
    if (together === null || time.now() > hours.ends || stop()) break
    if (options.step !== undefined && steps + together.length >= options.step) break
    steps += together.length
    answered.length = 0
    await Promise.all(together.map(({ run }) => run()))
    const news = writes === judged ? [] : await world.record.catchUp()
    judged = writes
    changes.splice(0, changes.length, ...news)
    await judge(whenever)
  }
  if (options.step === undefined && !stop()) {
    if (program === null) await restart()
    await (program as Program | null)?.publish()
    changes.splice(0, changes.length, ...(await world.record.catchUp()))
    await judge(nowAndThen)
    await judge(atTheEnd)
  }
  for (const [fault, times] of faults.seen) for (let i = 0; i < times; i += 1) world.see('fault', fault)
  for (const { type } of await world.rows('select type from events')) world.see('event', String(type))
  for (const { kind } of await world.rows('select kind from queue')) world.see('queue', String(kind))
  world.see('rules', plan.rules)
  const digest = await digestOf(world)
  await storage.end()
  return {
    plan,
    violations,
    steps,
    texts: lines.exchanges.reduce((sum, exchange) => sum + exchange.tries, 0),
    checks,
    seen,
    digest,
    transcript,
    names: lines.exchanges.map(({ name }) => name),
    record: roster.map(({ id, seats, phones, language }) => ({ id, seats, phones, language })),
  }
}

const STAFF: readonly (readonly [string, Account['role']])[] = [
  ['ada', 'operator'],
  ['ben', 'operator'],
  ['grace', 'supervisor'],
  ['hugo', 'supervisor'],
  ['root', 'admin'],
]

const shown = (text: string): string => text.replaceAll('\n', '⏎')

/** Who chairs what: mostly one precinct a phone; some have three, some a second phone. */
function rosterOf(plan: Plan, draw: Rng): readonly RosterLine[] {
  const lines: RosterLine[] = []
  let shared: string | null = null
  let left = 0
  for (let i = 0; i < plan.precincts; i += 1) {
    if (left === 0 && draw.chance(0.06)) {
      shared = `+1515556${String(1000 + i)}`
      left = 3
    }
    const own = left > 0 && shared !== null ? shared : `+1515557${String(1000 + i)}`
    left = Math.max(0, left - 1)
    const kind = draw.share()
    lines.push({
      id: `P${String(100 + 7 * i).padStart(4, '0')}`,
      county: ['Adair', 'Polk', 'Story'][i % 3] ?? 'Polk',
      seats: kind < 0.12 ? 1 : kind < 0.3 ? draw.between(2, 3) : draw.between(4, 12),
      language: draw.chance(0.2) ? 'es' : 'en',
      chair: `Chairperson ${['Winifred', 'Ottokar', 'Xenia', 'Quentin'][i % 4]} ${i}`,
      phones: draw.chance(0.12) && own !== shared ? [own, `+1515558${String(1000 + i)}`] : [own],
    })
  }
  return lines
}

/** Signs everybody in, and goes to the phase with which the night begins. */
async function open(world: World): Promise<void> {
  const { time, hours, plan, staff } = world
  const enter = async (person: Browser): Promise<void> => {
    // The server may have died just then: the page is asked for again.
    const entered = await person.signIn().catch(() => false)
    if (!entered) time.after(90_000, 'somebody signs in again', () => enter(person))
  }
  for (const person of staff.values()) await enter(person)
  if (plan.practiceFirst) {
    await changePhase(world, 'practice', 'setup')()
    time.at(hours.live - MINUTE, 'the phase is changed', changePhase(world, 'live', 'practice'))
  } else if (plan.actors.includes(phaseKeeper.name))
    time.at(hours.live - MINUTE, 'the phase is changed', changePhase(world, 'live', 'setup'))
  else await changePhase(world, 'live', 'setup')()
  // An idle session ends after two hours.
  for (const moment of [60, 130])
    for (const person of staff.values())
      time.at(hours.live + moment * MINUTE, 'somebody signs in again', () => enter(person))
}

/** The program's own timers, in virtual time: it does not matter how often they run, only that they do. */
function timers(world: World, program: () => Program | null, touched: () => boolean, writes: () => number): void {
  const { time, hours } = world
  const every = (ms: number, name: string, turn: (running: Program) => Promise<unknown>): void => {
    const run = async (): Promise<void> => {
      const running = program()
      if (running !== null)
        await turn(running).catch((error: unknown) => {
          if (!(error instanceof Crash) && !/disk is full|is locked|process has died/.test(String(error)))
            world.breakdown(`the task ${name} failed: ${String(error)}`)
        })
      time.after(ms, name, run)
    }
    time.at(hours.begins + ms, name, run)
  }
  every(20_000, 'publish', async (running) => {
    if (touched()) await running.publish()
  })
  const waiting = "select count(*) as waiting from outbox where state in ('waiting', 'leased')"
  let emptyAt = -1
  every(15_000, 'send', async (running) => {
    const now = writes()
    if (now === emptyAt) return
    if (Number((await world.rows(waiting))[0]?.waiting) > 0) await running.send()
    else emptyAt = now
  })
  every(60_000, 'remind', (running) => running.remind())
  every(900_000, 'reconcile', async (running) => running.reconcile?.())
}

async function digestOf(world: World): Promise<string> {
  const hash = createHash('sha256')
  for (const { sid, body, reply } of world.carrier.exchanges) hash.update(JSON.stringify([sid, body, reply]))
  for (const { to, body, at } of world.carrier.received) hash.update(JSON.stringify([to, body, at]))
  for (const table of ['events', 'inbox', 'queue', 'outbox', 'reports', 'snapshots'])
    for (const row of await world.rows(`select * from ${table} order by rowid`)) hash.update(JSON.stringify(row))
  for (const path of ['/', '/results.json', '/results.csv', '/ledger.jsonl'])
    hash.update((await world.read(path))?.body ?? 'none')
  return hash.digest('hex')
}
