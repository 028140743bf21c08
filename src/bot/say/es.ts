import type { Finding } from '../../math/types.ts'
import type { ReplyOutcome } from '../reply.ts'
import { notNamedIn, peopleCounted } from '../report/diff-counts.ts'
import { dateShown, phoneShown, some } from './format.ts'
import {
  cards,
  codeWords,
  countPhrases,
  hasWords,
  type LanguageWords,
  letter,
  notesOf,
  type Phrasebook,
  type UnclearReply,
  unclearWith,
  type Voice,
  type VoiceSetting,
} from './phrasebook.ts'

/** Spanish that stays inside GSM-7: words without a, i, o, u accented where they can be chosen, else without the accent. */

const call = (s: VoiceSetting): string => (s.hqPhone ? `llame al ${phoneShown(s.hqPhone)}` : 'llame a la central')
const { delegateCount, groups, delegates, change } = countPhrases({
  and: 'y',
  to: 'a',
  delegate: ['delegado', 'delegados'],
  noDelegates: 'sin delegados',
  counted: 'cuenta',
  attendance: 'presentes',
  winner: 'gana',
})

/** A finding as the chair hears it: no full stop, no advice. */
function finding(f: Finding, v: Voice): string {
  const n = f.numbers
  const first = f.groups[0] === undefined ? '' : v.name(f.groups[0])
  const { code } = f
  if (!hasWords(code)) return codeWords(code)
  switch (code) {
    case 'CHECKSUM_DIFFERS':
      return `la cuenta ${f.groups[0] === 'initial' ? 'inicial' : 'final'} suma ${n.sum}, no ${n.said}`
    case 'GROUP_SUM_EXCEEDS_ATTENDANCE':
      return (n.initial ?? 0) > (n.attendance ?? 0)
        ? `la cuenta inicial suma ${n.initial} pero hay ${n.attendance} presentes`
        : `la cuenta final suma ${n.final} pero hay ${n.attendance} presentes`
    case 'UNDERCOUNT':
      return `${n.missing} de los ${n.attendance} presentes no ${n.missing === 1 ? 'tiene' : 'tienen'} grupo`
    case 'FINAL_EXCEEDS_INITIAL':
      return `el total final ${n.final} es mayor que los ${n.initial} de la cuenta inicial`
    case 'FINAL_MISSING':
      return 'la cuenta final no tiene a nadie'
    case 'INITIAL_MISSING':
      return n.final ? 'falta la cuenta inicial' : 'la cuenta inicial no tiene a nadie'
    case 'VIABLE_GROUP_SHRANK':
      return `${first} era viable con ${n.initial} y ahora tiene ${n.final}; un grupo viable conserva a su gente`
    case 'ADJACENT_SHIFT':
      return `${first} pasa de ${n.initial} a 0 y ${v.name(f.groups[1] ?? '')} de 0 a ${n.final}, como si se cruzaran dos filas`
    case 'NO_VIABLE_GROUP':
      return `ninguno llega a los ${n.threshold} que hacen falta; hay que alinearse otra vez`
    case 'REALIGNED_THOUGH_ALL_VIABLE':
      return 'todos los grupos ya eran viables, nadie necesitaba moverse'
    case 'ONE_DELEGATE_NOT_PLURALITY':
      return `${first} no es el grupo mayor`
    case 'ATTENDANCE_MISSING':
      return `no hay asistencia, se toma ${n.attendance}`
    default:
      return code satisfies never
  }
}

