import { randomBytes } from 'node:crypto'

/** The one secret of a caucus (`CAUCUSLINE_SECRET`): 32 random bytes, base64url, 43 characters. Made once, at `init`. */
export const makeSecret = (): string => randomBytes(32).toString('base64url')

/**
 * Why a text will not do as the secret, in words for the person who set it (the text itself is never repeated);
 * null where it will.
 */
export function secretProblem(text: string | undefined): string | null {
  if (text === undefined || text === '') return 'CAUCUSLINE_SECRET is not set'
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) {
    return 'CAUCUSLINE_SECRET is not 43 characters of base64url (32 bytes); use the one that init printed'
  }
  return new Set(text).size < 12 ? 'CAUCUSLINE_SECRET is not random; use the one that init printed' : null
}
