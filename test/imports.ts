import { readdirSync, readFileSync } from 'node:fs'
import { posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vitest/node'

/** What a file takes from elsewhere: `to` is a path from the root of the repository, or a package with its path. */
export interface Import {
  readonly from: string
  readonly to: string
  /** Gone when the types are stripped: nothing of it runs. */
  readonly typeOnly: boolean
}

export interface Source {
  readonly path: string
  readonly text: string
}

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Every TypeScript file below the given folders or files, as a path from the root of the repository. */
export function sources(...places: readonly string[]): readonly Source[] {
  const paths = places.flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(`${root}${place}`, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
          .map((entry) => `${relative(root, entry.parentPath)}/${entry.name}`),
  )
  return paths.sort().map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }))
}

/** A node of the syntax tree, as far as it matters here. */
interface Node {
  readonly type: string
  readonly [key: string]: unknown
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* walk(item)
  else if (isNode(value)) {
    yield value
    for (const child of Object.values(value)) if (typeof child === 'object') yield* walk(child)
  }
}

export const nodes = (source: Source): Iterable<Node> => walk(parseAst(source.text, { lang: 'ts' }))

const literal = (node: unknown): string | null =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null

/** Each name is a type: `import { type A, type B }`. Without names the module itself is loaded. */
const onlyTypes = (specifiers: unknown, kind: 'importKind' | 'exportKind'): boolean =>
  Array.isArray(specifiers) && specifiers.length > 0 && specifiers.every((one) => isNode(one) && one[kind] === 'type')

/** What a node imports, and whether only types of it; null for all other nodes. An unreadable target is '?'. */
function target(node: Node): { readonly to: string; readonly typeOnly: boolean } | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return {
        to: literal(node.source) ?? '?',
        typeOnly: node.importKind === 'type' || onlyTypes(node.specifiers, 'importKind'),
      }
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      if (!isNode(node.source)) return null
      return {
        to: literal(node.source) ?? '?',
        typeOnly: node.exportKind === 'type' || onlyTypes(node.specifiers, 'exportKind'),
      }
    case 'ImportExpression':
      return { to: literal(node.source) ?? '?', typeOnly: false }
    case 'TSImportType':
      return { to: literal(node.source) ?? '?', typeOnly: true }
    case 'TSExternalModuleReference':
      return { to: literal(node.expression) ?? '?', typeOnly: false }
    case 'CallExpression': {
      const callee = node.callee as Node
      if (callee.type !== 'Identifier' || callee.name !== 'require') return null
      return { to: literal((node.arguments as readonly unknown[])[0]) ?? '?', typeOnly: false }
    }
    default:
      return null
  }
}

/** All imports of a file, static, dynamic, re-exported or of a type alone. */
export function importsOf(source: Source): readonly Import[] {
  const found: Import[] = []
  for (const node of nodes(source)) {
    const seen = target(node)
    if (seen === null) continue
    const to = seen.to.startsWith('.') ? posix.join(posix.dirname(source.path), seen.to) : seen.to
    found.push({ from: source.path, to, typeOnly: seen.typeOnly })
  }
  return found
}
