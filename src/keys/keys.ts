import { createHmac, createSecretKey } from 'node:crypto'
import type { Person, StreamId } from '../bot/ids.ts'
import type { Keys } from '../bot/ports.ts'
import { canonicalJson, chainHash, saltedHash } from './hash-chain.ts'

/** What the bot asks of the secret, and the salts that publication reveals. */
export interface KeyedSecret extends Keys {
  /** Reveals one event of the chain when it is published: 64 hex digits. Not stored, derived again. */
  salt(stream: StreamId, version: number): string
}

/**
 * All that is derived from the secret of a caucus: pseudonyms of people (`p_` and 16 hex digits), approval codes (six
 * or eight digits, of a stream, a revision and a salt), the hash and salt of each event, and hashes of PINs. Nothing
 * is drawn by chance: the same input gives the same output on both runtimes. Each use has its own prefix, so that no output
 * serves for another.
 * @param secret as secret.ts makes it; validated where the environment is read
 */
export function createKeys(secret: string): KeyedSecret {
  const key = createSecretKey(secret, 'utf8')
  const keyed = (text: string): string => createHmac('sha256', key).update(text, 'utf8').digest('hex')
  const salt = (stream: StreamId, version: number): string => keyed(`salt|${stream}|${version}`)
  return {
    person: (phone) => `p_${keyed(`person|${phone}`).slice(0, 16)}` as Person,
    code: (stream, revision, salt, digits) => numberOf(digits, keyed(`code|${stream}|${revision}|${salt}`)),
    chain(previous, stream, version, event, at, actor) {
      const form = canonicalJson({ stream, version, type: event.type, data: event.data, at, actor })
      return chainHash(previous, saltedHash(salt(stream, version), form))
    },
    salt,
    pinHash: (precinct, pin) => keyed(`pin|${precinct}|${pin}`),
  }
}

/** A number of so many digits, the first no 0. Of 48 bits, so none is likelier than another by more than one in 3 million. */
function numberOf(digits: 6 | 8, hex: string): string {
  const least = 10 ** (digits - 1)
  return String(least + (Number.parseInt(hex.slice(0, 12), 16) % (9 * least)))
}
