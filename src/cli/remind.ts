import { type Command, Option } from 'commander'
import type { Person } from '../bot/ids.ts'
import {
  planReminder,
  previewReminder,
  type ReminderDraft,
  type ReminderPreview,
} from '../hq/reminders/plan-reminder.ts'
import { dollars } from '../hq/reminders/recipients.ts'
import { type Audience, audiences, templates } from '../hq/reminders/templates.ts'
import { atHeadquarters, type Headquarters } from './caucus/headquarters.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several, wrongUsage } from './io.ts'
import { dbOption, jsonOption, wholeNumber } from './options.ts'

interface Options {
  readonly stage: Audience
  readonly county: string
  readonly en?: string
  readonly es?: string
  readonly in: string
  readonly again?: string
  readonly calls?: string
  readonly send?: true
  readonly db?: string
  readonly json?: true
}

/** The planner of a reminder that is planned here: no account, so that any account may be the second person. */
const COMMAND_LINE = 'u_0000000000000000' as Person

/** `caucusline remind`: says what a reminder would cost; with --send, plans it. */
export function registerRemind(program: Command): void {
  program
    .command('remind')
    .description(
      'Say what a reminder would come to: people, segments, cost. With --send it is planned; serve sends it.',
    )
    .addOption(new Option('--stage <stage>', 'for whom').choices(audiences.map(([name]) => name)).default('never'))
    .option('--county <name>', 'only this county', '')
    .option('--en <text>', 'the English words (otherwise those for the stage)')
    .option('--es <text>', 'the Spanish words (otherwise those for the stage)')
    .option('--in <minutes>', 'when it goes out', '0')
    .option('--again <minutes>', 'a second text to who is still there')
    .option('--calls <minutes>', 'then the call list')
    .option('--send', 'plan it; without this nothing is written')
    .option(...dbOption)
    .option(...jsonOption)
    .addHelpText(
      'after',
      example('caucusline remind --stage never --county Polk', 'caucusline remind --stage awaiting --send'),
    )
    .action(remind)
}

async function remind(options: Options): Promise<void> {
  const delays = [options.in, options.again, options.calls].map((text) =>
    text === undefined ? null : wholeNumber(text, 0),
  )
  const [minutes, again, calls] = delays
  if (minutes === null || minutes === undefined || (options.again && !again) || (options.calls && !calls))
    return wrongUsage('Minutes are a whole number.', 'See caucusline remind --help')
  await atHeadquarters(options.db, (deps) =>
    run(deps, draftOf(options, { minutes, again: again ?? null, calls: calls ?? null }, deps.clock.now()), options),
  )
}

function draftOf(
  { stage, county, en, es }: Options,
  delays: { readonly minutes: number; readonly again: number | null; readonly calls: number | null },
  now: string,
): ReminderDraft {
  const template = templates[stage] ?? { en: '', es: '' }
  return {
    title: 'From the command line',
    stage,
    county,
    texts: { en: en ?? template.en, es: es ?? template.es },
    due: new Date(Date.parse(now) + delays.minutes * 60_000).toISOString(),
    againAfter: delays.again,
    callsAfter: delays.calls,
  }
}

async function run(deps: Headquarters, draft: ReminderDraft, options: Options): Promise<void> {
  const preview = await previewReminder(deps, draft)
  if (!options.send) return show(preview, null, options)
  const planned = await planReminder(deps, COMMAND_LINE, draft, preview.recipients.texts.length, deps.vault.id())
  if (!planned.ok) return show({ ...planned.preview, problem: planned.why }, null, options)
  show(preview, planned, options)
}

function show(
  { recipients, limits, problem }: ReminderPreview,
  planned: { readonly id: string; readonly second: boolean } | null,
  { json }: Options,
): void {
  const { people, segments, optedOut, withoutPhone } = recipients
  const texts = recipients.texts.length
  if (json)
    printJson({
      texts,
      people,
      segments,
      cost: dollars(segments, limits),
      optedOut,
      withoutPhone,
      problem,
      planned: planned?.id ?? null,
      second: planned?.second ?? null,
    })
  if (problem !== null) answerNo(...(json ? [] : [problem]))
  if (problem !== null || json) return
  print(
    `${several(texts, 'text')} to ${several(people, 'person', 'people')}, ${several(segments, 'segment')}, about ${dollars(segments, limits)}. Not texted: ${optedOut} who opted out, ${withoutPhone} without a phone.`,
  )
  const sample = recipients.texts[0]
  if (sample) print(`As ${sample.to.precinct} gets it: ${sample.body}`)
  if (planned === null) print('Nothing was sent. With --send it is planned.')
  else
    print(
      planned.second
        ? 'Planned. A supervisor must agree in the console before it is sent.'
        : 'Planned. The server sends it when it is due.',
    )
}
