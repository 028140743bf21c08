import { type Command, Option } from 'commander'
import { renderUnicodeCompact } from 'uqr'
import { nameProblem, passwordProblem } from '../../hq/access/enrol.ts'
import { roles } from '../../hq/access/roles.ts'
import { totpUri } from '../../hq/access/totp.ts'
import type { Role } from '../../hq/ports.ts'
import { atHeadquarters } from '../caucus/headquarters.ts'
import { example } from '../help.ts'
import { answerNo, print, printJson, wrongUsage } from '../io.ts'
import { addUser, blockUser, type Made, resetUser, type UserDeps } from './accounts.ts'

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
  const db = (command: Command): Command =>
    command
      .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
      .option('--json', 'print one JSON object')
  db(user.command('add'))
    .description('Add an account. Its password, second factor and recovery codes are printed once.')
    .argument('<name>', 'by which the person signs in')
    .addOption(new Option('--role <role>', 'what the person may do').choices(roles).default('operator'))
    .option('--password-stdin', 'take the password from standard input instead of making one')
    .addHelpText('after', example('caucusline user add Dana --role supervisor'))
    .action((name: string, options: Options) =>
      enrolled(options, (deps, password) => addUser(deps, name, options.role ?? 'operator', password), name),
    )
  db(user.command('reset'))
    .description('A new password, second factor and recovery codes; every session of the account ends.')
    .argument('<name>')
    .option('--password-stdin', 'take the password from standard input instead of making one')
    .addHelpText('after', example('caucusline user reset Dana'))
    .action((name: string, options: Options) =>
      enrolled(options, (deps, password) => resetUser(deps, name, password), name),
    )
  db(user.command('block'))
    .description('End every session of an account at once, and let it sign in no more.')
    .argument('<name>')
    .addHelpText('after', example('caucusline user block Dana'))
    .action(block)
  db(user.command('list'))
    .description('All accounts.')
    .addHelpText('after', example('caucusline user list'))
    .action(list)
}

async function enrolled(
  options: Options,
  run: (deps: UserDeps, password: string | null) => Promise<Made>,
  name: string,
): Promise<void> {
  const wrong = nameProblem(name)
  if (wrong !== null) return wrongUsage(wrong)
  const password = options.passwordStdin ? await standardInput() : null
  const poor = password === null ? null : passwordProblem(password, name)
  if (poor !== null) return wrongUsage(poor)
  await atHeadquarters(options.db, async (deps) => {
    const made = await run(deps, password)
    if (!made.ok) return answerNo(made.problem)
    const uri = totpUri(made.totp, made.name)
    if (options.json) {
      const { totp, recovery, role } = made
      return printJson({ name: made.name, role, password: made.password, totp, uri, recovery })
    }
    print(`${made.name}, ${made.role}. What follows is shown only now.`)
    print('')
    if (made.password !== null) print(`  Password        ${made.password}`)
    print(`  Second factor   ${made.totp}`)
    print(`                  ${uri}`)
    print('')
    print(renderUnicodeCompact(uri, { border: 2 }))
    print('')
    print('  Recovery codes  Each lets the person in once, without the phone:')
    for (const code of made.recovery) print(`                  ${code}`)
    print('')
    print('The console is under /hq of the server.')
  })
}

async function block(name: string, options: Options): Promise<void> {
  await atHeadquarters(options.db, async (deps) => {
    const done = await blockUser(deps, name)
    if (!done.ok) return answerNo(done.problem)
    if (options.json) printJson({ name, blocked: true, sessions: done.sessions })
    else print(`${name} is blocked; ${done.sessions} open session${done.sessions === 1 ? '' : 's'} ended.`)
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
