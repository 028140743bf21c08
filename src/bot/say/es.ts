import { finding } from './es/findings.ts'
import { record } from './es/record.ts'
import { report } from './es/report.ts'
import { some } from './shown.ts'
import type { LanguageWords } from './words.ts'

export const es: LanguageWords = {
  phrases: { ...report, ...record },
  finding,
  repairs: (pairs, most) => `Entiendo ${some(pairs, most, 'más')}.`,
  practice: 'ENSAYO',
  because: {
    no_code: 'OK necesita su clave.',
    keep_no_code: 'KEEP necesita su clave.',
    wrong_code: 'Esa clave no es correcta.',
    late_code: 'Esa clave ya no vale.',
    new_code: 'Demasiadas claves equivocadas: esta es nueva.',
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
