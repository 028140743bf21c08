import { type Command, Option } from 'commander'
import { renderUnicodeCompact } from 'uqr'
import { nameProblem, passwordProblem } from '../../hq/access/enrol.ts'
import { roles } from '../../hq/access/roles.ts'
import { totpUri } from '../../hq/access/totp.ts'
import type { Role } from '../../hq/ports.ts'
import { atHeadquarters, type Headquarters } from '../caucus/headquarters.ts'
import { example } from '../help.ts'
import { answerNo, print, printJson, several, wrongUsage } from '../io.ts'
import { dbOption, jsonOption } from '../options.ts'
import { addUser, blockUser, type NewCredentials, resetUser } from './accounts.ts'

interface Options {
  readonly db?: string
  readonly json?: true
  readonly role?: Role
  readonly passwordStdin?: true
}

/** `caucusline user`: the accounts of the console. The first ones are made here; later ones can be invited in the console. */
export function registerUser(program: Command): void {
  const user = program
    .command('user')
    .description('The accounts of headquarters’ console: add, list, reset, block.')
    .addHelpText('after', example('caucusline user add Dana --role supervisor', 'caucusline user list'))
  const withOptions = (command: Command): Command => command.option(...dbOption).option(...jsonOption)
  withOptions(user.command('add'))
    .description('Add an account. Its password, second factor and recovery codes are printed once.')
    .argument('<name>', 'by which the person signs in')
    .addOption(new Option('--role <role>', 'what the person may do').choices(roles).default('operator'))
    .option('--password-stdin', 'take the password from standard input instead of making one')
    .addHelpText('after', example('caucusline user add Dana --role supervisor'))
    .action((name: string, options: Options) =>
      showCredentials(options, (deps, password) => addUser(deps, name, options.role ?? 'operator', password), name),
    )
  withOptions(user.command('reset'))
    .description('A new password, second factor and recovery codes; every session of the account ends.')
    .argument('<name>')
    .option('--password-stdin', 'take the password from standard input instead of making one')
    .addHelpText('after', example('caucusline user reset Dana'))
    .action((name: string, options: Options) =>
      showCredentials(options, (deps, password) => resetUser(deps, name, password), name),
    )
  withOptions(user.command('block'))
    .description('End every session of an account at once, and let it sign in no more.')
    .argument('<name>')
    .addHelpText('after', example('caucusline user block Dana'))
    .action(block)
  withOptions(user.command('list'))
    .description('All accounts.')
    .addHelpText('after', example('caucusline user list'))
    .action(list)
}

async function showCredentials(
  options: Options,
  enrol: (deps: Headquarters, password: string | null) => Promise<NewCredentials>,
  name: string,
): Promise<void> {
  const badName = nameProblem(name)
  if (badName !== null) return wrongUsage(badName)
  const password = options.passwordStdin ? await standardInput() : null
  const badPassword = password === null ? null : passwordProblem(password, name)
  if (badPassword !== null) return wrongUsage(badPassword)
  await atHeadquarters(options.db, async (deps) => {
    const account = await enrol(deps, password)
    if (!account.ok) return answerNo(account.problem)
    const uri = totpUri(account.totp, account.name)
    if (options.json) {
      const { totp, recovery, role } = account
      return printJson({ name: account.name, role, password: account.password, totp, uri, recovery })
    }
    print(`${account.name}, ${account.role}. What follows is shown only now.`)
    print('')
    if (account.password !== null) print(`  Password        ${account.password}`)
    print(`  Second factor   ${account.totp}`)
    print(`                  ${uri}`)
    print('')
    print(renderUnicodeCompact(uri, { border: 2 }))
    print('')
    print('  Recovery codes  Each lets the person in once, without the phone:')
    for (const code of account.recovery) print(`                  ${code}`)
    print('')
    print('The console is under /hq of the server.')
  })
}

async function block(name: string, options: Options): Promise<void> {
  await atHeadquarters(options.db, async (deps) => {
    const blocked = await blockUser(deps, name)
    if (!blocked.ok) return answerNo(blocked.problem)
    if (options.json) printJson({ name, blocked: true, sessions: blocked.sessions })
    else print(`${name} is blocked; ${several(blocked.sessions, 'open session')} ended.`)
  })
}

async function list(options: Options): Promise<void> {
  await atHeadquarters(options.db, async ({ reader }) => {
    const accounts = await reader.accounts()
    if (options.json)
      return printJson(
        accounts.map(({ name, role, blockedAt, madeAt }) => ({
          name,
          role,
          blocked: blockedAt !== null,
          since: madeAt,
        })),
      )
    if (accounts.length === 0) print('There is no account yet. Add one with caucusline user add NAME --role admin')
    for (const { name, role, blockedAt } of accounts)
      print(`${name.padEnd(24)} ${role}${blockedAt === null ? '' : ', blocked'}`)
  })
}

async function standardInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  return text.replace(/\r?\n$/, '')
}
