import { type Import, importsOf, nodes, type Source } from './imports.ts'

/** Who may import whom (docs/architecture.md). A name ending in / stands for all below it. */
interface Room {
  /** A folder, or one file, which then goes before its folder. */
  readonly place: string
  readonly may: readonly string[]
  /** Allowed as far as only types are taken. */
  readonly types?: readonly string[]
  /** Refused, whatever else is allowed. */
  readonly never?: readonly string[]
}

const hono = ['hono', 'hono/']

export const rooms: readonly Room[] = [
  { place: 'src/math/', may: [] },
  { place: 'src/grammar/', may: ['nearley', 'nearley/', 'moo'] },
  { place: 'src/bot/', may: ['src/math/', 'src/grammar/', 'zod'] },
  { place: 'src/keys/', may: ['node:crypto'], types: ['src/bot/'] },
  {
    place: 'src/db/connection/better-sqlite3.ts',
    may: ['src/db/', 'src/bot/ids.ts', 'better-sqlite3', 'node:fs'],
    types: ['src/bot/'],
  },
  { place: 'src/db/connection/migrate.ts', may: ['src/db/', 'node:fs'], types: ['better-sqlite3'] },
  {
    place: 'src/db/',
    // ids.ts and config.ts are the doors by which what lies in a table becomes a typed value again.
    // chain-events.ts numbers and chains what is put into the log.
    may: ['src/bot/ids.ts', 'src/bot/config.ts', 'src/bot/handle/chain-events.ts'],
    types: [
      'src/bot/',
      'src/sms/ports.ts',
      'src/results/ports.ts',
      'src/hq/ports.ts',
      'better-sqlite3',
      '@cloudflare/workers-types',
    ],
  },
  {
    place: 'src/files/',
    may: ['src/bot/', 'src/grammar/', 'zod', 'csv-parse', 'csv-parse/', 'libphonenumber-js', 'node:fs', 'node:path'],
    types: ['src/math/'],
  },
  { place: 'src/sms/', may: ['src/bot/', 'twilio', 'twilio/', 'node:crypto', 'zod', ...hono] },
  {
    place: 'src/results/',
    may: ['src/bot/', 'src/math/', 'src/keys/', 'node:crypto', 'zod', 'csv-stringify', 'csv-stringify/', ...hono],
  },
  {
    place: 'src/hq/',
    may: ['src/bot/', 'src/math/', 'src/keys/', 'node:crypto', 'otpauth', 'uqr', ...hono],
    types: ['src/grammar/'],
  },
  { place: 'src/environment.ts', may: ['zod', 'src/keys/secret.ts', 'src/sms/'] },
  { place: 'src/app.ts', may: ['src/sms/', 'src/results/', 'src/hq/', 'src/bot/', ...hono] },
  { place: 'src/cli/', may: ['*'] },
  // The runtime puts everything together; the commands come after it.
  { place: 'src/server/', may: ['*'], never: ['src/cli/'] },
  { place: 'deploy/', may: ['*'] },
]

const within = (path: string, place: string) => path === place || (place.endsWith('/') && path.startsWith(place))
const roomOf = (path: string): Room | null => rooms.find((room) => within(path, room.place)) ?? null

function allowed(room: Room, one: Import): boolean {
  if (room.never?.some((place) => within(one.to, place))) return false
  const among = (places: readonly string[]) => places.some((place) => place === '*' || within(one.to, place))
  if (room.place.endsWith('/') && within(one.to, room.place) && one.to !== 'src/db/connection/better-sqlite3.ts')
    return true
  return among(room.may) || (one.typeOnly && among(room.types ?? []))
}

/** One sentence for each import that the table forbids, and for each file that stands in no room. */
export function trespasses(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => {
    const room = roomOf(source.path)
    if (room === null) return [`${source.path} stands in no folder of the table`]
    return importsOf(source)
      .filter((one) => !allowed(room, one))
      .map((one) => `${one.from} may not import ${one.to}`)
  })
}

const pure = ['src/math/', 'src/grammar/', 'src/bot/']
const worldly = new Set(['process', 'Buffer', 'crypto', 'performance', 'fetch', 'setTimeout', 'setInterval', 'console'])
const asked = new Set(['Date.now', 'Math.random', 'globalThis'])

/** One sentence for each use of a clock, of chance or of the process in the core. */
export function impurities(sources: readonly Source[]): readonly string[] {
  return sources
    .filter((source) => pure.some((place) => within(source.path, place)))
    .flatMap((source) => [...nodes(source)].flatMap((node) => named(node)).map((what) => `${source.path} uses ${what}`))
}

/** `process.pid` is `process`, `Date.now()` is `Date.now`; a property or key of the same name elsewhere is nothing. */
function named(node: { readonly type: string; readonly [key: string]: unknown }): readonly string[] {
  const name = (part: unknown) => (part as { name?: string } | null | undefined)?.name ?? ''
  const bare = (node.arguments as readonly unknown[] | undefined)?.length === 0
  if ((node.type === 'NewExpression' || node.type === 'CallExpression') && bare && name(node.callee) === 'Date')
    return ['the present date']
  if (node.type === 'MemberExpression') {
    const path = `${name(node.object)}.${name(node.property)}`
    if (asked.has(path)) return [path]
    return worldly.has(name(node.object)) || asked.has(name(node.object)) ? [name(node.object)] : []
  }
  if (node.type === 'CallExpression' && worldly.has(name(node.callee))) return [name(node.callee)]
  return []
}

