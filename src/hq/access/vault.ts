import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * Everything secret in the console: passwords, second factors, cookies, recovery codes. What is kept of each is
 * useless without the caucus' secret, but for passwords, which rest on scrypt.
 */
export interface Vault {
  /** @returns `scrypt$N$r$p$salt$hash`. About 150 ms of work. */
  hashPassword(password: string): Promise<string>
  /** The same work where there is no account (`null`), so that a name's existence cannot be told by the clock. */
  checkPassword(password: string, hash: string | null): Promise<boolean>
  /** For what must be read again: the secret of the second factor. */
  lock(text: string): string
  /** @throws where it was locked with another secret. */
  unlock(locked: string): string
  /** What is kept of a cookie, a link or a recovery code. */
  keep(use: 'session' | 'device' | 'link' | 'recovery' | 'form' | 'address', token: string): string
  /** 32 random bytes, base64url. */
  token(): string
  /** 16 random hexadecimal digits. */
  id(): string
  /** 10 random letters and digits that cannot be taken for one another, in two groups. */
  recoveryCode(): string
}

/** scrypt's parameters. */
export interface Work {
  readonly N: number
  readonly R: number
  readonly P: number
}

/** OWASP's setting of 32 MB: 150 ms on a small server, and it fits beside other work into a Worker's memory. */
const N = 2 ** 15
const R = 8
const P = 3
const WORK: Work = { N, R, P }

type RandomBytes = (count: number) => Uint8Array

const MAX_MEMORY = 64 * 1024 * 1024
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * @param secret the caucus' own. Nothing in here serves for what the keys derive from it: each use has its prefix.
 * @param work how hard a password is to try: less in tests, where many sign in.
 * @param random so many bytes drawn by chance; the machine's own unless told
 */
export function createVault(secret: string, work: Work = WORK, random: RandomBytes = randomBytes): Vault {
  const keyed = (text: string): Buffer => createHmac('sha256', secret).update(text, 'utf8').digest()
  const key = keyed('console|lock')
  return {
    async hashPassword(password) {
      const salt = Buffer.from(random(16))
      const hash = await derive(password, salt, work.N, work.R, work.P)
      return ['scrypt', work.N, work.R, work.P, salt.toString('base64url'), hash.toString('base64url')].join('$')
    },
    async checkPassword(password, hash) {
      const [, n, r, p, salt, expected] = (hash ?? nobody(work)).split('$')
      const derived = await derive(password, Buffer.from(salt ?? '', 'base64url'), Number(n), Number(r), Number(p))
      const stored = Buffer.from(expected ?? '', 'base64url')
      return hash !== null && stored.length === derived.length && timingSafeEqual(stored, derived)
    },
    lock(text) {
      const nonce = random(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    unlock(locked) {
      const bytes = Buffer.from(locked, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    keep: (use, token) => keyed(`console|${use}|${token}`).toString('base64url'),
    token: () => Buffer.from(random(32)).toString('base64url'),
    id: () => Buffer.from(random(8)).toString('hex'),
    recoveryCode() {
      const letters = Array.from({ length: 10 }, () => LETTERS[below(LETTERS.length, random)] ?? '').join('')
      return `${letters.slice(0, 5)}-${letters.slice(5)}`
    },
  }
}

/** A hash that no password has: the work is done all the same. */
const nobody = ({ N: n, R: r, P: p }: Work): string => `scrypt$${n}$${r}$${p}$${'A'.repeat(22)}$${'A'.repeat(43)}`

function derive(password: string, salt: Uint8Array, n: number, r: number, p: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  scrypt(password.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: MAX_MEMORY }, (error, hash) => {
    if (error) reject(error)
    else resolve(hash)
  })
  return promise
}

/** Evenly: numbers that would favour the first letters are drawn again. */
function below(limit: number, random: RandomBytes): number {
  for (;;) {
    const byte = random(1)[0] ?? 255
    if (byte < 256 - (256 % limit)) return byte % limit
  }
}
