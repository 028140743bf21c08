import type { RosterLine } from '../world/assembly.ts'
import type { Received } from '../world/carrier.ts'
import type { Rng } from '../world/rng.ts'
import { type Counts, countsOnce, type Truth } from '../world/truth.ts'
import type { ChairState, World } from '../world/world.ts'
import { type Habit, habitOf, slipOf, textBeforehand } from './habits.ts'

const MINUTE = 60_000
/** After so many texts an honest chair has reported or is talking to a human (invariant 5). */
export const MOST_TEXTS = 40
/** What a chair says who sees other delegates than those on the worksheet, again and again. */
/** What a chair says who is told that headquarters will call. */
export const ASKED_AGAIN = 'asked the same three times'
export const DIFFERS = 'the program and the worksheet differ'
/** An honest chair who is not answered repeats, and then calls headquarters. */
const PATIENCE_MS = 6 * MINUTE

/** How a chair is: what they do besides texting the right thing once. */
export const TEMPERS = [
  'ordinary',
  'hasty',
  'one group a text',
  'corrects before',
  'corrects after',
  'asks questions',
  'greets',
  'wrong letter',
  'wrong code',
  'late OK',
  'silent',
  'after the close',
  'attendance first',
  'all at once',
] as const
export type Temper = (typeof TEMPERS)[number]

/** How lists are written. */
const STYLES: readonly ((letter: string, counts: Counts) => string)[] = [
  (letter, counts) => `${letter} ${pairs(counts, ' ', ' ')}`,
  (letter, counts) => `${letter} ${pairs(counts, ' ', ', ')}`,
  (letter, counts) => `${letter}\n${pairs(counts, ' ', '\n')}`,
  (letter, counts) => `${letter}: ${pairs(counts, ': ', ' ')}`.toLowerCase(),
  (letter, counts) => `${letter === 'I' ? 'first' : 'final'} ${pairs(counts, ' ', ' ')}`,
  (letter, counts) => `${letter} ${pairs(counts, '=', ',')}`,
]
const pairs = (counts: Counts, between: string, after: string): string =>
  Object.entries(counts)
    .map(([name, people]) => `${name}${between}${people}`)
    .join(after)

