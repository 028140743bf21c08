import { randomBytes } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'

/** An invented account of a carrier: what the simulated carrier and the server that it texts must agree on. */
export interface SimulatedAccount {
  readonly publicUrl: string
  readonly number: string
  readonly accountSid: string
  readonly authToken: string
}

export const simulatedAccount = (publicUrl: string, number: string): SimulatedAccount => ({
  publicUrl,
  number,
  accountSid: `AC${randomBytes(16).toString('hex')}`,
  authToken: randomBytes(16).toString('hex'),
})

/** @returns this port when it is free, else any free one: the account's URL must be known before the server is made. */
export async function freePort(wanted: number, host: string): Promise<number> {
  return (await tryPort(wanted, host)) ?? (await tryPort(0, host)) ?? 0
}

function tryPort(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, host, () => {
      const { port: bound } = probe.address() as AddressInfo
      probe.close(() => resolve(bound))
    })
  })
}