/** What could not be read, quoted, with the fix. */
function unclear(r: UnclearReply, word: string, example: string, v: Voice): string {
  const two = r.suggestions.map(v.name).join(' o ')
  const letter = r.alignment === 'final' ? 'F' : 'I'
  switch (r.reason) {
    case 'empty':
      return 'su texto no dice nada. Responda AYUDA para ver los pasos.'
    case 'which_alignment':
      return '¿cuenta inicial o final? Mande todo otra vez con I (inicial) o F (final) delante.'
    case 'which_order':
      return `¿la cifra va antes o después del nombre? Mande I o F, luego cada nombre y su cifra: I ${example} 45`
    case 'no_list':
      return `${letter} necesita los grupos: ${letter} ${example} 45`
    case 'several_precincts':
      return 'nombra varios precintos. Por favor mande un texto por cada uno.'
    case 'quoted':
      return 'parece uno de mis textos devuelto. Nada queda registrado. Por favor escriba su respuesta de nuevo.'
    case 'unknown_name':
      if (v.setting.practice && !two)
        return `esto es un ensayo y no conozco "${word}". Los nombres ahora son ${v.setting.candidates.map((c) => c.name).join(', ')}.`
      return two
        ? `no conozco "${word}". ¿Quiere decir ${two}? Mande todo otra vez.`
        : `no conozco "${word}". Nada queda registrado: revise el nombre y mande todo otra vez.`
    case 'two_names':
      return two
        ? `"${word}" puede ser ${two}. Nada queda registrado: mande todo otra vez con el nombre completo.`
        : `"${word}" puede ser dos grupos. Mande todo otra vez con el nombre completo.`
    case 'no_number':
      return `"${word}" no lleva cifra. Nada queda registrado: mande todo otra vez con una cifra tras cada nombre.`
    case 'no_name':
      return `la cifra ${word} no lleva nombre. Nada queda registrado: mande todo otra vez, cada nombre y su cifra.`
    case 'bad_number':
      return `no puedo leer "${word}" como cuenta. Nada queda registrado: mande todo otra vez con cifras: ${example} 45`
    case 'twice':
      return `${word} aparece dos veces con cifras distintas. Nada queda registrado: mande todo otra vez.`
    case 'cut':
      return `el final de su texto parece cortado en "${word}". Nada queda registrado: mande dos textos, el segundo con + delante`
    case 'mixed':
      return 'un OK va solo. Nada queda registrado. Mande primero el cambio, luego OK con la clave nueva.'
    case 'no_code':
      return `${word.toUpperCase()} necesita la clave de mi texto anterior: ${word.toUpperCase()} 482163`
    case 'several_texts':
      return 'son varias cosas a la vez. Nada queda registrado: por favor mande una a la vez.'
    case 'carrier_word':
      return 'Responda AYUDA para ver los pasos.'
    case 'unreadable':
      return word
        ? `no entiendo "${word}". Nada queda registrado: mande otra vez sin eso. Responda AYUDA para ver los pasos.`
        : 'no lo puedo leer. Nada queda registrado. Responda AYUDA para ver los pasos.'
  }
}

const lots = {
  coin: { large: 'Lancen una moneda', small: 'lancen una moneda' },
  lot: { large: 'Hagan un sorteo', small: 'hagan un sorteo' },
  cards: { large: 'Cada grupo saca una carta', small: 'cada uno saca una carta' },
} as const

const missing = {
  final: 'falta la cuenta final. Mande F y todos los grupos. Si no va a haber',
  toss: 'falta saber quién gana el sorteo. Responda GANO y el nombre. Si no se puede',
  elect: 'falta saber a quién eligen. Responda GANO y el nombre. Si no se sabe',
} as const

const whichKept = {
  no: '',
  yes: ' He guardado su texto.',
  last: ' He guardado este texto, pero no el anterior.',
} as const

const heldWords = 'Queda retenido: la central le llama.'

const fewerOrMore = (group: string, from: number, to: number): string => `${group} de ${from} a ${to}`

/** Who is present, and where that is another number how many stand in the counts: a list that was cut off shows there. */
const present = ({ attendance, counts }: ReplyOutcome): string => {
  const counted = peopleCounted(counts)
  return counted === attendance ? `${attendance} presentes` : `${attendance} presentes, ${counted} contados`
}

