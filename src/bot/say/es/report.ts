import { some } from '../shown.ts'
import type { Phrasebook } from '../words.ts'
import { finding } from './findings.ts'
import { change, delegates, groups, letter, plural, sentence } from './pieces.ts'

type ReportKind =
  | 'guide'
  | 'attendance_taken'
  | 'initial_taken'
  | 'proposed'
  | 'problem'
  | 'ask_initial'
  | 'ask_toss'
  | 'ask_elected'
  | 'keep_offered'

const lots = {
  coin: { large: 'Lancen una moneda', small: 'lancen una moneda' },
  lot: { large: 'Hagan un sorteo', small: 'hagan un sorteo' },
  cards: { large: 'Cada grupo saca una carta', small: 'cada uno saca una carta' },
} as const
const cards = ['KH', '9S', '4D', '2C', 'JH', '7D']

const missing = {
  final: 'falta la cuenta final. Mande F y todos los grupos. Si no va a haber',
  toss: 'falta saber quién gana el sorteo. Responda GANO y el nombre. Si no se puede',
  elect: 'falta saber a quién eligen. Responda GANO y el nombre. Si no se sabe',
} as const

/** The way of a report: what was counted, what is missing, what is proposed. */
export const report: Pick<Phrasebook, ReportKind> = {
  guide: (r, v) => {
    const [a = 'Sanders', b = 'Warren'] = r.examples.map(v.name)
    if (r.once)
      return [
        `${r.precinct}: cuente y mande F y cada grupo: F ${a} 45 ${b} 20. Después, OK y la clave que le mando. ? muestra lo que tengo.`,
        `${r.precinct}: F y cada grupo; después, OK y mi clave.`,
      ]
    return [
      `${r.precinct}: mande I y cada grupo: I ${a} 45 ${b} 20. Luego la cuenta final: F ${a} 50 ${b} 15. Luego OK y mi clave. ? muestra lo que tengo.`,
      `${r.precinct}: cuenta inicial: I ${a} 45 ${b} 20. Final: F ${a} 50 ${b} 15. Luego OK y mi clave.`,
      `${r.precinct}: I y cada grupo; luego F y cada grupo; luego OK y mi clave.`,
    ]
  },
  attendance_taken: (r, v) => {
    const [list, name] = r.once ? ['F', 'la cuenta'] : ['I', 'la cuenta inicial']
    const example = `${list} ${r.examples.map((g, i) => `${v.name(g)} ${i === 0 ? 45 : 20}`).join(' ')}`
    const needed = r.threshold === null ? '' : ` Un grupo viable necesita ${r.threshold}.`
    return [
      `${r.precinct}: ${r.attendance} presentes.${needed} Ahora mande ${name}, ${list} y cada grupo: ${example}`,
      `${r.precinct}: ${r.attendance} presentes.${needed} Ahora mande ${list} y cada grupo.`,
    ]
  },
  initial_taken: (r, v) => {
    const { room } = r
    const need = room.threshold === null ? '' : `, hacen falta ${room.threshold}`
    const viable = room.viable.length > 0 ? `Viables: ${v.tallies(room.viable)}.` : 'Ninguno es viable.'
    const others = room.others.length > 0 ? ` Pueden moverse: ${v.tallies(room.others)}.` : ''
    const not = room.others.length > 0 ? ` No: ${v.tallies(room.others)}.` : ''
    const largest = some(
      room.others.map((t) => `${v.name(t.group)} ${t.count}`),
      3,
      'grupos',
    )
    const few = room.others.length > 0 ? ` No: ${largest}.` : ''
    const tooMany = room.roomFor !== null
    const over = tooMany ? ` Solo caben ${room.roomFor}: el grupo menor debe moverse.` : ''
    const overShort = tooMany ? ` Solo caben ${room.roomFor}.` : ''
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
    return [
      `${r.precinct} inicial: ${room.attendance} presentes${need}. ${viable}${others}${over}${notes} Luego mande F y todos los grupos.`,
      `${r.precinct}: ${room.attendance} presentes${need}. ${viable}${not}${over}${notes} Luego F y todos.`,
      `${r.precinct}: ${room.attendance} presentes${need}. ${viable}${not}${overShort}${notes} Luego F.`,
      `${r.precinct}: ${room.attendance} presentes${need}. ${viable}${few}${overShort}${notes} Luego F.`,
    ]
  },
  proposed: (r, v) => {
    const what = r.outcome.finalNotNeeded && r.outcome.seats > 1 ? 'todos viables, no hace falta F' : 'final'
    const result = `${delegates(r.outcome, v)}. ${r.outcome.attendance} presentes.`
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
    const again = r.outcome.finalNotNeeded ? 'I' : 'F'
    if (r.claims.length > 0)
      return [
        `${r.precinct}: su hoja no coincide. La cuenta da ${result}${notes} Responda OK ${r.code} para aceptarlo, o KEEP ${r.code} y la central le llama.`,
        `${r.precinct}: su hoja no coincide. Son ${result}${notes} OK ${r.code} para aceptarlo, o KEEP ${r.code} y la central le llama.`,
      ]
    if (r.over.length > 0)
      return [
        `${r.precinct}: demasiados grupos viables para ${plural(r.outcome.seats, 'delegado', 'delegados')}. ${groups(r.over, v)} ${r.over.length === 1 ? 'debe' : 'deben'} moverse: luego mande F. O responda OK ${r.code} por ${delegates(r.outcome, v)}.`,
      ]
    if (!r.correction)
      return [
        `${r.precinct} ${what}, ${result}${notes} Responda OK ${r.code} si es correcto, o mande ${again} otra vez.`,
        `${r.precinct} ${what}, ${result}${notes} OK ${r.code} si es correcto, o ${again} otra vez.`,
      ]
    const { number } = r.correction
    const changes = (most: number) => some(r.correction?.changes.map((c) => change(c, v)) ?? [], most, 'cambios')
    return [
      `${r.precinct}, cambios: ${changes(99)}. Ahora ${result}${notes} Responda OK ${r.code} para reemplazar el informe ${number}, o mande ${again} otra vez.`,
      `${r.precinct}: ${changes(99)}. Ahora ${result}${notes} OK ${r.code} reemplaza el informe ${number}, o mande ${again} otra vez.`,
      `${r.precinct}: ${changes(4)}. Ahora ${result}${notes} OK ${r.code} reemplaza el informe ${number}, o mande ${again} otra vez.`,
    ]
  },
  problem: (r, v) => {
    const again = letter[r.again]
    const all = r.problems.map((f) => finding(f, v))
    const way = `Cuente y mande ${again} otra vez. Si no puede, responda KEEP ${r.code} y la central le llama.`
    return [
      `${r.precinct}: ${all.join('; ')}. ${way}`,
      `${r.precinct}: ${all[0]}. ${way}`,
      `${r.precinct}: ${all[0]}. Mande ${again} otra vez, o KEEP ${r.code} y la central le llama.`,
    ]
  },
  ask_initial: (r, v) => [
    `${r.precinct}: cuenta final guardada (${v.tallies(r.counts)}). Ahora mande la inicial: I y todos los grupos. Si no la tiene, responda KEEP ${r.code} y la central le llama.`,
    `${r.precinct}: cuenta final guardada. Ahora mande la inicial: I y todos los grupos. Si no la tiene, responda KEEP ${r.code} y la central le llama.`,
  ],
  ask_toss: (r, v) => {
    const tied = groups(r.tie.among, v)
    const why =
      r.tie.kind === 'leave'
        ? `hay ${r.viable} grupos viables para ${plural(r.seats, 'delegado', 'delegados')}; ${tied} son los menores. Muevan un grupo y mande F, o ${lots[r.chance].small}`
        : `${tied} empatan por ${plural(r.tie.seats, 'delegado', 'delegados')}. ${lots[r.chance].large}`
    if (r.chance === 'cards')
      return [
        `${r.precinct}: ${why}; responda GANO y cada carta: GANO ${r.tie.among.map((g, i) => `${v.name(g)} ${cards[i % cards.length]}`).join(' ')}`,
      ]
    const winners = r.tie.among.slice(0, r.tie.seats).map(v.name).join(' ')
    const who = r.tie.seats === 1 ? 'quien gane' : `los ${r.tie.seats} que ganen`
    return [
      `${r.precinct}: ${why}; responda GANO y ${who}: GANO ${winners}. Si no se puede, responda KEEP.`,
      `${r.precinct}: ${why}; responda GANO y ${who}: GANO ${winners}`,
      `${r.precinct}: ${why}; responda: GANO ${winners}`,
      ...(r.tie.kind === 'leave'
        ? [
            `${r.precinct}: ${r.viable} grupos viables, ${plural(r.seats, 'delegado', 'delegados')}. Muevan un grupo y mande F, o ${lots[r.chance].small} entre ${tied}; responda: GANO ${winners}`,
          ]
        : []),
    ]
  },
  ask_elected: (r, v) => {
    const counts = v.tallies([...r.room.viable, ...r.room.others])
    const [example = ''] = r.examples.map(v.name)
    return [
      `${r.precinct} elige 1 delegado. Cuenta: ${counts}. ¿Quién gana? Responda GANO y el nombre: GANO ${example}. Si no se sabe, responda KEEP.`,
      `${r.precinct} elige 1 delegado. Cuenta: ${counts}. ¿Quién gana? Responda GANO y el nombre: GANO ${example}`,
      `${r.precinct} elige 1 delegado. ¿Quién gana? Responda GANO y el nombre: GANO ${example}`,
    ]
  },
  keep_offered: (r) => [`${r.precinct}: ${missing[r.missing]}, responda KEEP ${r.code} y la central le llama.`],
}
