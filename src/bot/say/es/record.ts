import { dateShown, some } from '../shown.ts'
import type { Phrasebook } from '../words.ts'
import { call, change, delegates, letter } from './pieces.ts'
import type { report } from './report.ts'
import { unclear } from './unclear.ts'

const whichKept = {
  no: '',
  yes: ' He guardado su texto.',
  last: ' He guardado este texto, pero no el anterior.',
} as const

const heldWords = 'Queda retenido: la central le llama.'

/** What stands on record, and all that is about no count: the phone, the phase, a text that cannot be read. */
export const record: Omit<Phrasebook, keyof typeof report> = {
  none: () => [''],
  verbatim: (r) => [r.text],
  recorded: (r, v) => {
    const said = `${r.precinct}: informe ${r.number} registrado, ${v.time(r.at)}.`
    if (!v.setting.practice) return [`${said} Gracias.`]
    return [`${said} ¡Muy bien! Todo listo para el ${dateShown(v.setting.date, 'es-US')}.`]
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
    `${r.precinct}, como nos lo dijo por teléfono: ${delegates(r.outcome, v)}. ${r.outcome.attendance} presentes. Responda OK ${r.code} si es correcto, o mande F otra vez.`,
  ],
  other_phone: (r, v) => [
    `${r.precinct}: el otro teléfono de su precinto ha cambiado ${r.changes.map((c) => change(c, v)).join(', ')}. La clave anterior ya no vale. Responda ? para ver la cuenta.`,
    `${r.precinct}: el otro teléfono de su precinto ha cambiado la cuenta. La clave anterior ya no vale. Responda ? para verla.`,
  ],
  unclear,
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