/** Circles of imports, those of types included: each the paths of one, sorted. */
export function circles(sources: readonly Source[]): readonly (readonly string[])[] {
  const imports = new Map(sources.map((source) => [source.path, new Set(importsOf(source).map(({ to }) => to))]))
  const reachedFrom = (start: string): ReadonlySet<string> => {
    const reached = new Set<string>()
    const todo = [start]
    for (let path = todo.pop(); path !== undefined; path = todo.pop())
      for (const to of imports.get(path) ?? [])
        if (imports.has(to) && !reached.has(to)) {
          reached.add(to)
          todo.push(to)
        }
    return reached
  }
  const reached = new Map([...imports.keys()].map((path) => [path, reachedFrom(path)]))
  const found = [...imports.keys()]
    .filter((path) => reached.get(path)?.has(path))
    .map((path) => [...(reached.get(path) ?? [])].filter((other) => reached.get(other)?.has(path)).sort())
  return [...new Map(found.map((circle) => [circle.join(), circle])).values()]
}

/** A file below this many lines with a single importer belongs into that importer. */
const SCRAP = 25

/** One sentence for each file that is too small to stand beside the only one that needs it. */
export function scraps(sources: readonly Source[]): readonly string[] {
  const importers = new Map<string, Set<string>>()
  for (const source of sources)
    for (const { to } of importsOf(source)) importers.set(to, (importers.get(to) ?? new Set()).add(source.path))
  return sources.flatMap(({ path, text }) => {
    const [first, ...others] = importers.get(path) ?? []
    const lines = text.split('\n').length - 1
    const generated = text.startsWith('// GENERATED')
    return first !== undefined && others.length === 0 && lines < SCRAP && !generated
      ? [`${path} (${lines} lines) serves ${first} alone`]
      : []
  })
}

interface Exported {
  readonly name: string
  readonly isFunction: boolean
  readonly isDocumented: boolean
}

/** What a file defines and exports, a name once. What it passes on from another file is not defined here. */
function exportsOf(source: Source): readonly Exported[] {
  const exported = new Map<string, Exported>()
  for (const node of nodes(source)) {
    if (node.type !== 'ExportNamedDeclaration' || node.source) continue
    const before = source.text.slice(0, node.start as number).trimEnd()
    const isDocumented = before.endsWith('*/') && before.startsWith('/**', before.lastIndexOf('/*'))
    for (const { name, isFunction } of definedBy(node))
      if (!exported.has(name)) exported.set(name, { name, isFunction, isDocumented })
  }
  return [...exported.values()]
}

type Syntax = Readonly<Record<string, unknown>> | null | undefined
function definedBy(node: Syntax): readonly Omit<Exported, 'isDocumented'>[] {
  const declaration = node?.declaration as Syntax
  const nameOf = (part: unknown) => ((part as Syntax)?.name as string | undefined) ?? ''
  if (!declaration)
    return ((node?.specifiers ?? []) as readonly Syntax[]).map((specifier) => ({
      name: nameOf(specifier?.exported),
      isFunction: false,
    }))
  if (declaration.type !== 'VariableDeclaration')
    return [{ name: nameOf(declaration.id), isFunction: /Function/.test(declaration.type as string) }]
  return (declaration.declarations as readonly Syntax[]).map((variable) => ({
    name: nameOf(variable?.id),
    isFunction: makesFunction(variable?.init as Syntax),
  }))
}

/** `(x) => ...`, or a call that is given one, as `memoize((x) => ...)`. */
const makesFunction = (value: Syntax): boolean =>
  /Function/.test((value?.type as string | undefined) ?? '') ||
  (value?.type === 'CallExpression' && (value.arguments as readonly Syntax[]).some(makesFunction))

/** One sentence for each exported name that two files define: one concept has one name, and one name one concept. */
export function homonyms(sources: readonly Source[]): readonly string[] {
  const homes = Map.groupBy(
    sources.flatMap((source) => exportsOf(source).map(({ name }) => ({ name, path: source.path }))),
    ({ name }) => name,
  )
  return [...homes].flatMap(([name, found]) =>
    found.length > 1 ? [`${name} is defined in ${found.map(({ path }) => path).join(' and ')}`] : [],
  )
}

/** One sentence for each exported function of the core without a docstring. */
export function undocumented(sources: readonly Source[]): readonly string[] {
  return sources
    .filter(({ path, text }) => pure.some((place) => within(path, place)) && !text.startsWith('// GENERATED'))
    .flatMap((source) =>
      exportsOf(source)
        .filter(({ isFunction, isDocumented }) => isFunction && !isDocumented)
        .map(({ name }) => `${source.path}: ${name} has no docstring`),
    )
}
