import { finding } from './es/findings.ts'
import { record } from './es/record.ts'
import { report } from './es/report.ts'
import type { LanguageWords } from './words.ts'

export const es: LanguageWords = {
  phrases: { ...report, ...record },
  finding,
  repairs: (pairs) => `Lei ${pairs.join(', ')}.`,
  practice: 'PRACTICA',
  because: {
    no_code: 'OK necesita su clave.',
    wrong_code: 'Esa clave no es correcta.',
    late_code: 'Esa clave era de una cuenta anterior.',
    new_code: 'Demasiadas claves equivocadas; esta es nueva.',
    needs_keep: 'OK no puede pasar esto.',
    quoted: 'Un texto copiado no es respuesta.',
    mixed: 'No se registro: mande la clave sola.',
    nothing_pending: 'Nada espera un OK.',
    wrong_winner: 'Eso no lo resuelve.',
    no_tie: 'No hace falta sorteo.',
    same: '',
  },
}
