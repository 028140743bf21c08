import { ACCOUNT, PUBLIC_URL } from '../world/assembly.ts'
import type { ActorKind } from '../world/world.ts'

const MINUTE = 60_000

/** Somebody at the web routes without an account: forged webhooks, other people's names at the sign-in, pages without a session. */
export const outsider: ActorKind = {
  name: 'outsider',
  join(world) {
    const draw = world.draw('outsider')
    const turn = async (): Promise<void> => {
      const { id, phones } = draw.pick(world.files.roster)
      const form = new URLSearchParams({
        MessageSid: `SM${draw.below(1e9)}`,
        AccountSid: ACCOUNT.sid,
        From: phones[0] ?? '',
        To: '+1',
        Body: `${id} F Yang 900`,
      })
      const requests: readonly (readonly [string, RequestInit, readonly number[]])[] = [
        ['/sms/twilio', { method: 'POST', body: form, headers: { 'x-twilio-signature': 'AAAA' } }, [403]],
        ['/sms/twilio', { method: 'POST', body: form }, [403]],
        ['/sms/twilio/status', { method: 'POST', body: form }, [403]],
        [`/hq/precincts/${id}`, {}, [302]],
        [`/hq/precincts/${id}/release`, { method: 'POST', body: new URLSearchParams({ reason: 'x' }) }, [401]],
        ['/hq/log?words=OK', {}, [302]],
        ['/hq/live', {}, [401]],
        ['/metrics', {}, [404]],
        [
          '/hq/sign-in',
          {
            method: 'POST',
            body: new URLSearchParams({ name: 'grace', password: 'guess', code: '000000', to: '/hq' }),
            headers: { origin: PUBLIC_URL },
          },
          [200, 401, 403, 429, 409],
        ],
      ]
      const [path, init, expected] = draw.pick(requests)
      const answer = await world.send(new Request(PUBLIC_URL + path, init))
      if (answer !== null && answer < 500 && !expected.includes(answer))
        world.tell(`an outsider gets ${answer} for ${path}`)
      const wrong = path.startsWith('/sms') ? answer !== 403 : (answer ?? 500) < 300 && !path.includes('sign-in')
      if (answer !== null && answer < 500 && wrong) world.breach(`an outsider gets ${answer} for ${path}`)
      world.time.after(draw.between(3, 12) * MINUTE, 'an outsider tries', turn)
    }
    world.time.at(world.hours.live + 6 * MINUTE, 'an outsider tries', turn)
  },
}
