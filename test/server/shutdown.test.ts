import { once } from 'node:events'
import { Agent, createServer, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { gracefulShutdown } from '../../src/server/shutdown.ts'

const NEVER = 60_000
const ASKING = 'GET / HTTP/1.1\r\nHost: here\r\n\r\n'
const agents: Agent[] = []
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy()
})

/** A server that answers when the test says so. */
async function server() {
  const asked: ServerResponse[] = []
  const listening = createServer((_, answer) => void asked.push(answer))
  const end = gracefulShutdown(listening)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo
  const until = async (n: number) => {
    while (asked.length < n) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { asked, end, port, until }
}

function client(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  agents.push(agent)
  return () =>
    new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      const asking = request({ port, host: '127.0.0.1', agent }, (answer) => {
        answer.resume()
        answer.once('end', () => resolve([answer.statusCode, answer.headers.connection]))
      })
      asking.once('error', reject)
      asking.end()
    })
}

describe('a server that ends', () => {
  it('keeps connections until then, and lets each answer that it owes close its own', async () => {
    const { asked, end, port, until } = await server()
    const ask = client(port)
    const before = ask()
    await until(1)
    asked[0]?.end('kept')
    expect(await before).toEqual([200, 'keep-alive'])
    const under = ask()
    await until(2)
    const ended = end(NEVER)
    asked[1]?.end('the last')
    expect(await under).toEqual([200, 'close'])
    await ended
    await expect(ask()).rejects.toThrow()
  })

  it('takes what a connected client sends while it ends', async () => {
    const { asked, end, port, until } = await server()
    const socket = connect(port, '127.0.0.1')
    let said = ''
    socket.on('data', (piece) => (said += piece))
    socket.write(ASKING)
    await until(1)
    asked[0]?.end('first')
    while (!said.includes('first')) await once(socket, 'data')
    const ended = end(NEVER)
    socket.write(ASKING)
    await until(2)
    asked[1]?.end('second')
    await Promise.all([ended, once(socket, 'close')])
    expect(said).toMatch(/keep-alive[\s\S]*first[\s\S]*Connection: close[\s\S]*second/)
  })

  it('does not wait for a connection by which nothing ever came', async () => {
    const { end, port } = await server()
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    await new Promise((resolve) => setTimeout(resolve, 20))
    await Promise.all([end(NEVER), once(socket, 'close')])
  })

  it('closes connections that nobody uses, also those whose answer had begun before', async () => {
    const { asked, end, port, until } = await server()
    const ask = client(port)
    const first = ask()
    await until(1)
    asked[0]?.write('begun')
    asked[0]?.flushHeaders()
    const ended = end(NEVER)
    asked[0]?.end()
    expect(await first).toEqual([200, 'keep-alive'])
    await ended
  })

  it('cuts off who does not end', async () => {
    const { end, port, until } = await server()
    const hanging = client(port)()
    await until(1)
    const ended = end(100)
    await expect(hanging).rejects.toThrow()
    await ended
  })
})
