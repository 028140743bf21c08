import { type CaucusFile, parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import { messageSid, type Person, type Phase, phone, precinctId } from '../../src/bot/ids.ts'
import type { EventStore, Handle, Keys } from '../../src/bot/ports.ts'
import type { Installation, InstalledPrecinct } from '../../src/db/event-store/install.ts'
import type { RecordReader } from '../../src/db/event-store/record-reader.ts'
import { createKeys } from '../../src/keys/keys.ts'

/**
 * Golden conversations. A person writes the `:` lines (who is there) and the `>` lines (what is texted); the player
 * adds `<` replies, `=` events, `~` texts to other phones and `!` alerts; `vitest -u` writes them, a person reads them.
 *
 *   : P0412 Polk "DES MOINES 42" 7 +15155550101 +15155550102
 *   : phase practice
 *   +15155550101 > P0412 A 113
 */
export interface Script {
  readonly precincts: readonly InstalledPrecinct[]
  readonly people: readonly {
    readonly precinct: string
    readonly phone: string
    readonly kind: 'registered' | 'backup'
  }[]
  readonly pins: readonly { readonly precinct: string; readonly pin: string }[]
  readonly phase: Phase
  readonly rules: string
  /** Everything but the player's own lines. */
  readonly lines: readonly string[]
}

export const transcriptKeys: Keys = createKeys('transcripts-are-played-with-this-one-secret-000000')
const setup = /^: (P\d{4}) (\S+) "([^"]+)" (\d+) (\S+)(?: (\+\d+))?(?: (es))?$/
const text = /^(\+\d+) > (.*)$/

export function parseScript(source: string): Script {
  const lines = source.split('\n').filter((line) => !/^\s+[<=~!]/.test(line))
  const setups = lines.flatMap((line) => setup.exec(line) ?? []).length
  if (setups === 0) throw new Error('a transcript needs at least one precinct line')
  const rows = lines.flatMap((line) => {
    const found = setup.exec(line)
    return found ? [found] : []
  })
  return {
    precincts: rows.map(([, id = '', county = '', name = '', delegates = '1', , , language]) => ({
      id: precinctId(id) ?? fail(id),
      county,
      name,
      district: '3',
      delegates: Number(delegates),
      language: language === 'es' ? 'es' : 'en',
      timezone: null,
    })),
    people: rows.flatMap(([, precinct = '', , , , first = '', second]) => [
      { precinct, phone: first, kind: 'registered' as const },
      ...(second ? [{ precinct, phone: second, kind: 'backup' as const }] : []),
    ]),
    pins: lines.flatMap((line) => {
      const found = /^: pin (P\d{4}) (\d{6})$/.exec(line)
      return found ? [{ precinct: found[1] ?? '', pin: found[2] ?? '' }] : []
    }),
    phase: (lines.flatMap((line) => /^: phase (\w+)$/.exec(line)?.[1] ?? [])[0] ?? 'live') as Phase,
    rules: lines.flatMap((line) => /^: rules (\w+)$/.exec(line)?.[1] ?? [])[0] ?? 'ia2020',
    lines,
  }
}

const fail = (what: string): never => {
  throw new Error(`not understood in a transcript: ${what}`)
}

const names = [
  'Bennet',
  'Biden',
  'Bloomberg',
  'Buttigieg',
  'Delaney',
  'Gabbard',
  'Klobuchar',
  'Patrick',
  'Sanders',
  'Steyer',
  'Warren',
  'Yang',
  'Other',
  'Uncommitted',
]
const aliases: Readonly<Record<string, readonly string[]>> = {
  Biden: ['Joe'],
  Buttigieg: ['Pete'],
  Klobuchar: ['Amy'],
  Sanders: ['Bernie'],
  Warren: ['Liz'],
}
const practiced = ['Potter', 'Granger', 'Weasley', 'Malfoy', 'Uncommitted']
const candidate = (name: string) => ({
  name,
  code: name.slice(0, 2).toUpperCase(),
  aliases: [...(aliases[name] ?? [])],
})

export function configOf(script: Script): CaucusFile {
  const parsed = parseConfig({
    name: 'Transcripts',
    date: '2020-02-03',
    timezone: 'America/Chicago',
    rules: script.rules,
    languages: ['en', 'es'],
    phone: '+15155550000',
    hq_phone: '+15155550100',
    candidates: names.map(candidate),
    practice: { candidates: practiced.map(candidate) },
  })
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  return parsed.file
}

