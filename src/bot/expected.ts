import type { Expected } from '../grammar/intent.ts'
import { assess } from './assess.ts'
import type { Sender } from './sender.ts'

/** What the bot asked of this phone last, so that a bare answer can be taken. The precinct heard from last comes first. */
export function expectedOf(sender: Sender): Expected {
  if (sender.kept) return { answer: 'precinct' }
  const recent = [...sender.desks].sort((a, b) => (a.state.at < b.state.at ? 1 : -1))
  for (const { state, facts } of recent) {
    if (state.kept) return { answer: 'alignment' }
    if (state.asked === 'attendance') return { answer: 'attendance' }
    // Nothing is open before there is a count.
    if (!state.draft.initial && !state.draft.final) continue
    const { next, result } = assess(state.draft, facts)
    if (next === 'toss') return { answer: 'toss', among: result.tie?.among ?? [] }
    if (next === 'elect') return { answer: 'toss', among: facts.order }
  }
  return { answer: 'nothing' }
}