const phrases: Phrasebook = {
  // The way of a report: what was counted, what is missing, what is proposed.
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
    const notes = notesOf(r.warnings, finding, v)
    return [
      `${r.precinct} inicial: ${room.attendance} presentes${need}. ${viable}${others}${over}${notes} Luego mande F y todos los grupos.`,
      `${r.precinct}: ${room.attendance} presentes${need}. ${viable}${not}${over}${notes} Luego F y todos.`,
      `${r.precinct}: ${room.attendance} presentes${need}. ${viable}${not}${overShort}${notes} Luego F.`,
      `${r.precinct}: ${room.attendance} presentes${need}. ${viable}${few}${overShort}${notes} Luego F.`,
    ]
  },
  proposed: (r, v) => {
    const what = r.outcome.finalNotNeeded && r.outcome.seats > 1 ? 'todos viables, no hace falta F' : 'final'
    const result = `${delegates(r.outcome, v)}. ${present(r.outcome)}.`
    const notes = notesOf(r.warnings, finding, v)
    const again = r.outcome.finalNotNeeded ? 'I' : 'F'
    if (r.claims.length > 0)
      return [
        `${r.precinct}: su hoja no coincide. La cuenta da ${result}${notes} Responda OK ${r.code} para aceptarlo, o KEEP ${r.code} y la central le llama.`,
        `${r.precinct}: su hoja no coincide. Son ${result}${notes} OK ${r.code} para aceptarlo, o KEEP ${r.code} y la central le llama.`,
      ]
    if (r.over.length > 0)
      return [
        `${r.precinct}: demasiados grupos viables para ${delegateCount(r.outcome.seats)}. ${groups(r.over, v)} ${r.over.length === 1 ? 'debe' : 'deben'} moverse: luego mande F. O responda OK ${r.code} por ${delegates(r.outcome, v)}.`,
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
    const problems = r.problems.map((f) => finding(f, v))
    const way = `Cuente y mande ${again} otra vez. Si no puede, responda KEEP ${r.code} y la central le llama.`
    return [
      `${r.precinct}: ${problems.join('; ')}. ${way}`,
      `${r.precinct}: ${problems[0]}. ${way}`,
      `${r.precinct}: ${problems[0]}. Mande ${again} otra vez, o KEEP ${r.code} y la central le llama.`,
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
        ? `hay ${r.viable} grupos viables para ${delegateCount(r.seats)}; ${tied} son los menores. Muevan un grupo y mande F, o ${lots[r.chance].small}`
        : `${tied} empatan por ${delegateCount(r.tie.seats)}. ${lots[r.chance].large}`
    if (r.chance === 'cards')
      return [
        `${r.precinct}: ${why}; responda GANO y cada carta: GANO ${r.tie.among.map((g, i) => `${v.name(g)} ${cards[i % cards.length]}`).join(' ')}`,
      ]
    const winners = r.tie.among.slice(0, r.tie.seats).map(v.name).join(' ')
    const theWinners = r.tie.seats === 1 ? 'quien gane' : `los ${r.tie.seats} que ganen`
    return [
      `${r.precinct}: ${why}; responda GANO y ${theWinners}: GANO ${winners}. Si no se puede, responda KEEP.`,
      `${r.precinct}: ${why}; responda GANO y ${theWinners}: GANO ${winners}`,
      `${r.precinct}: ${why}; responda: GANO ${winners}`,
      ...(r.tie.kind === 'leave'
        ? [
            `${r.precinct}: ${r.viable} grupos viables, ${delegateCount(r.seats)}. Muevan un grupo y mande F, o ${lots[r.chance].small} entre ${tied}; responda: GANO ${winners}`,
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

  // What stands on record, and all that is about no count: the phone, the phase, a text that cannot be read.
  recorded: (r, v) => {
    const receipt = `${r.precinct}: informe ${r.number} registrado, ${v.time(r.at)}.`
    if (!v.setting.practice) return [`${receipt} Gracias.`]
    return [`${receipt} ¡Muy bien! Todo listo para el ${dateShown(v.setting.date, 'es-US')}.`]
  },
  kept: (r, v) => [
    v.setting.practice
      ? `${r.precinct}: informe ${r.number} registrado tal como viene, ${v.time(r.at)}. ¡Muy bien! El ${dateShown(v.setting.date, 'es-US')} la central le llama entonces.`
      : `${r.precinct}: informe ${r.number} registrado tal como viene, ${v.time(r.at)}. Queda retenido hasta que la central le llame: deje encendido el teléfono. Gracias.`,
  ],
  unconfirmed: (r, v) => [
    `${r.precinct}: informe ${r.number} recibido, ${v.time(r.at)}. Este teléfono no consta en la lista: la central lo confirma por llamada. Gracias.`,
  ],
  already: (r, v) => {
    const state = r.held ? heldWords : 'No falta nada.'
    return [
      `${r.precinct} ya consta como informe ${r.number}, ${v.time(r.at)}: ${delegates(r.outcome, v)}. ${state} Para corregir, mande la cuenta otra vez.`,
      `${r.precinct} ya consta como informe ${r.number}: ${delegates(r.outcome, v)}. ${state}`,
    ]
  },
  closed: (r, v) => {
    if (!r.stands)
      return [`Ya no se reciben informes, y no tengo ninguno de ${r.precinct}. Por favor ${call(v.setting)}.`]
    const held = r.stands.held ? ` ${heldWords}` : ''
    return [
      `Ya no se reciben informes. ${r.precinct} consta como informe ${r.stands.number}: ${delegates(r.stands.outcome, v)}.${held} Para cambiarlo, ${call(v.setting)}.`,
    ]
  },
  rejected: (r, v) => {
    const again = r.lists.map((a) => letter[a]).join(' y ') || 'I'
    const what = r.stands === null ? 'no queda registrado' : `nada cambia, sigue el informe ${r.stands}`
    return [
      `${r.precinct}: ${what}. Mande ${again} otra vez con todos los grupos, o CORREGIR y el grupo equivocado: CORREGIR ${v.setting.candidates.at(-1)?.name ?? ''} 20`,
    ]
  },
  ask_alignment: (r, v) => {
    const counts = v.tallies(r.counts)
    if (r.second)
      return [
        `${r.precinct}: ya tengo una cuenta inicial. ¿Es esta la final? ${counts}. Responda F si es la final, o I si corrige la inicial.`,
        `${r.precinct}: ¿es esta la cuenta final? Responda F si es la final, o I si corrige la inicial.`,
      ]
    return [
      `${r.precinct}: ${counts}. ¿Es la cuenta inicial o la final? Responda I (inicial) o F (final).`,
      `${r.precinct}: ¿cuenta inicial o final? Responda I (inicial) o F (final).`,
    ]
  },
  ask_second_list: (r, v) => {
    const replaces = letter[r.alignment]
    const final = r.final ? ', F si es la final' : ''
    if (r.way === 'add')
      return [
        `${r.precinct}: tengo ${v.tallies(r.have)}. ${v.tallies(r.counts)}: + los suma, ${replaces} reemplaza la lista${final}.`,
        `${r.precinct}: no figuran en su lista: ${v.tallies(r.counts)}. + los suma, ${replaces} la reemplaza${final}.`,
      ]
    const changes = r.changes.map(({ group, from, to }) => fewerOrMore(v.name(group), from, to))
    const or = r.final ? ', o F si es la final' : ''
    if (changes.length === 0)
      return [
        `${r.precinct}: en esta lista faltan ${v.tallies(notNamedIn(r.counts, r.have))}. Responda CORREGIR si siguen${or}. Para quitarlos mande ${replaces} con todos los grupos.`,
        `${r.precinct}: en esta lista faltan grupos. Responda CORREGIR si siguen${or}. Para quitarlos mande ${replaces} con todos los grupos.`,
      ]
    return [99, 6].map((most) => {
      const only = some(changes, most, 'más')
      return `${r.precinct}: ¿cambia solo ${only}? Responda CORREGIR${or}. Para reemplazar la lista mande ${replaces} con todos los grupos.`
    })
  },
  ask_whole_list: (r, v) => [
    `${r.precinct}: ${v.tallies(r.counts)}. ¿Son todos? Responda ${letter[r.alignment]}. Si no, mande + y los otros grupos.`,
  ],
  ask_attendance: (r) => [`${r.precinct}: responda A y el total de personas presentes, por ejemplo: A 113`],
  more_kept: (r, v) => [
    `${r.precinct}: guardado ${v.tallies(r.counts)}. Falta el comienzo de la lista: mande esa parte con I o F delante.`,
    `${r.precinct}: guardado. Falta el comienzo de la lista: mande esa parte con I o F delante.`,
  ],
  ask_twice: (r, v) => [
    `${r.precinct}: ${v.name(r.group)} era ${r.was} y ahora es ${r.said}. Responda CORREGIR ${v.name(r.group)} y la cifra correcta.`,
  ],
  nothing_to_fix: (r) => [
    r.alignment
      ? `${r.precinct}: no hay cuenta ${r.alignment === 'initial' ? 'inicial' : 'final'} que corregir. Mande ${letter[r.alignment]} y todos los grupos.`
      : `${r.precinct}: no hay cuenta que corregir. Mande I y todos los grupos.`,
  ],
  correction: (r, v) => {
    const changes = (most: number) =>
      some(
        r.changes.map((c) => change(c, v)),
        most,
        'cambios',
      )
    const reason = r.reason.length > 60 ? `${r.reason.slice(0, 57)}...` : r.reason
    return [
      `${r.precinct}: la central propone ${changes(99)} (${reason}). Son ${delegates(r.outcome, v)}. Responda OK ${r.code} o NO, o mande la cuenta correcta.`,
      `${r.precinct}: la central propone ${changes(4)} (${reason}). Son ${delegates(r.outcome, v)}. OK ${r.code} o NO, o mande su cuenta.`,
    ]
  },
  entered: (r, v) => [
    `${r.precinct}, como nos lo dijo por teléfono: ${delegates(r.outcome, v)}. ${present(r.outcome)}. Responda OK ${r.code} si es correcto, o mande F otra vez.`,
  ],
  other_phone: (r, v) => [
    `${r.precinct}: el otro teléfono de su precinto ha cambiado ${r.changes.map((c) => change(c, v)).join(', ')}. La clave anterior ya no vale. Responda ? para ver la cuenta.`,
    `${r.precinct}: el otro teléfono de su precinto ha cambiado la cuenta. La clave anterior ya no vale. Responda ? para verla.`,
  ],
  unclear: unclearWith(unclear),
  which_precinct: (r) => [
    `¿De qué precinto es? Responda solo ${r.precincts.join(' o ')}.${whichKept[r.kept]}`,
    `¿De qué precinto es? Responda solo su clave, por ejemplo ${r.precincts[0]}.${whichKept[r.kept]}`,
  ],
  not_yours: (r) => [
    `${r.said} no es su precinto; nada ha cambiado. El suyo es ${r.precincts.join(' o ')}: mande el texto otra vez con esa clave.`,
  ],
  ready: (r) => [
    `Gracias por avisar: ${r.precincts.map((p) => `${p.id} ${p.name}, condado de ${p.county}`).join('; ')}. El ${dateShown(r.date, 'es-US')} mande sus cuentas por este medio. Responda AYUDA para ver los pasos.`,
    `Gracias por avisar: ${r.precincts.map((p) => p.id).join(', ')}. Responda AYUDA para ver los pasos.`,
  ],
  language: () => ['Desde ahora le escribo en español. For English: ENGLISH'],
  phase: (r, v) =>
    r.phase === 'closed'
      ? [
          `Ya no se reciben informes. Su texto queda guardado y la central lo lee. Para cambiar ${r.precincts.join(', ')}, ${call(v.setting)}.`,
        ]
      : [
          `Los informes no han comenzado; nada queda registrado para ${r.precincts.join(', ')}. Puede avisar con LISTO o ver los pasos con AYUDA.`,
        ],
  pin_needed: (r, v) => [
    `No conozco este teléfono. Para informar, mande ${r.precinct} PIN y las cifras de su tarjeta, o ${call(v.setting)}.`,
  ],
  pin_refused: (r, v) => [
    r.last
      ? `Ese PIN tampoco vale para ${r.precinct}. Durante una hora no acepto otro: por favor ${call(v.setting)}.`
      : `Ese PIN no vale para ${r.precinct}, o ya se ha usado. Revise la tarjeta y pruebe otra vez, o ${call(v.setting)}.`,
  ],
  pin_closed: (r, v) => [
    `Han llegado demasiados PIN falsos para ${r.precinct}: durante una hora no acepto ninguno, tampoco el bueno. La central lo sabe: por favor ${call(v.setting)}.`,
  ],
  pin_not_needed: (r) => [`Este teléfono ya consta para ${r.precinct}: no hace falta PIN. Mande I y todos los grupos.`],
  pin_over: (r, v) => [
    `Han pasado las tres horas de este teléfono para ${r.precinct}; nada queda registrado. Por favor ${call(v.setting)}, o mande otro PIN de ${r.precinct}.`,
  ],
  pin_accepted: (r, v) => [
    `Este teléfono puede informar por ${r.precinct} (${r.name}, condado de ${r.county}) hasta las ${v.time(r.until)}. Mande I y todos los grupos. La central lo confirma por llamada.`,
    `Este teléfono puede informar por ${r.precinct} hasta las ${v.time(r.until)}. Mande I y todos los grupos. La central lo confirma por llamada.`,
  ],
  not_replaced: (r, v) => [
    `${r.precinct} ya tiene cuentas, y un teléfono prestado no las puede cambiar; todo sigue igual. La central lo sabe. Para cambiarlas, ${call(v.setting)}.`,
  ],
  nothing_pending: () => ['No tengo nada para usted. Responda AYUDA para ver los pasos.'],
}

export const es: LanguageWords = {
  phrases,
  finding,
  gone: (groups, most) => `Se ${groups.length === 1 ? 'quita' : 'quitan'} ${some(groups, most, 'más')}.`,
  change: fewerOrMore,
  more: 'más',
  stuck: 'La central lo sabe y le llama.',
  repairs: (pairs, most) => `Entiendo ${some(pairs, most, 'más')}.`,
  practice: 'ENSAYO',
  because: {
    no_code: 'OK necesita su clave.',
    keep_no_code: 'KEEP necesita su clave.',
    wrong_code: 'Esa clave no es correcta.',
    late_code: 'Esa clave ya no vale.',
    new_code: 'Clave equivocada: esta es nueva.',
    guessed: 'Alguien puede estar escribiendo en su nombre.',
    needs_keep: 'OK no basta en este caso.',
    quoted: 'Un texto copiado no es respuesta.',
    mixed: 'No queda registrado: mande la clave sola.',
    nothing_pending: 'No hay nada pendiente de OK.',
    wrong_winner: 'Eso no lo resuelve.',
    no_tie: 'No hace falta sorteo.',
    same: '',
    seats_changed: 'Ha cambiado el total de delegados por elegir.',
    borrowed: 'Lo ha mandado un teléfono prestado.',
    sheet_differs: 'Su hoja no coincide; la central lo revisa.',
    correction_refused: 'De acuerdo, nada cambia y la central lo sabe.',
  },
}
