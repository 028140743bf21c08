import type { Context } from 'hono'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
/** A proxy on the same machine also comes from loopback, but says for whom. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip']

/** Whether a request comes from this machine itself, and not through a proxy on it. */
export function fromLoopback(c: Context, remoteAddress: string | null): boolean {
  return LOOPBACK.has(remoteAddress ?? '') && FORWARDED.every((name) => c.req.header(name) === undefined)
}
