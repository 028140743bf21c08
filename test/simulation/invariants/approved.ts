import { personOf } from '../world/assembly.ts'
import type { Change, Report } from '../world/record.ts'
import type { World } from '../world/world.ts'
import type { Finding, Invariant } from './invariants.ts'

/**
 * 4. Each published revision was approved by its chair, with a code that reached that phone after the last change, or by
 * two people of headquarters; and what is published is what happened in the room.
 */
export const approved: Invariant = {
  number: 4,
  name: 'approved means approved',
  check: (world) =>
    world.changes.flatMap((change) => {
      const { published } = change.after
      if (published === null || published === change.before.published) return []
      return [...unapproved(change, published, world), ...untrue(change, published, world)]
    }),
}

function unapproved({ event, before }: Change, report: Report, world: World): readonly Finding[] {
  const { data, type, stream, actor } = event
  const precinct = stream.split('/')[1] ?? ''
  if (type === 'ReportReleased') {
    return !agreedByAnother(data, world)
      ? [{ kind: 'released alone', what: `${stream}: one person released report ${report.number}` }]
      : []
  }
  if (type === 'CorrectionOverridden')
    return !agreedByAnother(data, world)
      ? [{ kind: 'overridden alone', what: `${stream}: ${data.by} overrode alone` }]
      : []
  if (actor.startsWith('hq:'))
    return before.author === actor || !before.author?.startsWith('hq:')
      ? [{ kind: 'read back alone', what: `${stream}: ${actor} read back what ${before.author} gave` }]
      : []
  const exchange = world.carrier.exchanges.find(({ sid }) => sid === event.cause)
  if (exchange === undefined) return [{ kind: 'approved by nothing', what: `${stream}: no text approved it` }]
  const line = world.files.roster.find(({ id }) => id === precinct)
  if (!line?.phones.some((phone) => personOf(phone) === actor.slice('chair:'.length)))
    return [{ kind: 'approved by a stranger', what: `${stream}: ${exchange.from} is not registered for it` }]
  const code = /(?<!\d)(\d{4,8})(?!\d)/.exec(exchange.body.replace(/P\d{3,4}/i, ''))?.[1] ?? ''
  if (code === '')
    return [{ kind: 'approved without a code', what: `${stream}: "${exchange.body}" approved report ${report.number}` }]
  // Either phone of a precinct may approve what one of them was shown.
  const had = world.carrier.received.some(({ to, body }) => line.phones.includes(to) && codesIn(body).includes(code))
  if (!had)
    return [
      {
        kind: exchange.meaning.kind === 'chair' ? 'code never sent' : 'guessed',
        what: `${stream}: "${exchange.body}" by a ${exchange.meaning.kind} approved with a code that never reached ${exchange.from}`,
      },
    ]
  // An approved correction of headquarters changes the counts by this very text; a newer count would have voided it.
  if (before.changed?.cause === event.cause) return []
  return staleCode(before.changed?.cause ?? '', line.phones, code, stream, world)
}

/** One person at headquarters asked for it on the record, and another one agreed to that very request. */
const agreedByAnother = ({ by, second }: { readonly by: string; readonly second: string | null }, world: World) =>
  by !== second &&
  world.record.events.some(
    (agreed) =>
      agreed.type === 'SecondGiven' &&
      agreed.data.by === second &&
      world.record.events.some(
        ({ type, stream, actor }) => type === 'SecondAsked' && stream === agreed.stream && actor === `hq:${by}`,
      ),
  )

/** The code was made for these very counts: it came with or after the text that changed them last. */
function staleCode(
  cause: string,
  phones: readonly string[],
  code: string,
  stream: string,
  world: World,
): readonly Finding[] {
  const change = world.carrier.exchanges.find(({ sid }) => sid === cause)
  if (change === undefined) return []
  const texts = world.carrier.received.filter(({ to, body }) => phones.includes(to) && codesIn(body).includes(code))
  return texts.some(({ at }) => at >= change.at - 1000)
    ? []
    : [
        {
          kind: 'code of older counts',
          what: `${stream}: ${code} reached ${phones.join(' and ')} only before the counts changed`,
        },
      ]
}

export const codesIn = (body: string): readonly string[] =>
  [...body.matchAll(/\b(?:OK|KEEP|SI) (\d{4,8})\b/g)].map(([, code = '']) => code)

function untrue({ event }: Change, report: Report, world: World): readonly Finding[] {
  const [phase, precinct = ''] = event.stream.split('/')
  const truth = world.truths.get(precinct)
  if (phase !== 'live' || truth === undefined) return []
  // Whoever holds a registered phone can approve for its precinct, and for no other: a thief can do that much.
  const cause = world.carrier.exchanges.find(({ sid }) => sid === event.cause)
  if (cause?.meaning.kind === 'thief' && cause.meaning.precinct === precinct) return []
  const wrong = Object.keys({ ...truth.delegates, ...report.delegates }).filter(
    (group) => (truth.delegates[group] ?? 0) !== (report.delegates[group] ?? 0),
  )
  if (wrong.length > 0)
    return [
      {
        kind: 'false delegates',
        what: `${event.stream}: published ${JSON.stringify(report.delegates)}, in the room it was ${JSON.stringify(truth.delegates)}`,
      },
    ]
  const counts = report.final ?? report.initial ?? {}
  const differs = Object.keys({ ...truth.final, ...counts }).some(
    (group) => (truth.final[group] ?? 0) !== (counts[group] ?? 0),
  )
  return differs
    ? [
        {
          kind: 'false counts',
          what: `${event.stream}: published counts ${JSON.stringify(counts)}, in the room it was ${JSON.stringify(truth.final)}`,
        },
      ]
    : []
}

/** 4. and 7. Nothing of practice is live, and a borrowed phone changes nothing that a registered one or headquarters gave. */
export const entersRightly: Invariant = {
  number: 4,
  name: 'counts enter rightly',
  check: (world) =>
    world.changes.flatMap(({ event, before }): readonly Finding[] => {
      if (event.type === 'ReportKept' && event.actor.startsWith('chair:')) return keptWithout(event, world)
      if (event.type !== 'AlignmentReported') return []
      const [phase = '', precinct = ''] = event.stream.split('/')
      const groups = (event.data.counts as readonly { group: string }[]).map(({ group }) => group)
      const practised = phase === 'live' && groups.some((group) => !world.plan.candidates.includes(group))
      const line = world.files.roster.find(({ id }) => id === precinct)
      const registered = line?.phones.some((phone) => `chair:${personOf(phone)}` === event.actor) === true
      const others = before.author !== null && before.author !== event.actor
      return [
        ...(practised
          ? [{ kind: 'practice in live', what: `${event.stream}: ${groups.join(', ')} are candidates of practice` }]
          : []),
        ...(event.actor.startsWith('chair:') && !registered && others
          ? [
              {
                kind: 'borrowed phone replaces',
                what: `${event.stream}: ${event.actor} changed what ${before.author} gave`,
              },
            ]
          : []),
      ]
    }),
}

function keptWithout({ cause, stream }: Change['event'], world: World): readonly Finding[] {
  const exchange = world.carrier.exchanges.find(({ sid }) => sid === cause)
  const code = /(?<!\d)(\d{4,8})(?!\d)/.exec(exchange?.body.replace(/P\d{3,4}/i, '') ?? '')?.[1] ?? ''
  const had = world.carrier.received.some(({ to, body }) => to === exchange?.from && codesIn(body).includes(code))
  return had ? [] : [{ kind: 'kept without its code', what: `${stream}: "${exchange?.body}" kept a report` }]
}
