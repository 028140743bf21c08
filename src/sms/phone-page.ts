import { Hono } from 'hono'
import { page } from './phone/page.ts'

/** A chair whose phone can be picked up in the browser. */
export interface DemoChair {
  readonly precinct: string
  readonly county: string
  readonly name: string
  /** E.164. */
  readonly phone: string
  readonly language: string
  /** Delegates to elect. */
  readonly delegates: number
  /** Texts that she may want to send, in the order of the night, each with a word on what it shows. */
  readonly examples: readonly { readonly text: string; readonly about: string }[]
}

/** One precinct as the board beside the phone shows it. */
export interface BoardLine {
  readonly precinct: string
  readonly stage: 'silent' | 'initial' | 'awaiting' | 'approved' | 'held'
  /** Delegates of a recorded report; null before there is one. */
  readonly delegates: Readonly<Record<string, number>> | null
}

export interface ThreadText {
  /** Null where we texted first. */
  readonly body: string | null
  /** Null where nothing was answered. */
  readonly reply: string | null
}

/** What the browser phone asks of the demonstration it is part of. */
export interface PhonePageDeps {
  readonly caucus: { readonly name: string; readonly number: string; readonly timezone: string }
  readonly chairs: readonly DemoChair[]
  /** Texts our number from that phone, through the carrier, signed; resolves with the answer. */
  readonly text: (from: string, body: string) => Promise<string | null>
  readonly thread: (from: string) => readonly ThreadText[]
  readonly board: () => Promise<readonly BoardLine[]>
  /** The other chairs report by themselves while this is on. */
  readonly night: { readonly on: () => boolean; readonly set: (on: boolean) => void }
  /** The page's style (all of it in phone.css) and scripts by file name: so that it needs nothing inline. */
  readonly assets: Readonly<Record<string, string>>
  /** Pages to look at besides: `[address, name]`. */
  readonly links: readonly (readonly [string, string])[]
}

/** Longer than anything a feature phone can send in one go. */
const longest = 480

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

/** `/phone`: a feature phone in the browser, its chair's card, and the board filling in. Only in the demonstration. */
export function phoneRoutes(deps: PhonePageDeps): Hono {
  const app = new Hono()
  const known = new Set(deps.chairs.map(({ phone }) => phone))
  app.get('/phone', (c) => {
    c.header('Content-Security-Policy', policy)
    return c.html(page(deps))
  })
  for (const [name, text] of Object.entries(deps.assets))
    app.get(`/phone/${name}`, (c) => c.body(text, 200, asset(name.endsWith('.css') ? 'text/css' : 'text/javascript')))
  app.get('/phone/state', async (c) => {
    const from = c.req.query('from') ?? ''
    c.header('Cache-Control', 'no-store')
    return c.json({ thread: deps.thread(from), board: await deps.board(), night: deps.night.on() })
  })
  // JSON only: a form of another site cannot send that without asking first.
  app.use('/phone/*', async (c, next) => {
    if (c.req.method === 'POST' && c.req.header('content-type') !== 'application/json')
      return c.json({ error: 'JSON only' }, 415)
    return await next()
  })
  app.post('/phone/text', async (c) => {
    const sent: unknown = await c.req.json().catch(() => null)
    if (!isText(sent) || !known.has(sent.from) || sent.body.length > longest)
      return c.json({ error: 'no such phone, or no text' }, 400)
    return c.json({ reply: await deps.text(sent.from, sent.body) })
  })
  app.post('/phone/night', async (c) => {
    const sent: unknown = await c.req.json().catch(() => null)
    deps.night.set(typeof sent === 'object' && sent !== null && 'on' in sent && sent.on === true)
    return c.json({ night: deps.night.on() })
  })
  return app
}

const asset = (type: string) => ({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' })

function isText(sent: unknown): sent is { from: string; body: string } {
  if (typeof sent !== 'object' || sent === null || !('from' in sent) || !('body' in sent)) return false
  return typeof sent.from === 'string' && typeof sent.body === 'string'
}
