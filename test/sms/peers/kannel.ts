import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../server/crash/server.ts'
import { listens, type Peer, type Program, program, until } from './peer.ts'

/** Kannel as Debian ships it, with its fake message centre, all on loopback. */
export interface Kannel {
  /** For `KANNEL_URL`. */
  readonly url: string
  /** A phone joins the centre. The centre holds one connection: one phone at a time. */
  phone(number: string): Phone
  stop(): Promise<void>
}

export interface Phone {
  /**
   * Texts, and waits for what comes back.
   * @param coding `ucs2`: as phones send what does not fit the plain alphabet
   * @returns the texts that came, in order; less than `count` where they do not come.
   */
  text(body: string, count?: number, coding?: 'text' | 'ucs2'): Promise<readonly string[]>
}

const BOXES = ['/usr/sbin/bearerbox', '/usr/sbin/smsbox', '/usr/lib/kannel/test/fakesmsc'] as const
const PATIENCE_MS = 20_000
const RECEIVED = /Got message \d+: <\S+ \S+ \S+ ([^\n]*)>\n/g

/** @param hook where Kannel brings texts: `get-url`, complete. @param own our number, as digits. */
export async function startKannel(hook: string, own: string): Promise<Peer<Kannel>> {
  const missing = BOXES.find((box) => !existsSync(box))
  if (missing !== undefined) return { ok: false, reason: `there is no ${missing} (Debian: kannel, kannel-extras)` }
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-kannel-'))
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()] as const
  const [, boxes, centre, sending] = ports
  writeFileSync(join(folder, 'kannel.conf'), configuration(ports, hook))
  const bearer = program(BOXES[0], ['kannel.conf'], folder)
  const sms = await until(listens(boxes)).then(() => program(BOXES[1], ['kannel.conf'], folder))
  const stop = async () => {
    await sms.stop()
    await bearer.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  // The fake centre is not asked: it would take the question for its only phone.
  if (await until(listens(sending)))
    return {
      ok: true,
      peer: {
        url: `http://tester:only-here@127.0.0.1:${sending}/cgi-bin/sendsms`,
        phone: (number) => ({
          text: (body, count = 1, coding = 'text') =>
            exchange(centre, `${number} ${own} ${coding} ${coding === 'ucs2' ? escaped(body) : body}`, count, folder),
        }),
        stop,
      },
    }
  await stop()
  return { ok: false, reason: `Kannel did not start: ${bearer.said().slice(-300)}` }
}

/** UTF-16BE, each byte as the fake centre takes it. */
const escaped = (body: string): string => Buffer.from(body, 'utf16le').swap16().toString('hex').replace(/../g, '%$&')

async function exchange(centre: number, message: string, count: number, folder: string): Promise<readonly string[]> {
  const args = ['-H', '127.0.0.1', '-r', String(centre), '-m', '1', message]
  const phone: Program = program(BOXES[2], args, folder)
  const received = () => [...phone.said().matchAll(RECEIVED)].map(([, body = '']) => body)
  await until(() => received().length >= count, PATIENCE_MS)
  await phone.stop()
  return received()
}

const configuration = (
  [admin, boxes, centre, sending]: readonly [number, number, number, number],
  hook: string,
): string => `
group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = only-here
smsbox-port = ${boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = ${centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${boxes}
sendsms-port = ${sending}
sendsms-interface = 127.0.0.1
http-request-retry = 30
http-queue-delay = 1

group = sendsms-user
username = tester
password = only-here
concatenation = true
max-messages = 3

group = sms-service
keyword = default
catch-all = true
omit-empty = true
concatenation = true
max-messages = 3
get-url = "${hook}"
`
