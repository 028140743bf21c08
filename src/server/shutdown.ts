import type { IncomingMessage, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import type { ServerType } from '@hono/node-server'

/** How often connections that have become idle are closed; the first time, for what was on its way at the stop. */
const SWEEP_MS = 50

/**
 * Follows the responses that are owed, so that a server can end without cutting one off.
 * @returns ends the server: no new connection is let in, each response closes its connection, idle ones are closed, what
 * is under way is finished; connections that are open after `deadline` milliseconds are cut off.
 */
export function gracefulShutdown(server: ServerType): (deadline: number) => Promise<void> {
  const owed = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  let ending = false
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => {
    if (ending) response.shouldKeepAlive = false
    owed.add(response)
    response.once('close', () => owed.delete(response))
  })
  return async (deadline) => {
    ending = true
    for (const response of owed) if (!response.headersSent) response.shouldKeepAlive = false
    await close(server, sockets, deadline)
  }
}

async function close(server: ServerType, sockets: ReadonlySet<Socket>, deadline: number): Promise<void> {
  // HTTP's own `close` would at once cut off connections whose request is still on its way.
  const closed = new Promise<void>((done) => NetServer.prototype.close.call(server, () => done()))
  const sweep = setInterval(() => {
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    // Node counts a connection as idle only after its first request.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }, SWEEP_MS)
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, deadline)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}
