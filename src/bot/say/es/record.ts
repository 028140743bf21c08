import { dateShown, some } from '../shown.ts'
import type { Phrasebook } from '../words.ts'
import { call, change, delegates, letter } from './pieces.ts'
import type { report } from './report.ts'
import { unclear } from './unclear.ts'

/** What stands on record, and all that is about no count: the phone, the phase, a text that cannot be read. */
export const record: Omit<Phrasebook, keyof typeof report> = {
  none: () => [''],
  verbatim: (r) => [r.text],
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
  rejected: (r, v) => {
    const again = r.lists.map((a) => letter[a]).join(' y ') || 'I'
    return [
      `${r.precinct}: no se registro. Mande ${again} otra vez con todos los grupos, o FIX y el grupo equivocado: FIX ${v.setting.candidates.at(-1)?.name ?? ''} 20`,
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
  correction: (r, v) => {
    const changes = (most: number) =>
      some(
        r.changes.map((c) => change(c, v)),
        most,
        'mas',
      )
    const reason = r.reason.length > 60 ? `${r.reason.slice(0, 57)}...` : r.reason
    return [
      `${r.precinct}: la central propone ${changes(99)} (${reason}). Son ${delegates(r.outcome, v)}. Responda OK ${r.code} si es correcto; si no, mande la cuenta correcta.`,
      `${r.precinct}: la central propone ${changes(4)} (${reason}). Son ${delegates(r.outcome, v)}. OK ${r.code} si es correcto; si no, mande su cuenta.`,
    ]
  },
  entered: (r, v) => [
    `${r.precinct} como lo dijo por teléfono: ${delegates(r.outcome, v)}. ${r.outcome.attendance} presentes. Responda OK ${r.code} si es correcto, o mande F otra vez.`,
  ],
  other_phone: (r, v) => [
    `${r.precinct}: el otro teléfono de su precinto cambio ${r.changes.map((c) => change(c, v)).join(', ')}. La clave anterior ya no vale. Responda ? para ver la cuenta.`,
    `${r.precinct}: el otro teléfono de su precinto cambio la cuenta. La clave anterior ya no vale. Responda ? para verla.`,
  ],
  unclear,
  which_precinct: (r) => [
    `¿Para cual precinto: ${r.precincts.join(' o ')}? Responda solo con la clave del precinto.${r.kept ? ' Guardé lo que mando.' : ''}`,
    '¿Para cual precinto? Responda solo con su clave.',
  ],
  not_yours: (r) => [
    `${r.said} no es su precinto; nada cambio. El suyo es ${r.precincts.join(' o ')}: mande otra vez con esa clave.`,
  ],
  ready: (r) => [
    `Presente: ${r.precincts.map((p) => `${p.id} ${p.name}, condado ${p.county}`).join('; ')}. El ${dateShown(r.date, 'es-US')} mande sus cuentas a este numero. Responda AYUDA para la guia.`,
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
  pin_refused: (r, v) => [
    `Ese numero no vale para ${r.precinct}, o ya fue usado. Revise la tarjeta, o ${call(v.setting)}.`,
  ],
  pin_accepted: (r, v) => [
    `Este telefono puede informar por ${r.precinct} (${r.name}, condado ${r.county}) hasta las ${v.time(r.until)}. Mande I y todos los grupos. La central lo confirma por llamada.`,
    `Este telefono puede informar por ${r.precinct} hasta las ${v.time(r.until)}. Mande I y todos los grupos. La central confirma.`,
  ],
  not_replaced: (r, v) => [
    `${r.precinct} ya tiene cuentas de su propio telefono; nada cambio. La central fue avisada. Para cambiar, ${call(v.setting)}.`,
  ],
  nothing_pending: () => ['No tengo nada para usted. Responda AYUDA para la guia.'],
}
