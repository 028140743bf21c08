import type { Gate } from '../access/gate.ts'
import { itemActions, queueActions } from './actions.ts'
import { showItem, showQueue } from './pages.ts'

export function queueRoutes(gate: Gate): void {
  gate.see('/hq/queue', 'queue.see', (visit) => showQueue(visit))
  gate.see('/hq/queue/item', 'queue.see', (visit) => showItem(visit, visit.c.req.query('id') ?? ''))
  gate.act(queueActions, showQueue)
  gate.act(itemActions, (submission, note, status) => showItem(submission, submission.fields.text('id'), note, status))
}
