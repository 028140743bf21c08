import { createHmac } from 'node:crypto'

/**
 * Ed25519 signatures of what is published (WebCrypto: the same on Node and in workerd). The key follows from the
 * caucus' secret, so it is backed up with it; the public half and its fingerprint are published before the night.
 */
interface Signer {
  /** Base64url of the 32 bytes of the public key. */
  readonly publicKey: string
  /** Base64url of the 64 bytes of the signature. */
  sign(text: string): Promise<string>
}

/** PKCS #8 of an Ed25519 private key is this, then the 32 bytes of the seed (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The signer of the caucus that has this secret. */
export async function createSigner(secret: string): Promise<Signer> {
  const seed = createHmac('sha256', secret).update('ed25519|ledger', 'utf8').digest()
  const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...seed])
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, ['sign'])
  const { x } = (await crypto.subtle.exportKey('jwk', key)) as { readonly x?: string }
  if (x === undefined) throw new Error('this runtime does not give the public half of an Ed25519 key')
  return {
    publicKey: x,
    async sign(text) {
      const bytes = await crypto.subtle.sign({ name: 'Ed25519' }, key, new TextEncoder().encode(text))
      return Buffer.from(bytes).toString('base64url')
    },
  }
}

/** True only if `signature` is this key's over exactly this text; false for anything malformed. */
export async function verifySignature(publicKey: string, text: string, signature: string): Promise<boolean> {
  try {
    const raw = Buffer.from(publicKey, 'base64url')
    const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify'])
    const bytes = Buffer.from(signature, 'base64url')
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, bytes, new TextEncoder().encode(text))
  } catch {
    return false
  }
}

/** What people compare by eye or telephone: the first 20 hex digits of sha256 of the key, in groups of four. */
export async function keyFingerprint(publicKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(publicKey, 'base64url'))
  const hex = Buffer.from(digest).toString('hex').slice(0, 20)
  return (hex.match(/.{4}/g) ?? []).join(' ')
}
