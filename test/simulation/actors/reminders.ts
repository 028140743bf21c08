import type { Browser } from '../world/console.ts'
import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000

/** Headquarters reminds chairs who are silent: one plans, a second person agrees above a limit, some are cancelled, and who stays silent is called. */
export const reminders: ActorKind = {
  name: 'reminders',
  join(world) {
    const draw = world.draw('reminders')
    const [ada, grace, hugo] = ['ada', 'grace', 'hugo'].map((name) => world.staff.get(name))
    if (ada === undefined || grace === undefined || hugo === undefined) return
    world.time.at(world.hours.live + draw.between(3, 8) * MINUTE, 'the limits are set', async () => {
      const limits = {
        budget: draw.pick(['6000', '6000', '6000', '3']),
        secondAbove: draw.pick(['0', '2', '50']),
        price: '110',
      }
      const answer = await hugo.post('/hq/reminders/settings', limits, '/hq/reminders').catch(() => null)
      world.tell(`hugo asks for a second person above ${limits.secondAbove} texts (${answer?.status ?? 'no answer'})`)
    })
    const times = draw.between(1, 3)
    for (let i = 0; i < times; i += 1) {
      const fate = draw.pick(['sent', 'sent', 'cancelled'])
      const stage = draw.pick(['never', 'never', 'never', 'all', 'initial', 'awaiting'])
      const due = draw.pick(['0', '3', '20'])
      const moment = world.hours.live + draw.between(10, 90) * MINUTE
      world.time.at(moment, 'a reminder is planned', async () => {
        const path = await planned(world, ada, stage, due).catch(() => null)
        if (path === null) return
        const who = draw.chance(0.5) ? grace : hugo
        world.time.after(MINUTE, 'a reminder is decided', async () => {
          const agreed = await who.post(`${path}/approve`, {}, path).catch(() => null)
          world.tell(`${who.account.name} agrees to a reminder (${agreed?.status ?? 'no answer'})`)
          if (fate === 'sent') return
          const cancelled = await ada.post(`${path}/cancel`, { reason: 'the room was moved' }, path).catch(() => null)
          world.tell(`ada cancels a reminder (${cancelled?.status ?? 'no answer'})`)
        })
      })
    }
    world.time.at(world.hours.calm, 'the call list is worked through', () => callWhoStaysSilent(world, ada))
  },
}

/** @returns the page of the new reminder; null where there was nobody to remind, or it was refused */
async function planned(world: World, ada: Browser, stage: string, minutes: string): Promise<string | null> {
  const form = await ada.get(`/hq/reminders/new?stage=${stage}`)
  const words = (language: string): string =>
    (new RegExp(`<textarea id="${language}"[^>]*>([^<]*)`).exec(form.body)?.[1] ?? '').replaceAll('&#39;', "'")
  const own = stage === 'all' ? 'please keep your phone on tonight.' : ''
  const draft = {
    title: `For ${stage}`,
    stage,
    county: '',
    en: `${words('en')}${own}`,
    es: `${words('es')}${own}`,
    minutes,
    again: '15',
    calls: '10',
  }
  const preview = await ada.post('/hq/reminders/preview', draft, '/hq/reminders/new')
  const seen = /name="seen" value="(\d+)"/.exec(preview.body)?.[1]
  if (seen === undefined) return null
  const answer = await ada.post('/hq/reminders/plan', { ...draft, seen }, '/hq/reminders/new')
  world.tell(`ada plans a reminder for ${stage}, ${seen} texts (${answer.status})`)
  return answer.status === 303 ? (answer.location?.split('?')[0] ?? null) : null
}

async function callWhoStaysSilent(world: World, ada: Browser): Promise<void> {
  try {
    const page = await ada.get('/hq/calls')
    for (const [, id = ''] of page.body.matchAll(/name="id" value="([^"]+)"/g)) {
      const precinct = id.split('/').at(-1) ?? ''
      const outcome = world.people.get(precinct)?.says() === null ? 'no answer' : 'reached, will text'
      const answer = await ada.post('/hq/calls/end', { id, outcome }, '/hq/calls')
      world.tell(`ada calls ${precinct}: ${outcome} (${answer.status})`)
    }
  } catch {
    // The server is down.
  }
}
