import type { Chance } from './chance.ts'
import { counts, keywordsOf, type Pairs, plain, type Style, type Truth, writeList, writeReport } from './compose.ts'
import type { Candidate, Room } from './night.ts'
import { spellers } from './spell.ts'

export interface Case {
  readonly text: string
  readonly truth: Truth
}
export type Maker = (room: Room, all: readonly Candidate[], by: Chance) => Case

const ask: Truth = { kind: 'unclear' }

/** A report in one style, all else plain. */
const styled =
  (style: (by: Chance) => Partial<Style>, wanted?: string): Maker =>
  (room, all, by) =>
    writeReport(room, { ...plain, ...style(by) }, all, by, wanted)

/** A report, and then something done to its text that leaves its meaning as it is. */
const dressed =
  (dress: (text: string, by: Chance) => string, style: Partial<Style> = {}): Maker =>
  (room, all, by) => {
    const { text, truth } = writeReport(room, { ...plain, ...style }, all, by)
    return { text: dress(text, by), truth }
  }

/** A report, and then something done to it after which nobody can be sure. */
const spoiled =
  (
    spoil: (text: string, by: Chance, room: Room) => string | null,
    wanted?: string,
    style: Partial<Style> = {},
  ): Maker =>
  (room, all, by) => {
    const { text } = writeReport(room, { ...plain, ...style }, all, by, wanted)
    const spoilt = spoil(text, by, room)
    return { text: spoilt === null || spoilt === text ? 'who is this' : spoilt, truth: ask }
  }

const approvalCode = (by: Chance): string => String(100_000 + by.below(900_000))
const led = (room: Room, by: Chance): { readonly precinct: string | null; readonly front: string } =>
  by.often(0.3) ? { precinct: room.precinct, front: `${room.precinct} ` } : { precinct: null, front: '' }
const some = (pairs: Pairs, by: Chance): Pairs => by.shuffled(pairs).slice(0, 1 + by.below(Math.min(3, pairs.length)))
const inScript =
  (zero: number) =>
  (n: number): string =>
    String(n).replace(/\d/g, (d) => String.fromCodePoint(zero + Number(d)))
const lookalike =
  (by: Chance) =>
  (n: number): string => {
    const text = String(n)
    const swapped = [...text]
      .map((d) =>
        d === '0' && by.often(0.6) ? by.pick(['O', 'o']) : d === '1' && by.often(0.6) ? by.pick(['l', 'I']) : d,
      )
      .join('')
    return /\d/.test(swapped) ? swapped : text
  }
const invisible = ['\u200b', '\u200c', '\u200d', '\ufeff', '\u2060', '\u200e', '\u202a']

const english = ['ten', 'forty', 'twelve', 'zero', 'treinta', 'forty five']
const chatter = [
  'people',
  'we are done',
  'votes',
  'approx',
  'I think',
  'call me',
  'sorry',
  'delegates',
  'wait',
  'from Mary',
  'not sure',
  'maybe',
]
const strangers = [
  'Castro',
  'Booker',
  'Harris',
  'Beto',
  'Inslee',
  'Clinton',
  'Obama',
  'Trump',
  'Williamson',
  'Sestak',
  'Gillibrand',
  'Bullock',
  'Swalwell',
]

