import type { Context } from 'hono'

/** Whether an address leads back to this machine: no carrier can reach it, so whatever calls it is a trial. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

const ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
/** A proxy on the same machine also comes from loopback, but says for whom. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip']

/** Whether a request comes from this machine itself, and not through a proxy on it. */
export const isFromLoopback = (c: Context, remoteAddress: string | null): boolean =>
  ADDRESSES.has(remoteAddress ?? '') && FORWARDED.every((name) => c.req.header(name) === undefined)
