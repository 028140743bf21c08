import { hash } from 'node:crypto'

/**
 * The half of the hash chain that needs no secret, so that anybody can verify what was published:
 *
 *   hash(v) = sha256( hash(v - 1) · sha256( salt(v) · canonical JSON of the event's public form ) )
 *
 * An event that is not published stands in the ledger as its version and salted hash alone; without the salt its few
 * possible contents cannot be guessed from it.
 */

/**
 * JSON with the keys of every object in order of their UTF-16 code units and without spaces: one text for one value
 * (the shape of RFC 8785 for what the log holds). Members that are undefined are left out, as in JSON.
 * @throws TypeError on what JSON cannot hold (a fraction that is not finite, a bigint, a function).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`
  if (typeof value === 'object' && value !== null) return canonicalObject(value as Readonly<Record<string, unknown>>)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('not a finite number')
  const json = JSON.stringify(value)
  if (json === undefined) throw new TypeError(`JSON cannot hold a ${typeof value}`)
  return json
}

function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  let members = ''
  // Without a comparison of its own, `sort` goes by UTF-16 code units.
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member === undefined) continue
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `{${members}}`
}

const sha256 = (text: string): string => hash('sha256', text, 'hex')

/**
 * The hash of an event's public form that cannot be guessed without the salt.
 * @param salt 64 hex digits; of fixed length, so that salt and text cannot run into one another
 * @param canonical the public form as `canonicalJson` gives it
 * @returns 64 hex digits
 */
export const saltedHash = (salt: string, canonical: string): string => sha256(`${salt}\n${canonical}`)

/**
 * The hash of an event in its chain.
 * @param previous the hash of the event before it in its stream, '' for the first
 * @returns 64 hex digits
 */
export const chainHash = (previous: string, salted: string): string => sha256(`${previous}\n${salted}`)
