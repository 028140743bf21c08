import type { Plan } from '../world/plan.ts'

/**
 * Broken copies of the program, one fault each, that the simulator must find. `from` stands once in all of src, wherever
 * the file is that holds it; a copy whose line is gone fails, so that nobody thinks it is still tried.
 */
export interface Broken {
  readonly fault: string
  readonly from: string
  readonly to: string
  /** The night it is looked for in: these actors and faults besides what the seed draws; small, so that it is quick. */
  readonly scene?: Partial<Pick<Plan, 'actors' | 'faults' | 'rules' | 'practiceFirst' | 'onDisk' | 'precincts'>>
  /** What finds it: an invariant's number and the kind of finding. */
  readonly caughtBy: readonly (readonly [invariant: number, kind: string])[]
  /** Within so many nights, from seed 1. */
  readonly nights: number
}

export const broken: readonly Broken[] = [
  {
    fault: 'the reply is said before the commit',
    from: '      const result = await store.commit(commit)\n      if (result.ok) return { reply: commit.receipt.reply, repeated: false }',
    to: '      void store.commit(commit).catch(() => {})\n      const result = { ok: true } as const\n      if (result.ok) return { reply: commit.receipt.reply, repeated: false }',
    scene: { faults: ['disk-fails'], actors: [] },
    caughtBy: [[1, 'no receipt']],
    nights: 1,
  },
  {
    fault: 'a failed write is answered as if it had not failed',
    from: '      const result = await store.commit(commit)\n',
    to: '      const result = await store.commit(commit).catch(() => ({ ok: true as const }))\n',
    scene: { faults: ['disk-fails', 'disk-full'], actors: [] },
    caughtBy: [[1, 'no receipt']],
    nights: 6,
  },
  {
    fault: 'any code approves',
    from: '  if (!state.proposal || code !== pendingCode(state, context)) return otherCode(state, code, context)',
    to: '  if (!state.proposal) return otherCode(state, code, context)',
    scene: { actors: ['spoofer'], faults: [] },
    caughtBy: [
      [4, 'code never sent'],
      [4, 'guessed'],
    ],
    nights: 6,
  },
  {
    fault: 'the code of an earlier revision approves',
    from: '  if (!state.proposal || code !== pendingCode(state, context)) return otherCode(state, code, context)',
    to: '  if (!state.proposal || !(code === pendingCode(state, context) || isEarlierCode(state, code, context))) return otherCode(state, code, context)',
    scene: { actors: ['spoofer'], faults: [], precincts: 3 },
    caughtBy: [
      [4, 'code of older counts'],
      [4, 'false counts'],
      [4, 'false delegates'],
    ],
    nights: 80,
  },
  {
    fault: 'whoever forges a number silences its chair',
    from: '  return !isRegistered || since(pause).length > 0',
    to: '  return true || !isRegistered || since(pause).length > 0',
    scene: { actors: ['spoofer'], faults: [], precincts: 3 },
    caughtBy: [[5, 'silenced by the loop guard']],
    nights: 16,
  },
  {
    fault: 'what is kept is published',
    from: "  if (kind !== 'kept' && confirmed) state.published = report",
    to: '  if (confirmed) state.published = report',
    scene: { actors: [], faults: [], rules: 'ia2020', precincts: 12 },
    caughtBy: [
      [7, 'published otherwise'],
      [10, 'row'],
    ],
    nights: 16,
  },
  {
    fault: 'what a borrowed phone approved is published',
    from: "  const confirmed = context.standing !== 'borrowed'",
    to: '  const confirmed = true',
    scene: { actors: ['borrowers'], faults: [] },
    caughtBy: [[4, 'approved by a stranger']],
    nights: 8,
  },
  {
    fault: 'a borrowed phone replaces what a registered one sent',
    from: "context.standing === 'borrowed' && !canBorrowedPhoneAct(",
    to: "context.standing === 'nobody' && !canBorrowedPhoneAct(",
    scene: { actors: ['borrowers'], faults: [] },
    caughtBy: [[4, 'borrowed phone replaces']],
    nights: 8,
  },
  {
    fault: 'a held report stays public',
    from: "    case 'ReportHeld':\n      state.published = null",
    to: "    case 'ReportHeld':",
    scene: { actors: ['supervisor'], faults: [] },
    caughtBy: [
      [7, 'published otherwise'],
      [10, 'row'],
    ],
    nights: 6,
  },
  {
    fault: 'practice goes into live',
    from: 'const stream = precinctStream(reportingPhaseOf(phase), precinct.id)',
    to: "const stream = precinctStream('live', precinct.id)",
    scene: { actors: [], faults: [], practiceFirst: true },
    caughtBy: [
      [4, 'practice in live'],
      [1, 'no receipt'],
    ],
    nights: 3,
  },
  {
    fault: 'the chain is of the wrong stream',
    from: 'hash = keys.chain(hash, stream, version, event, at, actor)',
    to: "hash = keys.chain(hash, 'caucus', version, event, at, actor)",
    scene: { actors: [], faults: [] },
    caughtBy: [[7, 'verify fails']],
    nights: 1,
  },
  {
    fault: 'a text that comes again is answered anew',
    from: "      if (result.reason === 'duplicate') return { reply: result.reply, repeated: true }",
    to: "      if (result.reason === 'duplicate') return { reply: commit.receipt.reply, repeated: true }",
    scene: { actors: [], faults: ['twice', 'answer-lost'] },
    caughtBy: [[1, 'answered anew']],
    nights: 4,
  },
  {
    fault: 'ties go to the first on the list',
    from: 'if (which.length > count) return { kind, among: which, count }',
    to: 'which.length = Math.min(which.length, count)',
    scene: { actors: [], faults: [], rules: 'ia2020', precincts: 20 },
    caughtBy: [
      [11, 'arithmetic'],
      [4, 'false delegates'],
    ],
    nights: 6,
  },
  {
    fault: 'the threshold is rounded down',
    from: '  return ceilDiv(3 * attendance, 20)',
    to: '  return (3 * attendance - ((3 * attendance) % 20)) / 20',
    scene: { actors: [], faults: [], rules: 'ia2020', precincts: 12 },
    caughtBy: [
      [11, 'asked in vain'],
      [11, 'arithmetic'],
      [11, 'not done'],
    ],
    nights: 8,
  },
  {
    fault: 'the attendance is not computed with',
    from: '    attendance: draft.attendance,\n    initial: draft.initial && groupsOf',
    to: '    attendance: null,\n    initial: draft.initial && groupsOf',
    scene: { actors: [], faults: [], rules: 'ia2020', precincts: 40 },
    caughtBy: [
      [11, 'asked in vain'],
      [11, 'arithmetic'],
      [4, 'false delegates'],
    ],
    nights: 24,
  },
  {
    fault: 'who won the toss is not taken',
    from: '  if (toss && (seats === 1 ||',
    to: '  if (toss && seats > 99 && (seats === 1 ||',
    scene: { actors: [], faults: [], rules: 'ia2020' },
    caughtBy: [
      [11, 'asked in vain'],
      [11, 'arithmetic'],
      [11, 'gave up'],
    ],
    nights: 3,
  },
  {
    fault: 'the read row is not written',
    from: '    rows: [...phone.rows, ...rows],',
    to: '    rows: phone.rows,',
    scene: { actors: [], faults: [] },
    caughtBy: [[10, 'row']],
    nights: 1,
  },
  {
    fault: 'codes stand open at headquarters',
    from: 'export function maskCodes(text: string): string {\n  return text\n',
    to: 'export function maskCodes(text: string): string {\n  if (text !== "") return text\n  return text\n',
    scene: { actors: [], faults: [] },
    caughtBy: [[8, 'code at headquarters']],
    nights: 2,
  },
  {
    fault: 'a pseudonym is the number itself',
    from: 'person: (phone) =>',
    to: "person: (phone) => /^\\+1\\d{10}$/.test(phone) ? ('p_000000' + phone.slice(2)) as Person :",
    scene: { actors: [], faults: [] },
    caughtBy: [[8, 'phone']],
    nights: 2,
  },
  {
    fault: 'a call for help reaches no human',
    from: "phoneReply(nothing, [], alert('help', 'hour'))",
    to: 'phoneReply(nothing)',
    scene: { actors: [], faults: [], precincts: 20 },
    caughtBy: [[6, 'no item: a call for help']],
    nights: 8,
  },
  {
    fault: 'a kept report reaches no human',
    from: "  return { ...decision, alerts: [...(decision.alerts ?? []), { kind: 'held', detail }] }",
    to: "  return { ...decision, ...(detail === '' && { alerts: [] }) }",
    scene: { actors: [], faults: [], rules: 'ia2020', precincts: 20 },
    caughtBy: [[6, 'no item: a kept report']],
    nights: 16,
  },
  {
    fault: 'a text that may have left is sent again without a look',
    from: '  if (doubtfulSince === null) return null\n',
    to: '  if (doubtfulSince !== "") return null\n',
    scene: { actors: ['supervisor', 'operators'], faults: ['send-taken-and-lost', 'status-lost'], precincts: 30 },
    caughtBy: [[9, 'sent twice']],
    nights: 30,
  },
  {
    fault: 'the signature is of another statement',
    from: 'signature: signer && (await signer.sign(statement))',
    to: "signature: signer && (await signer.sign(statement + ' '))",
    scene: { actors: [], faults: [] },
    caughtBy: [[7, 'verify fails']],
    nights: 1,
  },
  {
    fault: 'results.csv shows the first count',
    from: '({ report, group }) => finalCounts(report)[group] ?? 0,',
    to: '({ report, group }) => (report.initial ?? report.final)?.[group] ?? 0,',
    scene: { actors: [], faults: [], rules: 'ia2020' },
    caughtBy: [[7, 'csv differs']],
    nights: 2,
  },
  {
    fault: 'a webhook is believed without its signature',
    from: "signature !== '' && tokens.some((token) => validateRequest(",
    to: "signature !== '' && tokens.some((token) => token !== url || validateRequest(",
    scene: { actors: ['outsider'], faults: [] },
    caughtBy: [[8, 'open door']],
    nights: 4,
  },
  {
    fault: 'a KEEP without its code keeps',
    from: '  if (!state.proposal || code !== pendingCode(state, context))\n    return offeredAgain',
    to: '  if (!state.proposal)\n    return offeredAgain',
    scene: { actors: ['spoofer'], faults: [], precincts: 8 },
    caughtBy: [[4, 'kept without its code']],
    nights: 8,
  },
  {
    fault: 'a list that goes on forgets its beginning',
    from: '  return { list: [...list, ...more.filter(',
    to: '  if (more.length > 0) return { list: [...more] }\n  return { list: [...list, ...more.filter(',
    scene: { actors: ['thief'], faults: [] },
    caughtBy: [[2, 'gone']],
    nights: 12,
  },
  {
    fault: 'the update before is not named',
    from: "previous: state.last ? sha256(statementOf(state.last)) : ''",
    to: "previous: ''",
    scene: { actors: [], faults: [] },
    caughtBy: [[7, 'verify fails']],
    nights: 1,
  },
  {
    fault: 'a released report stays held',
    from: "    case 'ReportReleased':\n      releaseReport(state)",
    to: "    case 'ReportReleased':",
    scene: { actors: ['supervisor', 'operators'], faults: [] },
    caughtBy: [
      [7, 'published otherwise'],
      [10, 'row'],
    ],
    nights: 24,
  },
  {
    fault: 'the ranking of drawn cards is taken for the one who was elected',
    from: 'report.seats === 1 && report.winners?.length === 1',
    to: 'report.seats === 1 && report.winners !== null',
    scene: { actors: [], faults: [], rules: 'nv2020', precincts: 20 },
    caughtBy: [[7, 'published otherwise']],
    nights: 16,
  },
  {
    fault: 'a group that a waiting list made smaller is not named',
    from: '...(smaller.length > 0 && { smaller })',
    to: '...(smaller.length > 99 && { smaller })',
    scene: { actors: ['spoofer'], faults: [], precincts: 4, rules: 'ia2020' },
    caughtBy: [[2, 'smaller']],
    nights: 80,
  },
  {
    fault: 'a list that waited is dropped in silence',
    from: '  if (waited === null || now.pendingList === waited ||',
    to: '  if (waited !== null || now.pendingList === waited ||',
    scene: { actors: ['spoofer', 'cheating operator'], faults: [], precincts: 3, rules: 'ia2020' },
    caughtBy: [[2, 'gone']],
    nights: 24,
  },
  {
    fault: 'who is gone is not said',
    from: '...(gone.length > 0 && { gone })',
    to: '...(gone.length > 99 && { gone })',
    scene: { actors: ['spoofer'], faults: [], precincts: 4, rules: 'ia2020' },
    caughtBy: [[2, 'gone']],
    nights: 12,
  },
  {
    fault: 'first counts are carried in one feed only',
    from: '  addTo(subtotal.final, finalCounts(report), sign)',
    to: '  addTo(subtotal.final, report.final, sign)',
    scene: { actors: [], faults: [], rules: 'ia2020', precincts: 20 },
    caughtBy: [
      [7, 'csv differs'],
      [7, 'totals'],
    ],
    nights: 4,
  },
  {
    fault: 'a supervisor releases alone',
    from: "    perform: askForSecondPerson('release'),",
    to: `    perform: async (s) => {
      const [version, phase] = [Number(s.fields.text('version')), s.fields.text('phase') as 'live']
      const precinct = precinctId(s.c.req.param('id') ?? '') as PrecinctId
      const act = { action: s.action, by: s.me.account.id, precinct, expectedVersion: { phase, version } }
      await s.deps.actions.release(act, 'u_0' as Person, s.reason)
      return { goTo: '/hq' }
    },`,
    scene: { actors: ['supervisor'], faults: [] },
    caughtBy: [[4, 'released alone']],
    nights: 8,
  },
  {
    fault: 'a cut list shows its delegates and not its people',
    from: 'attendance} present` :',
    to: "attendance} present` : counted > 0 ? String(attendance) + ' present' :",
    scene: { actors: [], faults: ['truncated'], precincts: 30, rules: 'ia2020' },
    caughtBy: [[4, 'false counts']],
    nights: 24,
  },
  {
    fault: 'a ledger holds the setting of today only',
    from: '    if (!next.done) lines.push(...settings.linesOf(next.value.setting))',
    to: '    if (next.done) lines.push()',
    scene: { actors: ['roster keeper'], faults: [], precincts: 12 },
    caughtBy: [[7, 'verify fails']],
    nights: 8,
  },
  {
    fault: "strangers' items stand between those of chairs",
    from: 'kind === null ? count.kind !== strangersKind',
    to: "kind === null ? count.kind !== ''",
    scene: { actors: ['strangers', 'flooder'], faults: [] },
    caughtBy: [
      [6, 'strangers between'],
      [6, 'not on the page'],
    ],
    nights: 4,
  },
]