/** A chair with a phone (or two), who wants the true result on record, and reads each answer as a tired person would. */
export function chair(
  world: World,
  line: RosterLine,
  truth: Truth,
  temper: Temper,
  shares: boolean,
  habit: Habit | null = null,
): void {
  const draw = world.draw(`chair/${line.id}`)
  const [phone = '', second] = line.phones
  const write = draw.pick(STYLES)
  const once = countsOnce(world.rules)
  let texts = 0
  let last = ''
  let state: 'open' | 'recorded' | 'human' | 'absent' = temper === 'silent' ? 'absent' : 'open'
  let why = ''
  let heard = 0
  let sent = 0
  let resent = 0
  let corrected = temper !== 'corrects after'
  let mistaken = temper === 'wrong letter' || temper === 'wrong code' || temper === 'corrects before'
  /** A slip was noticed, and its correction is about to be typed. */
  let fixing = false
  let confused = 0
  let tossed = 0
  let said: 'I' | 'F' | null = null
  /** Pieces of a list that are still to be sent: answers are read after the last one. */
  let pieces = 0
  const own = shares ? `${line.id} ` : draw.chance(0.2) ? `${line.id} ` : ''
  const meaning = { kind: 'chair', precinct: line.id, expectsAnswer: true }
  /** Until then answers are read and left at that. */
  let begun = habit === null
  /** What the habit does once. */
  let due = habit !== null
  /** Where the last answer came: that phone's codes are its own. */
  let at = phone
  let corrections = 0
  /** How long the room takes to realign, seconds at least and at most. */
  const realigns =
    temper === 'hasty' ? ([5, 30] as const) : temper === 'after the close' ? ([60, 120] as const) : ([60, 600] as const)
  const comparesWorksheets = world.plan.actors.includes('corrector')
  /** One person in the wrong row of the first count, which nobody notices before headquarters compares. */
  const slip = comparesWorksheets && draw.named('slip').chance(0.4) ? slipOf(world, truth) : null

  const text = (body: string, from = at) => {
    if (world.time.now() > world.hours.ends - 5 * MINUTE) return
    texts += 1
    last = body
    sent = world.time.now()
    const prefix = habit === 'leaves the code out' && texts < 3 ? '' : own
    world.text(`${line.id}#${texts}`, from, body.startsWith(line.id) ? body : prefix + body, meaning)
    const mine = texts
    world.time.after(PATIENCE_MS, 'a chair waits', () => {
      if (state === 'open' && texts === mine && heard < sent) unanswered()
    })
    // An answer came, but nothing that led on: a while later they ask where things stand.
    world.time.after(5 * PATIENCE_MS, 'a chair waits', () => {
      if (state === 'open' && texts === mine) text('?')
    })
  }
  const human = (reason: string) => {
    state = 'human'
    why = reason
    world.tell(`${line.id} calls headquarters: ${reason}`)
  }
  const unanswered = () => {
    resent += 1
    if (resent > 6) return human('no answer')
    text(resent % 3 === 0 ? '?' : last)
  }
  const lists = {
    I: () => write('I', slip ?? truth.initial),
    F: () => write('F', truth.final),
  }
  const soon = (body: string | (() => void), least = 5, most = 60): void =>
    world.time.after(draw.between(least, most) * 1000, 'a chair acts', () => {
      if (state !== 'open' && corrected) return
      if (typeof body === 'string') text(body)
      else body()
    })

  const begin = () => {
    begun = true
    if (beginsByHabit()) return
    if (temper === 'asks questions' && draw.chance(0.3)) {
      // The carrier answers this word itself.
      world.text(`${line.id} help`, phone, 'HELP', { ...meaning, expectsAnswer: false })
      soon(() => firstList(), 60, 200)
    } else if (temper === 'greets') text(draw.pick(['Hi', 'Hello, this is the chair', 'Good evening']))
    else if (temper === 'asks questions') text(draw.pick(['?', 'HOW', 'READY', 'How many are needed?']))
    else if (temper === 'attendance first' && !once) text(`A ${truth.attendance}`)
    else firstList()
  }
  const firstList = () => {
    if (once) return sendFinal()
    const attendance = truth.attendance === sum(truth.initial) && draw.chance(0.6) ? '' : `A ${truth.attendance} `
    if (temper === 'all at once' && !truth.settledAtOnce) {
      said = 'F'
      return text(`${attendance}${lists.I()} ${lists.F()}`)
    }
    said = 'I'
    if (temper === 'one group a text' && confused < 2) return groupByGroup('I', truth.initial, attendance)
    if (temper === 'hasty') {
      text(attendance + lists.I())
      if (!truth.settledAtOnce) soon(() => sendFinal(), 2, 30)
      return
    }
    if (temper === 'wrong letter' && mistaken) {
      mistaken = false
      return text(write('F', truth.initial))
    }
    text(attendance + lists.I())
  }
  const sendFinal = () => {
    said = 'F'
    if (temper === 'one group a text' && confused < 2) return groupByGroup('F', truth.final)
    if (temper === 'corrects before' && mistaken) {
      mistaken = false
      const [name = '', people = 0] = Object.entries(truth.final)[0] ?? []
      text(write('F', { ...truth.final, [name]: people + 1 }))
      fixing = true
      return soon(
        () => {
          fixing = false
          text(`FIX ${name} ${people}`)
        },
        20,
        120,
      )
    }
    text(finalByHabit() ?? lists.F())
  }
  /** A habit once, and then as everybody. */
  const isDue = (is: Habit): boolean => {
    if (habit !== is || !due) return false
    due = false
    return true
  }
  /** @returns whether the report began in a way of its own */
  const beginsByHabit = (): boolean => {
    const first = once ? truth.final : truth.initial
    const letter = once ? 'F' : 'I'
    const [one = '', ...others] = Object.entries(first).map(([name, people]) => `${name} ${people}`)
    const begins = (body: string): boolean => {
      said = letter
      text(body)
      return true
    }
    if (isDue('leaves the letter out')) return begins([one, ...others].join(' '))
    if (isDue('is asked for the attendance')) return begins('A')
    if (isDue('sends the second half first') && others.length > 0) return begins(`+ ${others.join(' ')}`)
    if (isDue('sends one group')) return begins(`${letter} ${one}`)
    if (isDue('sends two precincts at once')) {
      const other = world.files.roster.find(({ id, phones }) => id !== line.id && phones.includes(phone))
      const theirs = other && world.truths.get(other.id)
      if (other !== undefined && theirs !== undefined)
        return begins(
          `${line.id} ${letter} ${one} ${other.id} ${letter} ${pairs(once ? theirs.final : theirs.initial, ' ', ' ')}`,
        )
    }
    return false
  }
  /** The final count as the habit sends it; null: whole. */
  const finalByHabit = (): string | null => {
    const moved = Object.fromEntries(Object.entries(truth.final).filter(([name, n]) => n !== truth.initial[name]))
    if (Object.keys(moved).length > 0 && isDue('sends only who moved')) return write('F', moved)
    if (world.rules.viability !== 'none' && truth.winners.length === 0 && isDue('copies the worksheet'))
      return `${lists.F()} D ${pairs(truth.delegates, ' ', ' ')}`
    const [name = '', people = 0] = Object.entries(truth.final)[0] ?? []
    if (second === undefined || !isDue('corrects from the other phone')) return null
    soon(() => text(`FIX ${name} ${people}`, second), 60, 120)
    return write('F', { ...truth.final, [name]: people + 1 })
  }
  /** @returns whether the habit answered what is shown */
  const answersByHabit = (code: string | undefined): boolean => {
    if (code === undefined) return false
    if (isDue('loses the text')) soon(draw.pick(['LAST', `${line.id} last`]))
    else if (isDue('says NO first')) soon('NO')
    else if (isDue('keeps what is right')) soon(`KEEP ${code}`)
    else return false
    return true
  }
  /** Headquarters proposes what differs from the worksheet: right, wrong, or left without an answer. */
  const answerCorrection = (body: string, code: string | undefined) => {
    corrections += 1
    const changes = [...body.matchAll(/\b([IF]) ([A-Z][a-z]*)\.? (\d+) (?:to|a) (\d+)/g)]
    const right = changes.every(([, letter, name = '', , to]) =>
      Object.entries(letter === 'F' ? truth.final : truth.initial).some(
        ([group, people]) => group.startsWith(name.slice(0, 3)) && people === Number(to),
      ),
    )
    const way = draw.named(`correction/${corrections}`).share()
    if (corrections > 3 || way < 0.4) return
    if (!right || code === undefined) return soonAnyway('NO')
    if (way < 0.8) return soonAnyway(`OK ${code}`)
    const [, letter = 'I', name = '', , to = ''] = changes[0] ?? []
    if (name === '' || world.time.now() > world.hours.ends - 15 * MINUTE) return
    // Their own text, which ends the proposal.
    state = 'open'
    soonAnyway(`FIX ${letter} ${name} ${to}`)
  }
  const soonAnyway = (body: string): void =>
    world.time.after(draw.between(20, 90) * 1000, 'a chair acts', () => text(body))
  /** Tired people send a list in pieces, each as if it were the list. */
  const groupByGroup = (letter: 'I' | 'F', counts: Counts, before = '') => {
    const groups = Object.entries(counts)
    const every = draw.between(20, 60) * 1000
    groups.forEach(([name, people], i) => {
      pieces += 1
      world.time.after(i * every, 'a chair acts', () => {
        pieces -= 1
        if (state === 'open') text(`${i === 0 ? before : ''}${letter} ${name} ${people}`)
      })
    })
  }

  /** A reminder reaches somebody who forgot: some check in, and report after all. */
  const wake = () => {
    const reminded = draw.named('reminded')
    if (world.plan.silent.includes(line.id) || world.time.now() > world.hours.calm || reminded.chance(0.4)) return
    state = 'open'
    begun = false
    world.text(`${line.id} answers a reminder`, phone, own + (line.language === 'es' ? 'LISTO' : 'READY'), meaning)
    world.time.after(reminded.between(60, 300) * 1000, 'a chair begins', () => {
      if (state === 'open') begin()
    })
  }
  const hear = (received: Received) => {
    const body = received.body
    if (shares && /\bP\d{4}\b/.test(body) && !body.includes(line.id)) return
    if (received.answers === null || received.at >= sent) heard = Math.max(heard, received.at)
    if (state === 'absent' && /we have not heard from you|no tenemos noticias/.test(body)) return wake()
    if (!begun) return
    if (state === 'absent' || /^(?:PRACTICE|ENSAYO)/.test(body)) return
    if (/\b(?:report|informe) \d+.*(?:held until|retenido hasta)|HQ will confirm|lo confirma por llamada/i.test(body))
      return human('held')
    if (comparesWorksheets && /HQ proposes|la central propone/.test(body))
      return answerCorrection(body, /\b(?:OK|SI)\s+(\d{4,8})\b/.exec(body)?.[1])
    if (
      /^(?:PRACTICE |ENSAYO )?(?:Recorded|.*\bregistrado\b)|already recorded|ya está registrado|ya consta/i.test(body)
    ) {
      if (/held|retenid/i.test(body)) return human('held')
      return done()
    }
    if (state !== 'open') return
    if (/^HQ knows and will call|^La central lo sabe y le llama/.test(body)) return human(ASKED_AGAIN)
    if (texts >= MOST_TEXTS || pieces > 0) return
    if (habit === 'corrects from the other phone') at = received.to
    answer(body)
  }
  const done = () => {
    if (corrected) {
      state = 'recorded'
      return
    }
    // A correction after the approval: one more person was found, and then not.
    corrected = true
    state = 'open'
    soon(lists.F(), 60, 300)
  }
  const answer = (body: string) => {
    const code = /\b(?:OK|SI)\s+(\d{4,8})\b/.exec(body)?.[1]
    const keep = /\bKEEP\s+(\d{4,8})\b/.exec(body)?.[1]
    if (/Reporting is closed|Ya no se reciben/i.test(body)) return human('closed')
    if (answersByHabit(code)) return
    if (code !== undefined && agrees(body)) return approveWith(code)
    if (/how many people are present|total de personas presentes/.test(body)) return soon(`A ${truth.attendance}`)
    if (/WON|Who was elected|Quién gana/.test(body)) return soon(`WON ${truth.winners[0] ?? ''}`)
    if (/TOSS|GANO|Draw|coin|cards|sorte/i.test(body) && truth.tied.length > 0) {
      tossed += 1
      return tossed > 4 ? human(DIFFERS) : soon(toss())
    }
    if (keep !== undefined && truth.broken) return soon(`KEEP ${keep}`)
    if (/first count is missing|send the first count|mande la inicial/i.test(body)) return soon(lists.I())
    if (
      /first count or the final|first count or final|Is this the final|is this count final|primera|¿Es la/i.test(body)
    )
      return soon(said ?? 'I')
    // Of a phone of several, whoever left the code out gives it.
    if (/Which precinct|¿De qué/i.test(body))
      return habit === 'leaves the code out' || !world.plan.actors.includes('habits') ? soon(line.id) : undefined
    if (/Reply FIX (\w+)/.test(body)) return fix(/Reply FIX (\w+)/.exec(body)?.[1] ?? '')
    if (/then send F|Then send F|send F and every|mande F(?! otra vez)|luego F/i.test(body) && !once)
      return soon(() => sendFinal(), ...realigns)
    if (keep !== undefined || code !== undefined) return recount(keep)
    if (
      /Send I|I and each group|I and every group|text I|Mande I|mande I/i.test(body) &&
      (said === null || confused < 3)
    ) {
      if (said !== null) confused += 1
      return soon(() => firstList())
    }
    confused += 1
    if (confused > 12) return human('not understood')
    if (confused % 3 === 0) return soon('?')
    soon(() => (said === 'F' || once ? text(lists.F()) : text(lists.I())))
  }
  /** What is shown is compared with the worksheet in hand. */
  const agrees = (whole: string): boolean => {
    // Of a change only what it comes to.
    const body = whole.split(/\b(?:Now|Ahora|Then|Son) /).at(-1) ?? whole
    // The final count is not sent yet, whatever the program shows.
    if (fixing || (!once && !truth.settledAtOnce && said !== 'F')) return false
    if (miscounted(body)) return false
    const shown = Object.entries(truth.delegates).filter(([, delegates]) => delegates > 0)
    if (world.rules.viability === 'none')
      return (
        Object.entries(truth.final).every(([name, people]) => named(body, name, people)) &&
        !world.plan.candidates.some((name) => truth.final[name] === undefined && isListed(body, name))
      )
    if (truth.seats === 1) return shown.every(([name]) => body.includes(name.slice(0, 3)))
    return shown.length > 0 && shown.every(([name, delegates]) => named(body, name, delegates))
  }
  /** `113 present, 110 counted`: who is in the counts is not who stood there. */
  const miscounted = (body: string): boolean => {
    const [, present = '', , counted = present] =
      /\b(\d+) (?:present|presentes)(?:(,) (\d+) (?:counted|contados))?\b/.exec(body) ?? []
    return counted !== '' && Number(counted) !== sum(truth.final)
  }
  const approveWith = (code: string) => {
    if (temper === 'wrong code' && mistaken) {
      mistaken = false
      return soon(`OK ${(Number(code) % 900_000) + 100_000}`)
    }
    if (temper === 'late OK') return soon(`OK ${code}`, 300, 1500)
    soon(draw.pick([`OK ${code}`, `ok ${code}`, `YES ${code}`, code, `OK ${code} thanks`]))
  }
  const recount = (keep: string | undefined) => {
    confused += 1
    // Shown other delegates again and again, with nothing that is said not to add up.
    if (keep === undefined && confused > 4) return human(DIFFERS)
    if (confused > 6 && keep !== undefined) return soon(`KEEP ${keep}`)
    if (confused > 12) return human(DIFFERS)
    if (!once && confused % 2 === 1) soon(lists.I())
    soon(
      () => {
        said = 'F'
        text(lists.F())
      },
      61,
      120,
    )
  }
  const toss = (): string =>
    world.rules.chance === 'cards'
      ? `TOSS ${drawnCards(truth, draw.named('cards'))}`
      : `TOSS ${truth.winners.join(' ')}`
  const fix = (name: string) => {
    const counts = said === 'F' ? truth.final : (slip ?? truth.initial)
    const full = Object.keys(counts).find((group) => group.startsWith(name.slice(0, 3)))
    soon(`FIX ${full ?? name} ${full === undefined ? 0 : counts[full]}`)
  }

  world.carrier.listen(phone, hear)
  if (second !== undefined) world.carrier.listen(second, hear)
  world.people.set(line.id, {
    line,
    says: () => {
      if (temper === 'silent' && draw.named('call').chance(0.3)) return null
      const report = [...(once ? [] : [`A ${truth.attendance} ${write('I', truth.initial)}`]), write('F', truth.final)]
      if (truth.winners.length > 0 && world.rules.chance !== 'cards') report.push(`WON ${truth.winners.join(' ')}`)
      return report
    },
    relieved: () => {
      if (state === 'open') human('called by headquarters')
    },
    robbed: () => {
      human('the phone was stolen')
    },
    state: (): ChairState =>
      state === 'recorded'
        ? { kind: 'recorded' }
        : state === 'human'
          ? { kind: 'human', why }
          : state === 'absent'
            ? { kind: 'absent' }
            : { kind: 'open', texts, last },
  })
  if (temper === 'silent' || world.plan.silent.includes(line.id)) {
    state = 'absent'
    return
  }
  if (world.plan.practiceFirst && draw.named('practice').chance(0.6))
    world.time.at(world.hours.begins + draw.named('practice').between(2, 30) * MINUTE, 'a chair practises', () =>
      world.text(`practice ${line.id}`, phone, `${line.id} F Apple 12 Pear 9`, { ...meaning, expectsAnswer: false }),
    )
  const spread = world.hours.calm - world.hours.live - 40 * MINUTE
  const start = temper === 'after the close' ? world.hours.ends - 15 * MINUTE : world.hours.live + draw.below(spread)
  textBeforehand(world, line, habit, start, lists)
  world.time.at(start, 'a chair begins', begin)
}