/** What a report can suffer and still mean what it meant. */
export const readable: Readonly<Record<string, Maker>> = {
  plain: styled(() => ({})),
  separators: styled((by) => ({
    inside: by.pick([
      ' ',
      ': ',
      ':',
      '=',
      ' = ',
      '-',
      ' - ',
      '\t',
      '\u00a0',
      ' – ',
      '...',
      '_',
      ' / ',
      '  ',
      '—',
      '(',
      ' → ',
      '#',
      ' : ',
    ]),
    between: by.pick([
      ' ',
      ', ',
      ',\n',
      '\n',
      '; ',
      '. ',
      ' | ',
      ' / ',
      '\r\n',
      ' • ',
      ') ',
      '\t',
      ', and ',
      ' & ',
      ' + ',
      '\n\n',
      '  ',
    ]),
    parts: by.pick([' ', '\n', ', ', '; ', '. ', '\n\n', ' / ', ': ', ' - ']),
  })),
  order: styled((by) => ({ parts: by.pick([' ', '\n', '. ']) }), 'AIF'),
  glue: styled((by) => ({ inside: '', between: by.pick([',', ' ', '', '\n', ';']), parts: by.pick([' ', '\n', ',']) })),
  allGlued: (room, all, by) => {
    const { text, truth } = writeReport(
      room,
      { ...plain, inside: '', between: '' },
      all,
      by,
      by.pick(['I', 'F', 'AI', 'IF']),
    )
    const glued = text
      .replace(/\b(1|2|1ST|2ND) /g, (_, w: string) => (w.startsWith('1') ? 'I ' : 'F '))
      .replace(/ /g, '')
    return { text: glued, truth }
  },
  numbersFirst: styled((by) => ({
    reversed: true,
    inside: by.pick([' ', '', ' - ', ' x ']).replace('x', ''),
    between: by.pick([' ', ', ', '\n']),
  })),
  case: dressed((text, by) =>
    by.often(0.3)
      ? text.toLowerCase()
      : by.often(0.4)
        ? text.toUpperCase()
        : [...text].map((c) => (by.often(0.5) ? c.toUpperCase() : c.toLowerCase())).join(''),
  ),
  scripts: styled((by) => ({ number: inScript(by.pick([0xff10, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50])) })),
  invisible: dressed((text, by) => {
    let marked = text
    for (let n = 1 + by.below(4); n > 0; n--) {
      const at = by.below(marked.length + 1)
      marked = marked.slice(0, at) + by.pick(invisible) + marked.slice(at)
    }
    return marked
  }),
  quotesAndPictures: dressed(
    (text, by) =>
      text.replace(/[A-Z][a-z]{3,}/g, (name) =>
        by.often(0.5) ? by.pick([`“${name}”`, `'${name}'`, `‘${name}’`, `${name} 🗳️`, `🇺🇸 ${name}`, `✅${name}`]) : name,
      ) + by.pick(['', ' 🎉', '!!', ' 👍🏽', '.']),
  ),
  repairs: (room, all, by) =>
    writeReport(room, { ...plain, number: lookalike(by), inside: by.pick([' ', ': ', '=']) }, all, by),
  precinctCode: (room, all, by) => {
    const { text, truth } = writeReport({ ...room, precinct: 'P' }, plain, all, by, by.pick(['A', 'I', 'F', 'AIF']))
    const number = room.precinct.slice(1)
    const forms = [
      `P ${number}`,
      `p${Number(number)}`,
      `P${number}`.replace('0', 'O'),
      `p${number}`,
      `P-${number}`,
      `P ${Number(number)}`,
      `P.${number}:`,
    ]
    return { text: `${by.pick(forms)} ${text.replace(/^P /, '')}`, truth: { ...truth, precinct: room.precinct } }
  },
  prefixes: styled(() => ({ spell: spellers.prefix! })),
  codes: styled((by) => ({ spell: spellers.code!, inside: by.pick([' ', ' ', '']) })),
  aliases: styled((by) => ({ spell: spellers[by.pick(['alias', 'both'])]! })),
  oneSlip: styled(() => ({ spell: spellers.slip! })),
  twoSlips: styled(() => ({ spell: spellers.twoSlips! })),
  keypad: styled(() => ({ spell: spellers.keypad! })),
  accents: styled(() => ({ spell: spellers.accent! })),
  doubledGroup: (room, all, by) => {
    const again = by.pick(room.initial)
    const { text, truth } = writeReport({ ...room, initial: [...room.initial, again] }, plain, all, by, 'I')
    return { text, truth: { ...truth, initial: counts(room.initial) } }
  },
  courtesy: dressed(
    (text, by) =>
      `${text}${by.pick(['. ', ' ', '\n', ', '])}${by.pick(['thanks', 'Thank you!', 'thx', 'Gracias', 'ty', 'Good night', 'please', 'Thanks so much :)', 'muchas gracias 🙏'])}`,
  ),
  spanish: styled((by) => ({ words: 'es', between: by.pick([' ', ', ', ' y ', '\n']) })),
  checksum: (room, all, by) => {
    const { text, truth } = writeReport(room, plain, all, by, by.pick(['I', 'F']))
    const sum = Object.values(truth.initial ?? truth.final ?? {}).reduce((a, b) => a + b, 0)
    return { text: `${text} ${by.pick(['TOTAL', 'Total:', 'total ='])} ${sum}`, truth }
  },
  zeros: (room, all, by) =>
    writeReport(
      { ...room, final: [...room.final.map(([name]): [string, number] => [name, by.often(0.3) ? 0 : by.below(90)])] },
      plain,
      all,
      by,
      'F',
    ),
}

