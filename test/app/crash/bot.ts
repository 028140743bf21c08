import { runBot } from '../../../deploy/bot/run.ts'
import type { Store } from '../../../src/bot/ports.ts'
import { ending } from './ending.ts'

/** The thread of the bot in a server that ends itself: see child.ts. */

const at = ending()
const careless = (store: Store): Store => ({
  ...store,
  async commit(commit) {
    setTimeout(() => void store.commit(commit).catch(() => {}), 30)
    return { ok: true }
  },
})
const watched = (store: Store): Store => ({
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
