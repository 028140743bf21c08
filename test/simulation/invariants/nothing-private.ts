import { pinOf } from '../world/assembly.ts'
import type { World } from '../world/world.ts'
import { codesIn } from './approved.ts'
import type { Finding, Invariant } from './invariants.ts'

const PUBLIC = [
  '/',
  '/results.json',
  '/results.csv',
  '/results.nist.json',
  '/paths.json',
  '/ledger.jsonl',
  '/corrections',
  '/corrections.atom',
  '/counties',
  '/check',
] as const

/** 8. No phone, name, text, PIN or code leaves by pages, feeds, metrics or log lines; no code stands on a page of headquarters. */
export const nothingPrivate: Invariant = {
  number: 8,
  name: 'nothing private leaves',
  async check(world) {
    const metrics = await world.read('/metrics', { authorization: 'Bearer metrics-token-of-the-night' })
    const pages = await Promise.all(PUBLIC.map((path) => world.read(path)))
    const sources: [string, string][] = [
      ...PUBLIC.map((path, i): [string, string] => [path, pages[i]?.body ?? '']),
      ['/metrics', metrics?.body ?? ''],
      ['the log', world.log.join('\n')],
    ]
    return [...sources.flatMap(([where, text]) => leaks(where, text, world)), ...(await codesAtHq(world))]
  },
}

/** What people typed, where it is long enough to be known again. */
const typed = (world: World): readonly string[] =>
  world.carrier.exchanges.map(({ body }) => body).filter((body) => body.length > 15 && body.includes(' '))

function leaks(where: string, text: string, world: World): readonly Finding[] {
  const found = (what: string, kind: string): Finding => ({ kind, what: `${where} holds ${what}` })
  const body = typed(world).find((words) => text.includes(words))
  return [
    ...(body === undefined ? [] : [found(`the text "${body}"`, 'text')]),
    ...world.files.roster.flatMap(({ id, chair, phones }) => [
      ...phones.filter((phone) => text.includes(phone.slice(2))).map((phone) => found(`the phone ${phone}`, 'phone')),
      ...(text.includes(chair) ? [found(`the name ${chair}`, 'name')] : []),
      ...(new RegExp(`(?<![\\w./+-])${pinOf(id)}(?![\\w./+-])`).test(text) ? [found(`the PIN of ${id}`, 'pin')] : []),
      ...(codesIn(text).length > 0 && where !== '/check' ? [found(`a code: ${codesIn(text)[0]}`, 'code')] : []),
    ]),
  ]
}

/** The codes that are out at this moment stand on no page of headquarters, in whatever words. */
async function codesAtHq(world: World): Promise<readonly Finding[]> {
  const draw = world.draw(`look/${world.time.now()}`)
  const { id } = draw.pick(world.files.roster)
  const codes = new Set(world.carrier.received.slice(-60).flatMap(({ body }) => codesIn(body)))
  const findings: Finding[] = []
  for (const path of [`/hq/precincts/${id}`, '/hq/log', '/hq/queue']) {
    const page = await world.look(path)
    const text = (page?.body ?? '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\(\d{3}\) \d{3}-\d{4}|\d{4}-\d{2}-\d{2}/g, '')
    for (const [, code = ''] of text.matchAll(/(?<![\w.#/-])(\d{4,8})(?![\w.#/-])/g))
      if (codes.has(code)) findings.push({ kind: 'code at headquarters', what: `${path} shows the code ${code}` })
  }
  return findings
}
