import { totpAt } from '../world/assembly.ts'
import type { Browser, Page } from '../world/console.ts'
import type { ActorKind, World } from '../world/world.ts'

const MINUTE = 60_000
const NEWCOMER = 'nell'

/** An administrator who invites somebody, changes what they may do, shuts them out and lets them in again; and people who change their password and go home. */
export const administrator: ActorKind = {
  name: 'administrator',
  join(world) {
    const root = world.staff.get('root')
    if (root === undefined) return
    const draw = world.draw('administrator')
    const start = world.hours.live + draw.between(4, 40) * MINUTE
    let nell: Browser | null = null
    const steps: readonly (() => Promise<unknown>)[] = [
      async () => {
        nell = await invited(world, root)
      },
      async () => {
        if (nell !== null) await workOneItem(world, nell)
      },
      () => changed(world, root, 'role', { role: draw.pick(['viewer', 'supervisor']) }),
      async () => {
        if (nell === null || (await changed(world, root, 'block', { reason: 'lost the laptop' }))?.status !== 200)
          return
        const page = await nell.get('/hq/queue')
        if (page.status === 200) world.breach('somebody who is blocked still reads the queue')
      },
      () => changed(world, root, 'block', {}),
      () => changed(world, root, 'invite', {}),
    ]
    steps.forEach((step, i) => {
      world.time.at(start + i * 4 * MINUTE, 'an administrator acts', () => trying(step))
    })
    const [changes, leaves] = draw.shuffled(['ada', 'ben', 'hugo'])
    world.time.at(world.hours.live + draw.between(10, 100) * MINUTE, 'somebody changes their password', () =>
      trying(async () => {
        const answer = await world.staff.get(changes ?? '')?.changePassword('four words in a row')
        world.tell(`${changes} changes the password (${answer?.location ?? answer?.status})`)
      }),
    )
    world.time.at(world.hours.live + draw.between(10, 100) * MINUTE, 'somebody goes home', () =>
      trying(async () => {
        const person = world.staff.get(leaves ?? '')
        const answer = await person?.post('/hq/sign-out', {}, '/hq/self')
        world.tell(`${leaves} signs out (${answer?.status})`)
        // They come back after a while.
        const back = async (): Promise<void> => {
          if ((await person?.signIn().catch(() => false)) !== true) world.time.after(90_000, 'somebody signs in', back)
        }
        world.time.after(draw.between(3, 15) * MINUTE, 'somebody signs in', back)
      }),
    )
  },
}

/** The server may be down: then it was not done, and nobody tries again. */
async function trying<T>(act: () => Promise<T>): Promise<void> {
  await act().catch(() => {})
}

/** The account is made, the address is read out, and the person chooses a password and sets up the second factor. */
async function invited(world: World, root: Browser): Promise<Browser | null> {
  const made = await root.post('/hq/accounts/invite', { name: NEWCOMER, role: 'operator' }, '/hq/accounts')
  const [path] = /\/hq\/welcome\/[\w-]+/.exec(made.body) ?? []
  world.tell(`root invites ${NEWCOMER} (${made.status})`)
  if (path === undefined) return null
  const account = { name: NEWCOMER, role: 'operator', password: 'horse battery staple', totp: '' } as const
  const guest = world.browser(account)
  const page = await guest.get(path)
  const totp = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page.body)?.[1] ?? '').replaceAll(' ', '')
  const sealed = /name="sealed" value="([^"]*)"/.exec(page.body)?.[1] ?? ''
  if (totp === '') return null
  const { password } = account
  const form = { sealed, password, again: password, code: totpAt(totp, world.time.shown()) }
  const joined = await guest.post(path, form, path)
  world.tell(`${NEWCOMER} joins (${joined.status})`)
  const nell = world.browser({ ...account, totp })
  return (await nell.signIn()) ? nell : null
}

/** The newcomer takes what lies on top, looks at it, and gives it back. */
async function workOneItem(world: World, nell: Browser): Promise<void> {
  const [item] = await world.rows('select id from queue where outcome is null and owner is null order by at limit 1')
  if (item === undefined) return
  const id = String(item.id)
  const taken = await nell.post('/hq/queue/take', { id, owner: '' }, '/hq/queue')
  const returned = await nell.post('/hq/queue/return', { id }, '/hq/queue')
  world.tell(`${NEWCOMER} takes ${id} (${taken.status}) and gives it back (${returned.status})`)
}

/** One change to the newcomer's account. */
async function changed(
  world: World,
  root: Browser,
  what: 'role' | 'block' | 'invite',
  fields: Readonly<Record<string, string>>,
): Promise<Page | null> {
  const [account] = await world.rows('select id from hq_accounts where name = ?', NEWCOMER)
  if (account === undefined) return null
  const answer = await root.post(`/hq/accounts/${String(account.id)}/${what}`, fields, '/hq/accounts')
  world.tell(`root changes ${NEWCOMER}: ${what} (${answer.status})`)
  return answer
}
