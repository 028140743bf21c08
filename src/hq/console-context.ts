import type { Context } from 'hono'
import type { Session } from './access/session.ts'
import { type AskBoard, createBoard } from './board/board.ts'
import type { ConsoleDeps } from './deps.ts'
import { consolePage } from './page/layout.ts'
import type { FormOf, Html } from './page/parts.ts'
import type { ConsoleSetting } from './ports.ts'

/** What every part of the console works with. */
export interface ConsoleContext {
  readonly deps: ConsoleDeps
  readonly now: () => string
  readonly board: AskBoard
  readonly setting: () => Promise<ConsoleSetting>
  /** A form of this person's, with an id of its own. */
  readonly form: (me: Session) => FormOf
  page(c: Context, me: Session, content: PageContent): Promise<Response>
}

export interface PageContent {
  readonly title: string
  /** The address of the part of the console that it belongs to. */
  readonly path: string
  readonly body: Html
  readonly status?: 200 | 409
}

export function createConsoleContext(deps: ConsoleDeps): ConsoleContext {
  const { clock, reader, vault } = deps
  const board = createBoard(reader, vault.id(), () => Date.parse(clock.now()))
  const form = (me: Session): FormOf => ({ csrf: me.csrf, action: vault.id() })
  return {
    deps,
    now: () => clock.now(),
    board,
    setting: () => reader.setting(),
    form,
    async page(c, me, { title, path, body, status }) {
      const { caucus, phase } = await reader.setting()
      const { open } = await reader.mark()
      const frame = { title, me, phase, caucus: caucus.name, open, path, now: clock.now(), body, action: vault.id() }
      return c.html(consolePage(frame), status ?? 200)
    },
  }
}
