import type { Exchange } from '../world/carrier.ts'
import type { Rows } from '../world/storage.ts'
import type { World } from '../world/world.ts'
import type { Finding, Invariant } from './invariants.ts'

/**
 * 1. What a reply says was recorded lies in the database at that moment, with one receipt and this very answer. A reply
 * before the commit is the fault that loses a report at a crash.
 */
export const saidIsSafe: Invariant = {
  number: 1,
  name: 'said is safe',
  check: async (world) =>
    (
      await Promise.all(
        world.answered.map(async (exchange) =>
          wrongWith(exchange, await world.rows(`${RECEIPTS} where i.sid = ?`, exchange.sid), world),
        ),
      )
    ).flat(),
}

/** After every crash it still does, and a text that came again was answered the same. */
export const stillSafe: Invariant = {
  number: 1,
  name: 'said is still safe',
  check: async (world) => {
    const receipts = Map.groupBy(await world.rows(RECEIPTS), ({ sid }) => sid)
    return world.carrier.exchanges.flatMap((exchange) => [
      ...(exchange.reply === null ? [] : wrongWith(exchange, receipts.get(exchange.sid) ?? [], world)),
      ...exchange.differing.map((other) => ({
        kind: 'answered anew',
        what: `the text ${exchange.name} was answered "${exchange.reply}", and delivered again "${other}"`,
      })),
    ])
  },
}

const RECEIPTS = 'select i.sid, t.reply from inbox i join texts t on t.seq = i.seq'

function wrongWith({ reply, name, body }: Exchange, receipts: Rows, world: World): readonly Finding[] {
  if (receipts.length !== 1)
    return [
      { kind: 'no receipt', what: `the text ${name} was answered "${reply}" and has ${receipts.length} receipts` },
    ]
  if (receipts[0]?.reply !== reply)
    return [
      {
        kind: 'another answer',
        what: `the text ${name} was answered "${reply}", its receipt says "${String(receipts[0]?.reply)}"`,
      },
    ]
  const [, precinct = '', number = ''] = /(?:Recorded )?(P\d{4}):? (?:report|informe) (\d+)/.exec(reply ?? '') ?? []
  if (precinct === '' || !/Recorded|registrado/.test(reply ?? '') || /^(?:LAST|ULTIMO)/i.test(body)) return []
  const practice = /^(?:PRACTICE|ENSAYO)/.test(reply ?? '')
  const { reports } = world.record.of(`${practice ? 'practice' : 'live'}/${precinct}`)
  if (reports.length >= Number(number)) return []
  return [
    {
      kind: 'not recorded',
      what: `"${reply}" was said, and the record holds ${reports.length} reports of ${precinct}`,
    },
  ]
}