/** Other things that a chair says. */
export const commands: Readonly<Record<string, Maker>> = {
  approve: (room, _, by) => {
    const { precinct, front } = led(room, by)
    const code = approvalCode(by)
    const text = by.pick([
      `OK ${code}`,
      `ok${code}`,
      `Ok ${code}.`,
      `YES ${code}`,
      `Y ${code}`,
      code,
      `0K ${code}`,
      `${code} ok`,
      `${code} OK thanks`,
      `SI ${code}`,
      `Sí, ${code}`,
      `OK: ${code} 👍`,
      `ok #${code}`,
      `okay ${code}!`,
    ])
    return { text: front + text, truth: { kind: 'approve', precinct, code } }
  },
  keep: (room, _, by) => {
    const { precinct, front } = led(room, by)
    const code = approvalCode(by)
    return { text: `${front}${by.pick(['KEEP ', 'keep', 'Keep: '])}${code}`, truth: { kind: 'keep', precinct, code } }
  },
  fix: (room, all, by) => {
    const { precinct, front } = led(room, by)
    const pairs = some(room.final, by)
    const word = by.pick(['FIX', 'fix', 'Corregir'])
    const part = by.pick(['', 'I', 'F', 'A'] as const)
    if (part === 'A')
      return {
        text: `${front}${word} ${by.pick(keywordsOf.en.A)} ${room.present}`,
        truth: { kind: 'fix', precinct, attendance: room.present },
      }
    const text = `${front}${word} ${part === '' ? '' : `${by.pick(keywordsOf.en[part])} `}${writeList(pairs, plain, all, by)}`
    return {
      text,
      truth: {
        kind: 'fix',
        precinct,
        ...(part === 'I'
          ? { initial: counts(pairs) }
          : part === 'F'
            ? { final: counts(pairs) }
            : { groups: counts(pairs) }),
      },
    }
  },
  more: (room, all, by) => {
    const { precinct, front } = led(room, by)
    const pairs = some(room.initial, by)
    return {
      text: `${front}${by.pick(['+ ', '+', 'MORE ', 'and ', 'MAS ', 'Más: '])}${writeList(pairs, plain, all, by)}`,
      truth: { kind: 'report', precinct, more: true, groups: counts(pairs) },
    }
  },
  toss: (room, _, by) => {
    const { precinct, front } = led(room, by)
    const winners = some(room.final, by).map(([name]) => name)
    return {
      text: `${front}${by.pick(['TOSS', 'coin', 'Won', 'DRAW', 'Gano', 'GANÓ', 'moneda'])} ${winners.join(by.pick([' ', ', ', ' and ']))}`,
      truth: { kind: 'toss', precinct, winners },
    }
  },
  delegates: (room, all, by) => {
    const { precinct, front } = led(room, by)
    const pairs = room.delegates.length > 0 ? room.delegates : room.final
    return {
      text: `${front}${by.pick(['D', 'd', 'D:'])} ${writeList(pairs, plain, all, by)}`,
      truth: { kind: 'report', precinct, delegates: counts(pairs) },
    }
  },
  words: (room, _, by) => {
    const { precinct, front } = led(room, by)
    const [kind, text] = by.pick([
      ['status', '?'],
      ['status', 'STATUS'],
      ['status', 'estado'],
      ['last', 'LAST'],
      ['last', 'Último'],
      ['guide', 'HOW'],
      ['guide', 'how?'],
      ['guide', 'AYUDA'],
      ['guide', 'guía'],
      ['ready', 'READY!'],
      ['ready', 'here'],
      ['ready', 'Listo'],
      ['reject', 'NO'],
      ['reject', 'no.'],
      ['language', 'ESPAÑOL'],
      ['language', 'English'],
    ] as const)
    return { text: front + text, truth: { kind, precinct } }
  },
  pin: (room, _, by) => {
    const pin = String(100000 + by.below(900000))
    return {
      text: `${room.precinct} ${by.pick(['PIN ', 'pin', 'Pin: '])}${pin}`,
      truth: { kind: 'pin', precinct: room.precinct, pin },
    }
  },
}

const lastNumber = /(\d+)(?=\D*$)/

