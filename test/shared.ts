import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The folder with the real Iowa night of 2020 and the worked examples, or null where it is not present
 * (it lies beside the checkout, never inside it; `CAUCUSLINE_DATA` names another place).
 */
export function sharedData(): string | null {
  const folder = process.env.CAUCUSLINE_DATA ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
  return existsSync(`${folder}/iowa2020/reports.csv`) ? folder : null
}
