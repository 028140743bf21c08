import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { totpCode } from '../../src/hq/access/totp.ts'
import { type Visitor, visitor, type World, world } from './world.ts'

let here: World
let robin: Visitor
let dana: Visitor
beforeEach(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 2 })
  robin = await here.person('Robin', 'admin')
  dana = await here.person('Dana', 'operator')
})
afterEach(() => here.database.close())

const idOf = async (name: string): Promise<string> =>
  String((await here.rows('select id from hq_accounts where name = ?', name))[0]?.id)
const linkIn = (page: string): string => /\/hq\/welcome\/[\w-]+/.exec(page)?.[0] ?? ''
const field = (page: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
const follow = async (link: string, more: Record<string, string> = {}) => {
  const guest = visitor(here, { name: '', password: '', totp: '', recovery: [] })
  const page = await (await guest.get(link)).text()
  const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '')
  const answer = await guest.raw(link, {
    sealed: field(page, 'sealed'),
    password: 'lamp river copper nine',
    again: 'lamp river copper nine',
    code: secret ? totpCode(secret, here.clock.now()) : '',
    ...more,
  })
  return { answer, secret }
}

describe('accounts', () => {
  it('begin with an invitation that works once, for a day, and for nobody who guesses', async () => {
    const link = linkIn(
      await (await robin.post('/hq/accounts/invite', { name: 'Alex', role: 'operator' }, '/hq/accounts')).text(),
    )
    expect((await follow('/hq/welcome/nothing')).answer.status).toBe(404)
    expect((await follow(link, { code: '000000' })).answer.status).toBe(422)
    expect((await follow(link, { again: 'other words in a row' })).answer.status).toBe(422)
    expect((await follow(link, { password: 'short', again: 'short' })).answer.status).toBe(422)
    const { answer, secret } = await follow(link)
    expect(answer.status).toBe(200)
    const recovery = [...(await answer.text()).matchAll(/<li>([a-z0-9-]+)<\/li>/g)].map(([, code]) => code ?? '')
    expect(recovery).toHaveLength(8)
    expect((await follow(link)).answer.status).toBe(404)
    here.clock.move(31_000)
    const alex = visitor(here, { name: 'Alex', password: 'lamp river copper nine', totp: secret, recovery })
    expect((await alex.signIn()).status).toBe(303)
    const late = linkIn(
      await (await robin.post('/hq/accounts/invite', { name: 'Kim', role: 'viewer' }, '/hq/accounts')).text(),
    )
    here.clock.move(24 * 3_600_000 + 1000)
    expect((await follow(late)).answer.status).toBe(404)
  })

  it('a form that is sent twice gives one link, and says so', async () => {
    const seen = await (await robin.get('/hq/accounts')).text()
    const form = { csrf: field(seen, 'csrf'), action: 'again1' }
    const path = `/hq/accounts/${await idOf('Dana')}/invite`
    const first = await (await robin.raw(path, form)).text()
    const second = await robin.raw(path, form)
    expect(second.status).toBe(409)
    const words = await second.text()
    expect(words).toContain('This form was sent before')
    expect(linkIn(words)).toBe('')
    expect((await follow(linkIn(first))).answer.status).toBe(200)
  })

  it('end at once: a new invitation, another role and a block each put out who is in', async () => {
    const id = await idOf('Dana')
    expect((await dana.get('/hq')).status).toBe(200)
    await robin.post(`/hq/accounts/${id}/role`, { role: 'viewer' }, '/hq/accounts')
    expect((await dana.get('/hq')).status).toBe(302)
    here.clock.move(31_000)
    expect((await dana.signIn()).status).toBe(303)
    expect((await dana.get('/hq/log')).status).toBe(403)
    await robin.post(`/hq/accounts/${id}/block`, { reason: 'lost laptop' }, '/hq/accounts')
    expect((await dana.get('/hq')).status).toBe(302)
    here.clock.move(31_000)
    expect((await dana.signIn()).status).toBe(401)
    await robin.post(`/hq/accounts/${id}/block`, {}, '/hq/accounts')
    here.clock.move(31_000)
    expect((await dana.signIn()).status).toBe(303)
    const page = await (await robin.post(`/hq/accounts/${id}/invite`, {}, '/hq/accounts')).text()
    expect((await dana.get('/hq')).status).toBe(302)
    here.clock.move(31_000)
    expect((await dana.signIn()).status).toBe(401)
    const { answer } = await follow(linkIn(page))
    expect(answer.status).toBe(200)
    here.clock.move(31_000)
    expect(
      (
        await dana.raw('/hq/sign-in', {
          name: 'Dana',
          password: 'lamp river copper nine',
          code: dana.recovery[0] ?? '',
          to: '/hq',
        })
      ).status,
    ).toBe(401)
  })

  it('let their holder choose another password, with the present one and the second factor, and end their other sessions', async () => {
    const other = visitor(here, dana)
    here.clock.move(31_000)
    await other.signIn()
    here.clock.move(31_000)
    const change = (more: Record<string, string>) =>
      dana.post(
        '/hq/self/password',
        {
          password: dana.password,
          code: totpCode(dana.totp, here.clock.now()),
          next: 'lamp river copper nine',
          ...more,
        },
        '/hq/self',
      )
    for (const more of [{ password: 'not this one at all' }, { code: '000000' }, { next: 'short' }])
      expect((await change(more)).headers.get('location')).toBe('/hq/self?said=wrong')
    expect((await change({})).headers.get('location')).toBe('/hq/self?said=password')
    expect((await other.get('/hq')).status).toBe(302)
    expect((await dana.get('/hq')).status).toBe(200)
    here.clock.move(31_000)
    expect((await dana.signIn()).status).toBe(401)
    expect((await visitor(here, { ...dana, password: 'lamp river copper nine' }).signIn()).status).toBe(303)
  })

  it('are not changed by their own holder, so that the last admin stays', async () => {
    const id = await idOf('Robin')
    for (const [what, fields] of [
      ['role', { role: 'viewer' }],
      ['block', { reason: 'x' }],
      ['invite', {}],
    ] as const)
      expect((await robin.post(`/hq/accounts/${id}/${what}`, fields, '/hq/accounts')).status, what).toBe(409)
    expect((await robin.get('/hq/accounts')).status).toBe(200)
  })
})
