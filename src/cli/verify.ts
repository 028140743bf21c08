import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { keyFingerprint } from '../keys/signatures.ts'
import { fourDecimals } from '../math/fraction.ts'
import { type LedgerVerdict, verifyLedger } from '../results/ledger/verify.ts'
import { example } from './help.ts'
import { exitCode, print, printJson, printNote, several, wrongUsage } from './io.ts'
import { jsonOption } from './options.ts'

interface Options {
  readonly key?: string
  readonly json?: true
}

/** `caucusline verify`: checks a ledger without trusting whoever served it. */
export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description('Check a ledger: that it is whole, unchanged and ours, and that its totals follow from it.')
    .argument('<ledger>', 'a file (ledger.jsonl), or the address of the public pages or of their ledger')
    .option('--key <key>', 'the public key that was made known before the night (43 characters of base64url)')
    .option(...jsonOption)
    .addHelpText('after', example('caucusline verify ledger.jsonl --key 1G7_K3CfRBcCq9HXzZlM7d6uHmHh5mVdDsc0zEeJ2rA'))
    .action(verify)
}

async function verify(source: string, options: Options): Promise<void> {
  const key = options.key ?? null
  if (key !== null && !/^[\w-]{43}$/.test(key)) {
    return wrongUsage('A key has 43 letters, digits, - and _. Without --key the origin is not proven.')
  }
  const read = await textOf(source)
  if (!read.ok) return wrongUsage(`${source} cannot be read: ${read.why}`)
  const verdict = await verifyLedger(read.text, key)
  if (!verdict.ok) process.exitCode = exitCode.no
  if (options.json) return printJson(verdict)
  for (const line of await sentences(verdict)) verdict.ok ? print(line) : printNote(line)
}

type Read = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }

async function textOf(source: string): Promise<Read> {
  try {
    if (!/^https?:\/\//.test(source)) return { ok: true, text: await readFile(source, 'utf8') }
    const address = new URL(source)
    if (address.pathname === '/') address.pathname = '/ledger.jsonl'
    const answer = await fetch(address)
    if (!answer.ok) return { ok: false, why: `the server answered ${answer.status}` }
    return { ok: true, text: await answer.text() }
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
}

async function sentences(verdict: LedgerVerdict): Promise<readonly string[]> {
  if (!verdict.ok) {
    const faults = verdict.faults.map(({ line, what }) =>
      line === 0 ? `The file: ${what}.` : `Line ${line}: ${what}.`,
    )
    return ['This ledger does not verify.', ...faults]
  }
  const { caucus, practice, events, open, updates, unkept, last } = verdict
  if (last === null) return [`${caucus}: nothing has been published yet.`]
  return [
    `${caucus}${practice ? ' (PRACTICE, not a result)' : ''}: update ${last.sequence} of ${last.at}, ${last.reported} of ${last.of} precincts.`,
    `Whole and unchanged: ${several(events, 'event')} without a gap, ${events - open} of them closed, ${several(updates, 'update')}.`,
    `The totals follow from it: ${totals(last.totals)}.`,
    ...(unkept === 0
      ? []
      : [
          `The roster or configuration of ${several(unkept, 'earlier update')} was not kept: for their SDE and delegates to elect only the signature vouches.`,
        ]),
    await originOf(verdict),
  ]
}

function totals({ sde, delegates }: NonNullable<LedgerVerdict['last']>['totals']): string {
  const shares = Object.entries(sde).map(([group, text]) => {
    const [n = '0', d = '1'] = text.split('/')
    return { group, value: { n: BigInt(n), d: BigInt(d) }, size: Number(n) / Number(d) }
  })
  if (shares.length === 0)
    return (
      Object.entries(delegates)
        .map(([group, n]) => `${group} ${n}`)
        .join(', ') || 'no delegates'
    )
  const largest = shares.sort((a, b) => b.size - a.size).slice(0, 5)
  return `${largest.map(({ group, value }) => `${group} ${fourDecimals(value)}`).join(', ')} SDE${shares.length > 5 ? ' …' : ''}`
}

async function originOf({ origin, last }: LedgerVerdict): Promise<string> {
  const key = last?.key ?? ''
  switch (origin) {
    case 'ours':
      return 'Signed by the key that you gave.'
    case 'its own key':
      return `Consistent; origin not proven. It is signed by the key ${key} (fingerprint ${await keyFingerprint(key)}); if that is the one made known before the night, say --key ${key}.`
    case 'not signed':
      return 'Consistent; origin not proven. It is not signed.'
    default:
      return origin satisfies never
  }
}
