import type { EventStore } from '../../../src/bot/ports.ts'
import { runBot } from '../../../src/server/bot-thread/run.ts'
import { ending } from './ending.ts'

/** The thread of the bot in a server that ends itself: see child.ts. */

const at = ending()
const careless = (store: EventStore): EventStore => ({
  ...store,
  async commit(commit) {
    setTimeout(() => void store.commit(commit).catch(() => {}), 30)
    return { ok: true }
  },
})
const watched = (store: EventStore): EventStore => ({
  ...store,
  async load(who, precinct) {
    at('received')
    const loaded = await store.load(who, precinct)
    at('loaded')
    return loaded
  },
  async commit(commit) {
    at('decided')
    const done = store.commit(commit)
    at('committing')
    const result = await done
    at('committed')
    return result
  },
})
await runBot(process.env.CRASH_STEP === 'reply-before-commit' ? careless : watched)
