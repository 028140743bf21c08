import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** `npm run grammar`: report.ne -> report.ts. Also what the test compares the checked-in file with. */
const place = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** nearley's own TypeScript, made fit for strict checking: its helpers typed, its header said once. */
export function compileGrammar(): string {
  const made = execFileSync(
    process.execPath,
    [place('node_modules/nearley/bin/nearleyc.js'), place('src/grammar/report.ne')],
    { encoding: 'utf8' },
  )
  return made
    .replace(
      /^[\s\S]*?function id/,
      '// GENERATED from report.ne by `npm run grammar`. Change report.ne, never this file.\n\nfunction id',
    )
    .replaceAll(/"postprocess": \((d|_), at\) =>/g, '"postprocess": ($1: any[], at?: number) =>')
    .replaceAll('"postprocess": d =>', '"postprocess": (d: any[]) =>')
}

export const generated = (): string => readFileSync(place('src/grammar/report.ts'), 'utf8')

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(place('src/grammar/report.ts'), compileGrammar())
