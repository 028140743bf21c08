import type { Alignment } from '../../grammar/intent.ts'
import type { Finding } from '../../math/types.ts'
import type { Change, Outcome } from '../reply.ts'
import { unclear } from './es-unclear.ts'
import type { LanguageWords, Phrasebook, Setting, Voice } from './words.ts'

/** Spanish that stays inside GSM-7: words without a, i, o, u accented where they can be chosen, else without the accent. */

const letter: Readonly<Record<Alignment, string>> = { initial: 'I', final: 'F' }
const call = (s: Setting): string => (s.hqPhone ? `llame al ${s.hqPhone}` : 'llame a la central')
const join = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} y ${items.at(-1)}`
const groups = (names: readonly string[], v: Voice): string => join(names.map(v.name))
const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

function delegates(outcome: Outcome, v: Voice): string {
  if (outcome.delegates.length === 0) return 'sin delegados'
  if (outcome.seats === 1) return `1 delegado: ${outcome.delegates.map((d) => v.name(d.group)).join(', ')}`
  const total = outcome.delegates.reduce((sum, d) => sum + d.delegates, 0)
  return `${total} delegados: ${outcome.delegates.map((d) => `${v.name(d.group)} ${d.delegates}`).join(', ')}`
}

function change(c: Change, v: Voice): string {
  if (c.alignment === 'attendance') return `presentes ${c.from} a ${c.to}`
  if (c.alignment === 'toss') return `sorteo ${v.name(c.group)}`
  return `${letter[c.alignment]} ${v.name(c.group)} ${c.from} a ${c.to}`
}

export function finding(f: Finding, v: Voice): string {
  const n = f.numbers
  const first = f.groups[0] === undefined ? '' : v.name(f.groups[0])
  switch (f.code) {
    case 'CHECKSUM_DIFFERS':
      return `la cuenta ${f.groups[0] === 'initial' ? 'inicial' : 'final'} suma ${n.sum}, no ${n.said}`
    case 'GROUP_SUM_EXCEEDS_ATTENDANCE':
      return (n.initial ?? 0) > (n.attendance ?? 0)
        ? `la cuenta inicial suma ${n.initial} pero hay ${n.attendance} presentes`
        : `la cuenta final suma ${n.final} pero hay ${n.attendance} presentes`
    case 'UNDERCOUNT':
      return `${n.missing} de los ${n.attendance} presentes no tienen grupo`
    case 'FINAL_EXCEEDS_INITIAL':
      return `el total final ${n.final} es mayor que los ${n.initial} de la cuenta inicial`
    case 'FINAL_MISSING':
      return 'la cuenta final no tiene a nadie'
    case 'INITIAL_MISSING':
      return 'falta la cuenta inicial'
    case 'VIABLE_GROUP_SHRANK':
      return `${first} era viable con ${n.initial} y ahora tiene ${n.final}; un grupo viable conserva a su gente`
    case 'ADJACENT_SHIFT':
      return `${first} cambia de ${n.initial} a 0 y ${v.name(f.groups[1] ?? '')} de 0 a ${n.final}: ¿se cruzaron las filas?`
    case 'NO_VIABLE_GROUP':
      return `ninguno llega a los ${n.threshold} que hacen falta; hay que alinearse otra vez`
    case 'REALIGNED_THOUGH_ALL_VIABLE':
      return 'todos los grupos eran viables desde el inicio, nadie tenia que moverse'
    case 'MORE_VIABLE_THAN_DELEGATES':
      return `hay ${n.viable} grupos viables para ${plural(n.delegates ?? 0, 'delegado', 'delegados')}: el menor debe realinearse y luego mande F otra vez`
    case 'ONE_DELEGATE_NOT_PLURALITY':
      return `${first} no es el grupo mayor`
    case 'ATTENDANCE_MISSING':
      return `sin asistencia, se usan ${n.attendance}`
    default:
      return f.code.toLowerCase().replaceAll('_', ' ')
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const phrases: Phrasebook = {
  none: () => [''],
  verbatim: (r) => [r.text],
  guide: (r, v) => {
    const [a = 'Sanders', b = 'Warren'] = r.examples.map(v.name)
    return [
      `${r.precinct}: mande I y cada grupo: I ${a} 45 ${b} 20. Luego la cuenta final: F ${a} 50 ${b} 15. Luego OK y mi clave. ? dice lo que tengo.`,
      `${r.precinct}: cuenta inicial: I ${a} 45 ${b} 20. Final: F ${a} 50 ${b} 15. Luego OK y mi clave.`,
      `${r.precinct}: I y cada grupo; luego F y cada grupo; luego OK y mi clave.`,
    ]
  },
  attendance_taken: (r, v) => {
    const example = `I ${r.examples.map((g, i) => `${v.name(g)} ${i === 0 ? 45 : 20}`).join(' ')}`
    const needed = r.threshold === null ? '' : ` Un grupo viable necesita ${r.threshold}.`
    return [
      `${r.precinct}: ${r.attendance} presentes.${needed} Mande la cuenta inicial, I y cada grupo: ${example}`,
      `${r.precinct}: ${r.attendance} presentes.${needed} Mande I y cada grupo.`,
    ]
  },
  initial_taken: (r, v) => {
    const { room } = r
    const need = room.threshold === null ? '' : `, hacen falta ${room.threshold}`
    const viable = room.viable.length > 0 ? `Viables: ${v.tallies(room.viable)}.` : 'No hay grupo viable.'
    const others = room.others.length > 0 ? ` Pueden moverse: ${v.tallies(room.others)}.` : ''
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
    return [
      `${r.precinct} inicial: ${room.attendance} presentes${need}. ${viable}${others}${notes} Luego mande F y todos los grupos.`,
      `${r.precinct}: ${room.attendance} presentes${need}. ${viable}${others}${notes} Luego F y todos.`,
    ]
  },
  proposed: (r, v) => {
    const what = r.outcome.finalNotNeeded && r.outcome.seats > 1 ? 'todos viables, sin F' : 'final'
    const result = `${delegates(r.outcome, v)}. ${r.outcome.attendance} presentes.`
    const notes = r.warnings.map((f) => ` ${sentence(finding(f, v))}.`).join('')
    const again = r.outcome.finalNotNeeded ? 'I' : 'F'
    if (r.claims.length > 0)
      return [
        `${r.precinct}: su hoja no coincide. La cuenta da ${result}${notes} Responda OK ${r.code} por esto, o KEEP ${r.code} y la central le llama.`,
      ]
    if (!r.correction)
      return [
        `${r.precinct} ${what}, ${result}${notes} Responda OK ${r.code} si es correcto, o mande ${again} otra vez.`,
      ]
    const changes = r.correction.changes.map((c) => change(c, v)).join(', ')
    return [
      `${r.precinct} cambio: ${changes}. Ahora ${result}${notes} Responda OK ${r.code} en lugar del informe ${r.correction.number}, o mande ${again} otra vez.`,
      `${r.precinct} cambio, ${result}${notes} Responda OK ${r.code} en lugar del informe ${r.correction.number}.`,
    ]
  },
  problem: (r, v) => {
    const first = r.problems[0]
    const about = first && (first.groups[0] === 'initial' || first.code === 'GROUP_SUM_EXCEEDS_ATTENDANCE') ? 'I' : 'F'
    const again =
      first?.code === 'GROUP_SUM_EXCEEDS_ATTENDANCE' && (first.numbers.initial ?? 0) <= (first.numbers.attendance ?? 0)
        ? 'F'
        : about
    const all = r.problems.map((f) => finding(f, v))
    const way = `Cuente y mande ${again} otra vez. Si no se puede, responda KEEP ${r.code} y la central le llama.`
    return [
      `${r.precinct}: ${all.join('; ')}. ${way}`,
      `${r.precinct}: ${all[0]}. ${way}`,
      `${r.precinct}: ${all[0]}. Mande ${again} otra vez, o KEEP ${r.code} y la central le llama.`,
    ]
  },
  ask_initial: (r, v) => [
    `${r.precinct}: cuenta final guardada (${v.tallies(r.counts)}). Mande la inicial: I y todos los grupos. Si no la tiene, responda KEEP ${r.code} y la central le llama.`,
    `${r.precinct}: cuenta final guardada. Mande la inicial: I y todos los grupos. Si no la tiene, responda KEEP ${r.code} y la central le llama.`,
  ],
  ask_toss: (r, v) => {
    const [one = ''] = r.tie.among
    const why =
      r.tie.kind === 'leave'
        ? `hay ${r.viable} grupos viables para ${plural(r.seats, 'delegado', 'delegados')}; ${groups(r.tie.among, v)} son iguales. Realinear y mandar F otra vez, o sortear`
        : `${groups(r.tie.among, v)} empatan por ${plural(r.tie.seats, 'delegado', 'delegados')}. Lance una moneda`
    const winners =
      r.tie.seats === 1
        ? `quien gana: TOSS ${v.name(one)}`
        : `los ${r.tie.seats} que ganan: TOSS ${r.tie.among.slice(0, r.tie.seats).map(v.name).join(' ')}`
    return [`${r.precinct}: ${why}, y responda TOSS y ${winners}`]
  },
  ask_elected: (r, v) => {
    const counts = v.tallies([...r.room.viable, ...r.room.others])
    const [example = ''] = r.examples.map(v.name)
    return [
      `${r.precinct} elige 1 delegado. Cuenta: ${counts}. ¿Por quien fue elegido? Responda WON y el nombre: WON ${example}`,
      `${r.precinct} elige 1 delegado. ¿Por quien fue elegido? Responda WON y el nombre: WON ${example}`,
    ]
  },
  recorded: (r, v) => [`Registrado ${r.precinct} informe ${r.number} a las ${v.time(r.at)}. Gracias.`],
  kept: (r, v) => [
    `Registrado ${r.precinct} informe ${r.number} tal como lo mando, a las ${v.time(r.at)}. Queda retenido hasta que la central le llame: deje su teléfono encendido. Gracias.`,
  ],
  unconfirmed: (r, v) => [
    `Recibido ${r.precinct} informe ${r.number} a las ${v.time(r.at)}. Este teléfono no esta registrado: la central lo confirma por llamada. Gracias.`,
  ],
  already: (r, v) => {
    const state = r.held ? 'Queda retenido: la central le llama.' : 'No falta nada.'
    return [
      `${r.precinct} ya consta como informe ${r.number}, ${v.time(r.at)}: ${delegates(r.outcome, v)}. ${state} Para corregir, mande la cuenta otra vez.`,
      `${r.precinct} ya consta como informe ${r.number}: ${delegates(r.outcome, v)}. ${state}`,
    ]
  },
  rejected: (r) => {
    const again = r.lists.map((a) => letter[a]).join(' y ') || 'I'
    return [
      `${r.precinct}: no se registro. Mande ${again} otra vez con todos los grupos, o FIX y el grupo equivocado: FIX Warren 20`,
    ]
  },
  ask_alignment: (r, v) => {
    const counts = v.tallies(r.counts)
    if (r.second)
      return [
        `${r.precinct}: ya tengo una cuenta inicial. ¿Es esta la final? ${counts}. Responda F si es final, o I si corrige la inicial.`,
        `${r.precinct}: ¿esta cuenta es final? Responda F si es final, I si corrige la inicial.`,
      ]
    return [
      `${r.precinct}: ${counts}. ¿Es la cuenta inicial o la final? Responda I (inicial) o F (final).`,
      `${r.precinct}: ¿cuenta inicial o final? Responda I (inicial) o F (final).`,
    ]
  },
  ask_attendance: (r) => [`${r.precinct}: ¿cuantas personas hay presentes? Responda A y el numero: A 113`],
  more_kept: (r, v) => [
    `${r.precinct}: guardado ${v.tallies(r.counts)}. Falta el comienzo de la lista: mandelo con I o F delante.`,
    `${r.precinct}: guardado. Falta el comienzo de la lista: mandelo con I o F delante.`,
  ],
  ask_twice: (r, v) => [
    `${r.precinct}: ${v.name(r.group)} era ${r.was} y ahora es ${r.said}. ¿Cual vale? Responda FIX ${v.name(r.group)} y el numero.`,
  ],
  nothing_to_fix: (r) => [
    r.alignment
      ? `${r.precinct}: no hay cuenta ${r.alignment === 'initial' ? 'inicial' : 'final'} que corregir. Mande ${letter[r.alignment]} y todos los grupos.`
      : `${r.precinct}: no hay cuenta que corregir. Mande I y todos los grupos.`,
  ],
  nothing_tied: (r) => [`${r.precinct}: no hay empate, no hace falta sorteo.`],
  other_phone: (r, v) => [
    `${r.precinct}: su otro teléfono cambio ${r.changes.map((c) => change(c, v)).join(', ')}. La clave anterior ya no vale. Responda ? para ver la cuenta.`,
    `${r.precinct}: su otro teléfono cambio la cuenta. La clave anterior ya no vale. Responda ? para verla.`,
  ],
  unclear,
  which_precinct: (r) => [
    `¿Para cual precinto: ${r.precincts.join(' o ')}? Responda solo con la clave del precinto. Guardé lo que mando.`,
    '¿Para cual precinto? Responda solo con su clave.',
  ],
  not_yours: (r) => [
    `${r.said} no es su precinto; nada cambio. El suyo es ${r.precincts.join(' o ')}: mande otra vez con esa clave.`,
  ],
  ready: (r) => [
    `Presente: ${r.precincts.map((p) => `${p.id} ${p.name}, condado ${p.county}`).join('; ')}. El ${r.date} mande sus cuentas a este numero. Responda AYUDA para la guia.`,
    `Presente: ${r.precincts.map((p) => p.id).join(', ')}. Responda AYUDA para la guia.`,
  ],
  language: () => ['Desde ahora le escribo en español. For English: ENGLISH'],
  phase: (r, v) =>
    r.phase === 'closed'
      ? [
          `Ya no se reciben informes. Su texto queda guardado y la central lo lee. Para cambiar ${r.precincts.join(', ')}, ${call(v.setting)}.`,
        ]
      : [
          `Aun no se reciben informes; nada se registro para ${r.precincts.join(', ')}. Puede avisar con LISTO o leer la guia con AYUDA.`,
        ],
  pin_needed: (r, v) => [
    `No conozco este teléfono. Para informar, mande ${r.precinct} PIN y el numero de su tarjeta, o ${call(v.setting)}.`,
  ],
  nothing_pending: () => ['No tengo nada para usted. Responda AYUDA para la guia.'],
}

export const es: LanguageWords = {
  phrases,
  finding,
  repairs: (pairs) => `Lei ${pairs.join(', ')}.`,
  practice: 'PRACTICA',
  because: {
    no_code: 'OK necesita su clave.',
    wrong_code: 'Esa clave no es correcta.',
    late_code: 'Esa clave era de una cuenta anterior.',
    new_code: 'Demasiadas claves equivocadas; esta es nueva.',
    needs_keep: 'OK no puede pasar esto.',
    mixed: 'No se registro: mande la clave sola.',
    nothing_pending: 'Nada espera un OK.',
    wrong_winner: 'Eso no lo resuelve.',
    no_tie: 'No hace falta sorteo.',
    same: '',
  },
}