export function installationOf(script: Script): Installation {
  const file = configOf(script)
  const parsed = parseConfig(file)
  if (!parsed.ok) throw new Error('unreachable')
  const phones = [...new Set(script.people.map((p) => p.phone))]
  return {
    configJson: JSON.stringify(file),
    caucus: parsed.caucus,
    precincts: script.precincts,
    counties: [...new Set(script.precincts.map((p) => p.county))].map((name) => ({
      name,
      countyDelegates: 120,
      stateDelegates: 7,
    })),
    people: phones.map((p) => ({ person: transcriptKeys.person(p), phone: p })),
    bindings: script.people.map((p) => ({
      person: transcriptKeys.person(p.phone),
      precinct: precinctId(p.precinct) ?? fail(p.precinct),
      kind: p.kind,
    })),
    pins: script.pins.map((p) => {
      const id = precinctId(p.precinct) ?? fail(p.precinct)
      return { precinct: id, hash: transcriptKeys.pinHash(id, p.pin) }
    }),
    at: '2020-02-03T12:00:00.000Z',
  }
}

/** Plays a script and returns it with the player's lines. `times`: how often the carrier delivers each text. */
export async function play(
  script: Script,
  store: EventStore & Pick<RecordReader, 'entries' | 'alerts' | 'outgoing'>,
  times = 1,
): Promise<string> {
  let minute = 0
  const now = () => new Date(Date.UTC(2020, 1, 4, 1, minute)).toISOString()
  const handle = createHandle({ store, keys: transcriptKeys, clock: { now } })
  const seen = { log: (await store.entries()).at(-1)?.seq ?? 0, alerts: 0, outgoing: 0 }
  const codes = new Map<string, string>()
  const out: string[] = []
  for (const line of script.lines) {
    out.push(line)
    const said = text.exec(line)
    if (!said) continue
    minute += 1
    const [, from = '', written = ''] = said
    // While writing a transcript, #### stands for the code that this phone was sent last.
    const body = written.replaceAll('####', codes.get(from) ?? '####')
    out[out.length - 1] = `${from} > ${body}`
    const reply = await deliver(handle, from, body, minute, times)
    codes.set(from, /(?:OK|KEEP) (\d{6,8})/.exec(reply)?.[1] ?? codes.get(from) ?? '####')
    out.push(...(await heard(store, reply, seen)))
  }
  return hidden(out.join('\n'))
}

async function deliver(handle: Handle, from: string, body: string, n: number, times: number): Promise<string> {
  const sid = messageSid(`SM${String(n).padStart(4, '0')}`) ?? fail('sid')
  const inbound = {
    sid,
    carrier: 'simulated',
    from: phone(from) ?? fail(from),
    to: '+15155550000',
    body: body.replaceAll('\\n', '\n'),
    media: [],
  }
  const first = await handle(inbound)
  for (let i = 1; i < times; i += 1) {
    const again = await handle(inbound)
    if (again.reply !== first.reply || !again.repeated)
      throw new Error(`text ${n} was answered differently when it came again`)
  }
  return first.reply
}

async function heard(
  store: Parameters<typeof play>[1],
  reply: string,
  seen: { log: number; alerts: number; outgoing: number },
): Promise<string[]> {
  const log = await store.entries(seen.log)
  const alerts = await store.alerts()
  const outgoing = await store.outgoing()
  const lines = [
    reply === '' ? '    < (no answer)' : `    < ${reply}`,
    ...log.map((e) => `    = ${e.stream} ${e.version} ${e.event.type} ${JSON.stringify(e.event.data)}`),
    ...outgoing.slice(seen.outgoing).map((o) => `    ~ ${o.person} ${o.body}`),
    ...alerts.slice(seen.alerts).map((a) => `    ! ${a.kind} ${a.detail}`),
  ]
  seen.log = log.at(-1)?.seq ?? seen.log
  seen.alerts = alerts.length
  seen.outgoing = outgoing.length
  return lines
}

/** People by the end of their number, so that a person can read who is meant. */
function hidden(lines: string): string {
  const phones = [...new Set(lines.match(/^\+\d+|(?<= )\+\d+/gm) ?? [])]
  return phones.reduce((all, p) => all.replaceAll(transcriptKeys.person(p) as Person, `@${p.slice(-4)}`), lines)
}
