import { createCipheriv, createDecipheriv, type DecipherGCM, hkdfSync, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/**
 * A backup file: a line that says what it is, a salt, a nonce, the database in AES-256-GCM, the tag. The key is derived
 * from the caucus' secret, which is kept elsewhere, so that the file alone gives nobody a phone number.
 */
const HEAD = Buffer.from('caucusline backup 1\n')
const [SALT, NONCE, TAG] = [16, 12, 16]
const START = HEAD.length + SALT + NONCE

const keyOf = (secret: string, salt: Buffer): Buffer => Buffer.from(hkdfSync('sha256', secret, salt, 'backup', 32))

export async function encryptFile(from: string, to: string, secret: string): Promise<void> {
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)]
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce)
  const sealed = async function* (source: AsyncIterable<Buffer>) {
    yield Buffer.concat([HEAD, salt, nonce])
    for await (const piece of source) yield cipher.update(piece)
    yield cipher.final()
    yield cipher.getAuthTag()
  }
  await pipeline(createReadStream(from), sealed, createWriteStream(to, { mode: 0o600, flags: 'wx', flush: true }))
}

/** Whether a file begins as our backups do. If not, it may be a plain database. */
export async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(HEAD.length), 0, HEAD.length, 0)
    return buffer.equals(HEAD)
  } finally {
    await handle.close()
  }
}

/** @returns false when the file was changed, cut short, or made under another secret; what was written is then worthless. */
export async function decryptFile(from: string, to: string, secret: string): Promise<boolean> {
  const { size } = await stat(from)
  if (size < START + TAG) return false
  const decipher = await decipherOf(from, size, secret)
  const source = createReadStream(from, { start: START, end: size - TAG - 1 })
  const target = createWriteStream(to, { mode: 0o600, flags: 'wx', flush: true })
  try {
    await pipeline(source, decipher, target)
    return true
  } catch (error) {
    if (error instanceof Error && /authenticate/.test(error.message)) return false
    throw error
  }
}

async function decipherOf(file: string, size: number, secret: string): Promise<DecipherGCM> {
  const handle = await open(file)
  try {
    const part = async (length: number, at: number) => (await handle.read(Buffer.alloc(length), 0, length, at)).buffer
    const salt = await part(SALT, HEAD.length)
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, salt), await part(NONCE, HEAD.length + SALT))
    decipher.setAuthTag(await part(TAG, size - TAG))
    return decipher
  } finally {
    await handle.close()
  }
}
