import type { IncomingMessage, ServerResponse } from 'node:http'
import { Server as Listening, type Socket } from 'node:net'
import type { ServerType } from '@hono/node-server'

/** How often connections that have become idle are closed; the first time, for what was on its way at the stop. */
const SWEEP_MS = 50

/**
 * Follows the answers that are owed, so that a server can end without cutting one off.
 * @returns ends the server: nobody new is let in, each answer closes its connection, idle ones are closed, what is under
 * way is finished; who has not ended after `patience` milliseconds is cut off.
 */
export function gracefulShutdown(server: ServerType): (patience: number) => Promise<void> {
  const owed = new Set<ServerResponse>()
  const open = new Set<Socket>()
  let ending = false
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.prependListener('request', (_: IncomingMessage, answer: ServerResponse) => {
    if (ending) answer.shouldKeepAlive = false
    owed.add(answer)
    answer.once('close', () => owed.delete(answer))
  })
  return async (patience) => {
    ending = true
    for (const answer of owed) if (!answer.headersSent) answer.shouldKeepAlive = false
    await closed(server, open, patience)
  }
}

async function closed(server: ServerType, open: ReadonlySet<Socket>, patience: number): Promise<void> {
  // HTTP's own `close` would at once cut off whoever has connected and whose request is still on its way.
  const all = new Promise<void>((done) => Listening.prototype.close.call(server, () => done()))
  const sweep = setInterval(() => {
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    // Node counts as idle only who has asked before.
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }, SWEEP_MS)
  const cut = setTimeout(() => {
    for (const socket of open) socket.destroy()
  }, patience)
  await all
  clearInterval(sweep)
  clearTimeout(cut)
}