/** What must be asked about, whatever it may look like. */
export const doubtful: Readonly<Record<string, Maker>> = {
  noKeyword: (room, all, by) => ({
    text: writeList(
      room.initial,
      { ...plain, inside: by.pick([' ', '=', '']), between: by.pick([' ', ', ', '\n']) },
      all,
      by,
    ),
    truth: ask,
  }),
  numbersFirstNoKeyword: (room, all, by) => ({
    text: writeList(room.initial, { ...plain, reversed: true }, all, by),
    truth: ask,
  }),
  splitNumber: spoiled(
    (text) => (/\d{2}(?!\d)(?=[^\d]*$)/.test(text) ? text.replace(/(\d)(\d)(?=\D*$)/, '$1 $2') : `${text} 4`),
    'F',
  ),
  negative: spoiled((text) => text.replace(lastNumber, '-$1'), 'F'),
  decimal: spoiled((text, by) => text.replace(lastNumber, `$1${by.pick(['.5', ',5', '.0', '½', '²', '%'])}`), 'I'),
  thousands: spoiled((text, by) => text.replace(lastNumber, by.pick(['1,234', '1.234', "1'234", '1 234'])), 'I'),
  tooLarge: spoiled((text) => text.replace(lastNumber, '100000'), 'I'),
  inWords: spoiled((text, by) => text.replace(lastNumber, by.pick(english)), 'F'),
  missingNumber: spoiled(
    (text, by) =>
      by.often(0.5) ? text.replace(/ \d+(?=\D*$)/, '') : text.replace(/([A-Z][a-z]{3,}) \d+\b(?=.*\d)/, '$1'),
    'F',
  ),
  missingName: spoiled((text) => text.replace(/[A-Z][a-z]{3,} (?=\d+$)/, ''), 'F'),
  unknownName: spoiled((text, by) => `${text} ${by.pick(strangers)} ${by.below(50)}`, 'F'),
  chatter: spoiled((text, by) => (by.often(0.5) ? `${text} ${by.pick(chatter)}` : `${by.pick(chatter)} ${text}`)),
  chatterInside: spoiled(
    (text, by) =>
      text
        .replace(/(\d+) (?=[A-Z][a-z]{3})/, (n) => `${n} ${by.pick(['people', 'votes', 'for', 'went to', 'or'])} `)
        .replace(/^((?!people|votes|for|went to|or).)*$/s, '$& hmm'),
    'F',
  ),
  twoCounts: (room, all, by) => {
    const [name, n] = by.pick(room.final)
    return { text: `F ${writeList([...room.final, [name, n + 1 + by.below(9)]], plain, all, by)}`, truth: ask }
  },
  twoPrecincts: spoiled(
    (text, by, room) =>
      `${room.precinct} A ${room.present} ${by.pick(['P9998', 'P0000', 'S0001'])} ${text.replace(/^P\d+ /, '')}`,
  ),
  twoNames: (room, all, by) => ({
    text: `F ${writeList(room.final, plain, all, by)} ${by.pick(['Joe Sanders', 'Bernie Biden', 'Amy Warren', 'Pete Yang'])} ${by.below(40)}`,
    truth: ask,
  }),
  ambiguous: (_, __, by) => ({
    text: `F ${by.pick(['B', 'S', 'Be', 'J', 'P', 'Jo', 'Mi', 'M'])} ${by.below(50)}`,
    truth: ask,
  }),
  mixedApproval: (room, all, by) => {
    const code = approvalCode(by)
    const list = writeList(room.final, plain, all, by)
    return {
      text: by.pick([
        `OK ${code} but Yang is 5`,
        `not ok ${code}`,
        `F ${list} OK ${code}`,
        `OK ${code} F ${list}`,
        `NO ${code}`,
        `ok ${code}?`,
        `is it ok ${code}`,
        `OK ${code} ${approvalCode(by)}`,
        `OK ${code.slice(0, 2)} ${code.slice(2)}`,
        `don't OK ${code}`,
        `${code} is wrong`,
        `OK`,
        `YES`,
        `ok thanks`,
        `👎 ${code}`,
        `KEEP ${code} OK ${code}`,
      ]),
      truth: ask,
    }
  },
  quoted: (room, all, by) => {
    const ours = `${room.precinct} final, 7 delegates: ${writeList(room.final, { ...plain, between: ', ' }, all, by)}. ${room.present} present. Reply OK ${approvalCode(by)} if right, or send F again.`
    return {
      text: by.pick([
        `Liked “${ours}”`,
        `Loved "${ours}"`,
        `Le gustó "${ours}"`,
        `Emphasized “${ours}”`,
        `> ${ours}`,
        ours,
        `"${ours}"`,
        `👍 to “${ours}”`,
        `Re: ${ours}`,
        `“F ${writeList(room.final, plain, all, by)}”`,
        `Liked “OK ${approvalCode(by)}”`,
        `Laughed at "F Sanders 45"`,
        `"OK ${approvalCode(by)}"`,
      ]),
      truth: ask,
    }
  },
  ranking: (_, __, by) => ({
    text: by.pick([
      '1 Sanders 45 2 Warren 20 3 Biden 10',
      '1. Sanders 45\n2. Warren 20',
      '1) Sanders 45, 2) Warren 20, 3) Yang 4',
      'First Sanders 45, second Warren 20',
      '1 45 Sanders 2 20 Warren',
    ]),
    truth: ask,
  }),
  carrier: (_, __, by) => ({
    text: by.pick(['STOP', 'help', 'End', 'CANCEL', 'Info', 'start', 'Unsubscribe', 'QUIT ', 'stop.']),
    truth: ask,
  }),
  cut: (room, all, by) => {
    const long = writeReport(
      {
        ...room,
        initial: [
          ...room.initial,
          ['Gabbard', 11],
          ['Bloomberg', 12],
          ['Bennet', 13],
          ['Delaney', 14],
          ['Patrick', 15],
        ],
      },
      { ...plain, spell: spellers.both!, parts: '\n' },
      all,
      by,
      'AIF',
    ).text
    const at = by.pick([153, 160])
    return { text: long.length > at + 1 ? long.slice(0, at) : 'I Sanders', truth: ask }
  },
}
