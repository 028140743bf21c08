import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * `npm run assets`: x.css -> x.css.ts, x.js -> x.js.ts. Style sheets and browser scripts are files of their own, which
 * Biome formats and lints; the program imports the generated module beside each: `import { publicCss } from
 * './public.css.ts'`. To add one, put its path into `assets`, run the command, and commit both files; a test compares them.
 *
 * Generated, because no import of a text works everywhere without a build step: Node 24 runs the sources and knows no
 * import of texts, a Worker has no files to read, and wrangler and vitest each would need a rule of their own.
 */
export const assets = [
  'src/results/pages/public.css',
  'src/results/pages/live.js',
  'src/hq/page/console.css',
  'src/hq/page/console.js',
] as const

const place = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** The module of one asset. Its constant is named after the file: `publicCss`, `liveJs`. */
export function compileAsset(path: string): string {
  const source = readFileSync(place(path), 'utf8')
  const name = basename(path)
  const constant = name.replace(/[.-](.)/g, (_, letter: string) => letter.toUpperCase())
  const text = path.endsWith('.css') ? compactCss(source) : withoutHead(source)
  return `// GENERATED from ${name} by \`npm run assets\`. Change ${name}, never this file.\n\nexport const ${constant} =\n  ${JSON.stringify(text)}\n`
}

/** Without the comments at the head, and the semicolon that Biome puts before a bracket. */
const withoutHead = (script: string): string => script.replace(/^(\/\*[\s\S]*?\*\/\n|\/\/.*\n)*;?/, '')

/**
 * A formatted style sheet without comments and without space that says nothing: `.a > b { margin: 0 0.5rem; }` becomes
 * `.a>b{margin:0 .5rem}`. A blank line becomes a line break, so that what is sent can still be read.
 */
function compactCss(css: string): string {
  const groups = css
    .replace(/\/\*[\s\S]*?\*\/\n*/g, '')
    .trim()
    .split(/\n{2,}/)
  return groups
    .map((group) =>
      group
        .split(/("[^"]*")/)
        .map(compactPart)
        .join('')
        .replaceAll(';}', '}')
        .trim(),
    )
    .join('\n')
}

/** @param at odd for what stands in quotes, which stays as it is but for `''` and values of attributes that need none */
const compactPart = (part: string, at: number): string =>
  at % 2 === 1
    ? part.replace(/^""$/, "''")
    : part
        .replace(/\s+/g, ' ')
        .replace(/ ?([{};,!/]) ?|(:) /g, '$1$2')
        // Not within brackets: there + stands in a sum.
        .replace(/ ([>+]) (?![^(]*\))/g, '$1')
        .replace(/(?<![\d.])0\.(?=\d)/g, '.')

export const generated = (path: string): string => readFileSync(place(`${path}.ts`), 'utf8')

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const path of assets) writeFileSync(place(`${path}.ts`), compileAsset(path))
