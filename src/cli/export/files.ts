import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Writes files into a folder so that nobody ever reads half a one: each is written beside its place and then renamed.
 * @returns the paths written.
 */
export async function writeWhole(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const written: string[] = []
  for (const [name, body] of files) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.part`, body)
    await rename(`${path}.part`, path)
    written.push(path)
  }
  return written
}