const sum = (counts: Counts): number => Object.values(counts).reduce((total, people) => total + people, 0)

/** A name with people, whatever their number. */
const isListed = (body: string, name: string): boolean =>
  new RegExp(`\\b${name.slice(0, 2)}\\w*\\.? [1-9]`, 'i').test(body)

/** `Sanders 3`, whole or shortened, with this very number. */
export const named = (body: string, name: string, number: number): boolean =>
  new RegExp(`\\b${name.slice(0, 2)}\\w*\\.? ${number}\\b`, 'i').test(body)

/** Cards that make the true winners win: highest card first. */
function drawnCards(truth: Truth, draw: Rng): string {
  const ranks = ['K', 'Q', 'J', '9', '8', '7', '6', '5', '4', '3', '2']
  const order = [...truth.winners, ...truth.tied.filter((name) => !truth.winners.includes(name))]
  return order.map((name, i) => `${name} ${ranks[i] ?? '2'}${draw.pick(['H', 'S', 'D', 'C'])}`).join(' ')
}

/** Every precinct has a chair; the tempers differ. */
export function chairs(world: World): void {
  const draw = world.draw('tempers')
  const shared = new Set<string>()
  const seen = new Set<string>()
  for (const line of world.files.roster)
    for (const phone of line.phones) {
      if (seen.has(phone)) shared.add(phone)
      seen.add(phone)
    }
  for (const line of world.files.roster) {
    const truth = world.truths.get(line.id)
    if (truth === undefined) continue
    const temper = draw.chance(0.4) ? 'ordinary' : draw.pick(TEMPERS)
    world.see('actor', `chair, ${temper}`)
    const shares = line.phones.some((phone) => shared.has(phone))
    const habit = habitOf(world, line, shares)
    if (habit !== null) world.see('actor', `chair who ${habit}`)
    chair(world, line, truth, temper, shares, habit)
  }
}
