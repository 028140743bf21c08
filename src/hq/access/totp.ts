import { Secret, TOTP } from 'otpauth'

/** The second factor: RFC 6238 with what every authenticator app takes for granted (SHA-1, six digits, 30 seconds). */
const PERIOD = 30

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

const totpOf = (secret: string, name: string, issuer: string): TOTP =>
  new TOTP({ issuer, label: name, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) })

/** The address that an authenticator app reads, as a square or by hand. */
export const totpUri = (secret: string, name: string, issuer = 'Caucusline HQ'): string =>
  totpOf(secret, name, issuer).toString()

/**
 * @returns the time step that the code belongs to (one before and one after the present are taken: phones' clocks
 * differ), or null where it is wrong. A step serves once: see `useStep`.
 */
export function totpStep(secret: string, code: string, now: string): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const timestamp = Date.parse(now)
  const delta = totpOf(secret, '', '').validate({ token: code, timestamp, window: 1 })
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD) + delta
}

/** The code of a moment: for tests, and for the demonstration, which signs its visitor in by itself. */
export const totpCode = (secret: string, now: string): string =>
  totpOf(secret, '', '').generate({ timestamp: Date.parse(now) })
