import { type AddressInfo, createServer } from 'node:net'

/** This port where it is free, else any free one: an address that must be known before the server is made. */
export async function freePort(wanted: number, host: string): Promise<number> {
  return (await tried(wanted, host)) ?? (await tried(0, host)) ?? 0
}

function tried(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, host, () => {
      const { port: found } = probe.address() as AddressInfo
      probe.close(() => resolve(found))
    })
  })
}
