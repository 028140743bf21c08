import type { Redraw, Redrawn } from '../ports.ts'

/**
 * Pictures that chairs send, fetched for headquarters. What comes from a phone is a stranger's file: it is fetched only
 * from the carrier, never larger than a photograph, and never handed on: what headquarters sees was drawn anew from its
 * pixels. Vector graphics and pages, which could hold a script, are no pictures here; neither is what cannot be redrawn.
 */
interface PictureSource {
  readonly accountSid: string
  readonly authToken: string
  readonly redraw: Redraw
  readonly send?: typeof fetch
}

type Picture =
  | ({ readonly ok: true } & Redrawn)
  | { readonly ok: false; readonly reason: 'not_the_carrier' | 'gone' | 'too_large' | 'no_picture' | 'unreachable' }

const MOST_BYTES = 5 * 2 ** 20
const DEADLINE_MS = 15_000
const API = 'api.twilio.com'
/** The carrier's own store, to which its API redirects. */
const STORES = [/(^|\.)twiliocdn\.com$/, /^s3[\w.-]*\.amazonaws\.com$/, /^[\w.-]+\.s3[\w.-]*\.amazonaws\.com$/]

/** @param url as it was kept with the text. */
export async function fetchPicture(url: string, source: PictureSource): Promise<Picture> {
  if (!isOfAccount(url, source.accountSid)) return { ok: false, reason: 'not_the_carrier' }
  try {
    const first = await request(url, source, `Basic ${btoa(`${source.accountSid}:${source.authToken}`)}`)
    const next = first.status >= 300 && first.status < 400 ? first.headers.get('location') : null
    if (next !== null && !isStore(next)) return { ok: false, reason: 'not_the_carrier' }
    // The store gets no password: its address holds its own permission.
    const response = next === null ? first : await request(next, source, null)
    if (!response.ok) return { ok: false, reason: 'gone' }
    const bytes = await readBounded(response)
    if (bytes === null) return { ok: false, reason: 'too_large' }
    const redrawn = await source.redraw(bytes)
    return redrawn === null ? { ok: false, reason: 'no_picture' } : { ok: true, ...redrawn }
  } catch {
    return { ok: false, reason: 'unreachable' }
  }
}

/** What a picture is served with: never run, never guessed at, never kept, never framed by others. */
const PICTURE_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'Content-Disposition': 'inline; filename="worksheet"',
  'Cache-Control': 'private, no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const request = (url: string, { send = fetch }: PictureSource, authorization: string | null) =>
  send(url, {
    headers: authorization === null ? {} : { Authorization: authorization },
    redirect: 'manual',
    signal: AbortSignal.timeout(DEADLINE_MS),
  })

function isOfAccount(url: string, accountSid: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, pathname } = new URL(url)
  return (
    protocol === 'https:' &&
    host === API &&
    username === '' &&
    pathname.startsWith(`/2010-04-01/Accounts/${accountSid}/Messages/`)
  )
}

function isStore(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === 'https:' && STORES.some((store) => store.test(host))
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = response.body?.getReader()
  if (reader === undefined || Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) return null
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer())
    size += value.length
    chunks.push(value)
    if (size > MOST_BYTES) {
      await reader.cancel()
      return null
    }
  }
}

/** A picture as an answer to headquarters' browser; 404 where there is none that can be shown. */
export async function servePicture(url: string, source: PictureSource): Promise<Response> {
  const picture = await fetchPicture(url, source)
  if (!picture.ok) return new Response(null, { status: 404 })
  return new Response(picture.bytes, { headers: { ...PICTURE_HEADERS, 'Content-Type': picture.type } })
}
